/** Where it is, which grid owns the place, and why. */
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { CaseView } from '../../../shared/views.js';
import { useShapes } from '../../lib/registers.js';
import { useSettings } from '../../lib/session.js';
import { whyThisGrid } from './why-grid.js';

const CityMap = lazy(() => import('../../components/map/city-map.js').then((m) => ({ default: m.CityMap })));

export function CasePlace({ view }: { view: CaseView }) {
  const { data: settings } = useSettings();
  const { data: shapes } = useShapes(view.community?.code ?? view.street?.code);
  const above = view.routed.pathNames.filter((name) => name !== view.grid?.name);
  return (
    <section className="card case-place" aria-label="位置与网格">
      {view.point && settings && (
        <div className="case-map">
          <Suspense fallback={<div className="map-wait" />}>
            <CityMap
              view={{ ...view.point, zoom: 16.5 }}
              grids={shapes}
              chosen={view.grid?.code}
              pin={view.point}
              label={`事件位置，${view.grid ? `在${view.grid.name}` : '不在任何网格内'}`}
            />
          </Suspense>
        </div>
      )}
      <h2>
        {view.grid ? (
          <Link to={'/places' as string} search={{ code: view.grid.code } as never}>
            {view.grid.name}
          </Link>
        ) : (
          '没有网格'
        )}
      </h2>
      {above.length > 0 && <p className="quiet">{above.join(' · ')}</p>}
      {view.address && <p>{view.address}</p>}
      <h3 className="why">{view.grid ? '为什么是这个网格' : '为什么没有网格'}</h3>
      {whyThisGrid(view).map((sentence) => (
        <p key={sentence} className="quiet">
          {sentence}
        </p>
      ))}
    </section>
  );
}
