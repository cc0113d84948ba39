/** One place: what is known of it, what is missing, who holds its posts, and its outline. */
import { Link } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { codesOf, gridKinds, levels, USUAL_HOUSEHOLDS } from '../../../shared/places.js';
import { sayCount, sayDay } from '../../../shared/say.js';
import type { PlaceView } from '../../../shared/views.js';
import { ErrorState, Loading } from '../../components/states.js';
import { writeAddress } from '../../lib/address.js';
import { caseAddress } from '../../lib/cases.js';
import { useNow } from '../../lib/now.js';
import { usePlace, useShapes } from '../../lib/registers.js';
import { useMay, useSettings } from '../../lib/session.js';
import { ClosePlaceDialog } from './close-place.js';
import { EditPlaceDialog } from './edit-place.js';
import { Posts } from './posts.js';

const CityMap = lazy(() => import('../../components/map/city-map.js').then((m) => ({ default: m.CityMap })));

interface Props {
  code: string;
  onChoose: (code: string) => void;
}

export function PlaceCard({ code, onChoose }: Props) {
  const { data: place, error, refetch } = usePlace(code);
  const mayWrite = useMay('place.write');
  const mayCases = useMay('case.read');
  const now = useNow();
  const [dialog, setDialog] = useState<'edit' | 'close'>();
  const done = () => setDialog(undefined);
  if (!place)
    return (
      <section className="card">
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />}
      </section>
    );
  return (
    <div className="place">
      <section className="card stack">
        <Crumbs place={place} onChoose={onChoose} />
        <div className="page-title">
          <h2 className="place-name">{place.name}</h2>
          <span className="grow" />
          {mayWrite && <Button onClick={() => setDialog('close')}>撤销</Button>}
          {mayWrite && <Button onClick={() => setDialog('edit')}>修改</Button>}
        </div>
        <p className="quiet">
          {levels[place.level].label}
          {place.level === 'grid' && ` · ${gridKinds[place.kind]}`} · <span className="number">{place.code}</span>
        </p>
        {place.until && <Alert type="info" showIcon title={`从 ${sayDay(place.until, now)}起撤销`} />}
        {place.faults.map((fault) => (
          <Alert key={fault} type="warning" showIcon title={fault} />
        ))}
        <Facts place={place} mayCases={Boolean(mayCases)} />
        {place.hints.map((hint) => (
          <p key={hint} className="hint">
            {hint}
          </p>
        ))}
      </section>
      <section className="card place-map">
        <Outline place={place} onChoose={onChoose} />
      </section>
      {place.level === 'grid' && <Posts place={place} />}
      {dialog === 'edit' && <EditPlaceDialog place={place} onClose={done} />}
      {dialog === 'close' && (
        <ClosePlaceDialog place={place} onClose={done} onGone={() => place.parent && onChoose(place.parent)} />
      )}
    </div>
  );
}

/** Breadcrumbs: the codes of the path lead up, the names say where. */
function Crumbs({ place, onChoose }: { place: PlaceView; onChoose: (code: string) => void }) {
  const codes = codesOf(place.path).slice(0, -1);
  const names = place.pathNames.slice(-codes.length - (place.pathNames.at(-1) === place.name ? 1 : 0));
  if (codes.length === 0) return null;
  return (
    <nav className="row crumbs" aria-label="上级区划">
      {codes.map((code, i) => (
        <span key={code}>
          <button type="button" className="link" onClick={() => onChoose(code)}>
            {names[i] ?? code}
          </button>
          <span className="quiet"> ／</span>
        </span>
      ))}
    </nav>
  );
}

function Facts({ place, mayCases }: { place: PlaceView; mayCases: boolean }) {
  const now = useNow();
  const fact = (name: string, value: ReactNode) => (
    <div>
      <dt>{name}</dt>
      <dd>{value ?? <span className="quiet">未登记</span>}</dd>
    </div>
  );
  return (
    <dl className="place-facts">
      {fact('户数', place.households)}
      {fact(
        '面积',
        place.area === null
          ? null
          : place.area < 100_000
            ? `${sayCount(Math.round(place.area))} 平方米`
            : `${(place.area / 1e6).toFixed(2)} 平方公里`,
      )}
      {fact('下级', place.children === 0 ? '无' : `${place.children} 个`)}
      {place.level === 'grid' && fact('监督电话', place.supervisionPhone)}
      {place.level === 'grid' &&
        fact('网格员', place.card?.worker ? `${place.card.worker.workName} ${place.card.worker.contact}` : null)}
      {fact('边界', place.shapeSince ? `${sayDay(place.shapeSince, now)}起` : place.hasShape ? '已导入' : '没有')}
      {mayCases &&
        fact(
          '未结事件',
          <Link to={'/cases' as string} search={writeAddress(caseAddress, { place: place.code, open: true }) as never}>
            {place.openCases} 件
          </Link>,
        )}
      {place.level === 'grid' &&
        place.households !== null &&
        (place.households < USUAL_HOUSEHOLDS[0] || place.households > USUAL_HOUSEHOLDS[1]) &&
        fact('规模', `通常 ${USUAL_HOUSEHOLDS.join('–')} 户`)}
    </dl>
  );
}

function Outline({ place, onChoose }: { place: PlaceView; onChoose: (code: string) => void }) {
  const { data: settings } = useSettings();
  const under = place.level === 'grid' ? (place.parent ?? place.code) : place.code;
  const { data: shapes } = useShapes(under);
  if (!settings) return null;
  return (
    <Suspense fallback={<div className="map-wait" />}>
      <CityMap
        view={settings.view}
        label={`${place.name}的边界`}
        grids={shapes}
        chosen={place.level === 'grid' ? place.code : undefined}
        fit={place.level === 'grid' ? 'chosen' : 'grids'}
        onGrid={(code) => code && onChoose(code)}
      />
    </Suspense>
  );
}
