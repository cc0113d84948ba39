/** Where it is: a pin on the map, moved by finger or by buttons, and at once the grid that owns the place. */
import { View } from '@tarojs/components';
import { useEffect, useState } from 'react';
import type { Point } from '../../shared/fields';
import type { PlaceAt } from '../../shared/views';
import { told } from '../lib/a11y';
import { inDatum, moved } from '../lib/geo';
import { canPick, locate, mapDatum, pickPlace } from '../lib/location';
import { NoPlace } from '../lib/no-place';
import { placeAt } from '../lib/places';
import { settings } from '../lib/settings';
import { useSignal } from '../lib/use-signal';
import { GridFacts } from './grid-card';
import { Icon, type IconName } from './icon';
import { NoPlaceWords } from './no-place-words';
import { PlaceMap } from './place-map';
import { Button, Tap } from './tap';

/** Metres that one press moves the pin. */
const STEP = 20;
const moves: { words: string; icon: IconName; east: number; north: number }[] = [
  { words: '北', icon: 'up', east: 0, north: STEP },
  { words: '南', icon: 'down', east: 0, north: -STEP },
  { words: '西', icon: 'left', east: -STEP, north: 0 },
  { words: '东', icon: 'right', east: STEP, north: 0 },
];

interface PlaceFieldProps {
  value: Point | null;
  onChange: (point: Point, address?: string) => void;
  /** Asks for the position by itself when nothing is known yet. */
  locateFirst?: boolean;
}

export function PlaceField({ value, onChange, locateFirst }: PlaceFieldProps) {
  const [trouble, setTrouble] = useState<{ why: NoPlace; again: () => Promise<void> } | null>(null);
  const [locating, setLocating] = useState(false);
  const { at, failed } = useOwner(value);

  const here = async () => {
    setLocating(true);
    setTrouble(null);
    try {
      onChange(await locate());
    } catch (e) {
      setTrouble({ why: asNoPlace(e), again: here });
    }
    setLocating(false);
  };
  const pick = async () => {
    setTrouble(null);
    try {
      const picked = await pickPlace(value);
      if (picked) onChange(picked.point, picked.address);
    } catch (e) {
      setTrouble({ why: asNoPlace(e), again: pick });
    }
  };
  const step = (east: number, north: number) => {
    const from = value ?? settings.get()?.view;
    if (from) onChange(moved(inDatum(from, mapDatum), east, north));
  };
  useEffect(() => {
    if (locateFirst && !value) void here();
  }, []);

  return (
    <View>
      {trouble && <NoPlaceWords {...trouble} instead="没有关系：可以在地图上指出来，或者直接写地址。" />}
      <PlaceMap pin={value} onPin={onChange} gridPath={at?.grid?.path} />
      <View className="card place-owner" {...told({ role: 'status' })}>
        {at ? <GridFacts at={at} /> : <View className="hint">{sayOwner(value !== null, failed)}</View>}
      </View>
      <View className="place-tools">
        <Button
          icon="target"
          words={locating ? '正在定位…' : '我的位置'}
          disabled={locating}
          onTap={() => void here()}
        />
        {canPick && <Button icon="search" words="搜地点" onTap={() => void pick()} />}
      </View>
      <View className="place-moves">
        <View className="place-moves-word">移动</View>
        {moves.map(({ words, icon, east, north }) => (
          <Tap
            key={words}
            className="place-move"
            label={`大头针向${words}移 ${STEP} 米`}
            onTap={() => step(east, north)}
          >
            <Icon name={icon} />
            <View>{words}</View>
          </Tap>
        ))}
      </View>
    </View>
  );
}

const asNoPlace = (e: unknown) => (e instanceof NoPlace ? e : new NoPlace('unavailable'));

function sayOwner(isPlaced: boolean, failed: boolean): string {
  if (!isPlaced) return '指出位置后，这里显示由哪个网格负责。';
  return failed ? '现在查不到，提交后自动分到负责的网格。' : '正在查是哪个网格…';
}

interface Owner {
  at: PlaceAt | null;
  /** Without a signal the server finds the grid when the report arrives. */
  failed: boolean;
}
const UNKNOWN: Owner = { at: null, failed: false };

/**
 * The grid that owns the point, asked for when the pin has rested for a moment, and again when the signal is back;
 * nothing is said of a place it has left.
 */
function useOwner(point: Point | null): Owner {
  const [owner, setOwner] = useState(UNKNOWN);
  const [tries, setTries] = useState(0);
  const { lng, lat, datum, accuracy } = point ?? {};
  useSignal(() => {
    if (owner.failed) setTries(tries + 1);
  });
  useEffect(() => {
    setOwner(UNKNOWN);
    if (lng === undefined || lat === undefined) return;
    let here = true;
    const timer = setTimeout(() => {
      placeAt({ lng, lat, datum, accuracy }).then(
        (at) => here && setOwner({ at, failed: false }),
        () => here && setOwner({ at: null, failed: true }),
      );
    }, 250);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [lng, lat, datum, accuracy, tries]);
  return owner;
}
