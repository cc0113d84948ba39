/** 地图: grids by open cases per household, cases as points and clusters; a press leads to the case or the grid. */
import { Checkbox, Select } from 'antd';
import { useMemo, useState } from 'react';
import { type CaseKind, kinds } from '../../../shared/case.js';
import { type GroupKey, groups } from '../../../shared/duty-list.js';
import { sayCount } from '../../../shared/say.js';
import { CityMap } from '../../components/map/city-map.js';
import { ErrorState, Loading } from '../../components/states.js';
import { flag, oneOf, word } from '../../lib/address.js';
import { useCaseMap, useCasesByPlace } from '../../lib/cases.js';
import { useShapes } from '../../lib/registers.js';
import { useMe, useSettings } from '../../lib/session.js';
import { useAddress } from '../../lib/use-address.js';
import { Chosen, type ChosenThing } from './chosen.js';
import { Legend } from './legend.js';
import { shadeOf, shadesOf } from './shades.js';
import './map.css';

const keysOf = <K extends string>(table: Record<K, unknown>) => Object.keys(table) as K[];
const address = {
  kind: oneOf<CaseKind>(keysOf(kinds)),
  group: oneOf<GroupKey>(keysOf(groups)),
  late: flag,
  mine: flag,
  /** The grid that is chosen. */
  grid: word,
};

export default function MapPage() {
  const me = useMe();
  const { data: settings } = useSettings();
  const [{ grid, ...filter }, change] = useAddress(address);
  const [seen, setSeen] = useState<{ bbox: string; zoom: number }>();
  const [point, setPoint] = useState<ChosenThing>();
  const area = me.place?.code;
  const { data: shapes, error, refetch } = useShapes(area);
  const { data: counts } = useCasesByPlace(area);
  const { data: cases, isFetching } = useCaseMap(seen?.bbox, seen?.zoom ?? 14, { ...filter, open: true });

  const shades = useMemo(() => shadesOf(counts ?? []), [counts]);
  const fillOf = useMemo(() => {
    const byCode = new Map((counts ?? []).map((c) => [c.code, c]));
    return (code: string) => {
      const count = byCode.get(code);
      return count && shadeOf(count, shades);
    };
  }, [counts, shades]);
  const chosen: ChosenThing | undefined = point ?? (grid ? { grid } : undefined);

  if (!settings) return <Loading />;
  if (error && !shapes) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const onScreen = (cases?.points.length ?? 0) + (cases?.clusters ?? []).reduce((sum, c) => sum + c.n, 0);
  return (
    <div className="map-page">
      <h1 className="unseen">地图</h1>
      <CityMap
        view={settings.view}
        label={`网格和未结事件的地图，画面内 ${onScreen} 件`}
        grids={shapes}
        fillOf={fillOf}
        chosen={grid}
        cases={cases}
        fit="grids"
        padding={[64, 24, 24, 24]}
        onMove={(bbox, zoom) => setSeen({ bbox, zoom })}
        onGrid={(code) => {
          setPoint(undefined);
          change({ grid: code });
        }}
        onCase={(p) => setPoint({ case: p })}
      />
      <section className="map-tools card" aria-label="筛选">
        <Select
          aria-label="分类"
          allowClear
          placeholder="全部分类"
          value={filter.group ?? null}
          options={keysOf(groups).map((g) => ({ value: g, label: groups[g].label }))}
          onChange={(group) => change({ group: group ?? undefined })}
        />
        <Select
          aria-label="类型"
          allowClear
          placeholder="全部类型"
          value={filter.kind ?? null}
          options={keysOf(kinds).map((k) => ({ value: k, label: kinds[k] }))}
          onChange={(kind) => change({ kind: kind ?? undefined })}
        />
        <Checkbox checked={filter.late ?? false} onChange={(e) => change({ late: e.target.checked || undefined })}>
          只看超期
        </Checkbox>
        <Checkbox checked={filter.mine ?? false} onChange={(e) => change({ mine: e.target.checked || undefined })}>
          只看等我处理
        </Checkbox>
        <span className="quiet" aria-live="polite">
          画面内 {sayCount(onScreen, cases?.more)} 件{isFetching ? '…' : ''}
        </span>
      </section>
      <Legend shades={shades} />
      {chosen && (
        <Chosen
          thing={chosen}
          counts={counts}
          onClose={() => {
            setPoint(undefined);
            change({ grid: undefined });
          }}
        />
      )}
    </div>
  );
}
