/** What was pressed on the map: a case or a grid, in a few words, with the way there. */
import { CloseOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { kinds } from '../../../shared/case.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { MapPoint, PlaceCount } from '../../../shared/views.js';
import { CaseLink } from '../../components/case-link.js';
import { ErrorState } from '../../components/states.js';
import { Due, StateTag } from '../../components/tags.js';
import { writeAddress } from '../../lib/address.js';
import { caseAddress, useCase } from '../../lib/cases.js';
import { usePlace } from '../../lib/registers.js';
import { itemName, whereOf } from '../../lib/words.js';
import { densityOf } from './shades.js';

export type ChosenThing = { case: MapPoint } | { grid: string };

interface Props {
  thing: ChosenThing;
  counts: PlaceCount[] | undefined;
  onClose: () => void;
}

export function Chosen({ thing, counts, onClose }: Props) {
  return (
    <section className="map-chosen card" aria-live="polite">
      <Button
        className="map-close"
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label="关闭"
        onClick={onClose}
      />
      {'case' in thing ? (
        <OneCase point={thing.case} />
      ) : (
        <OneGrid code={thing.grid} count={counts?.find((c) => c.code === thing.grid)} />
      )}
    </section>
  );
}

function OneCase({ point }: { point: MapPoint }) {
  const { data: view, error } = useCase(point.id);
  if (error) return <ErrorState error={error} />;
  return (
    <>
      <p className="quiet number">
        {sayCaseNumber(point.number)} · {kinds[point.kind]}
      </p>
      <h2>{view ? itemName(view.item) : '…'}</h2>
      <p className="row">
        <StateTag state={point.state} />
        {view && <Due at={view.dueAt} />}
      </p>
      {view && (
        <>
          <p className="map-words">{view.words}</p>
          <p className="quiet">{whereOf(view)}</p>
        </>
      )}
      <CaseLink id={point.id}>打开这件事</CaseLink>
    </>
  );
}

function OneGrid({ code, count }: { code: string; count: PlaceCount | undefined }) {
  const { data: place, error } = usePlace(code);
  const density = count ? densityOf(count) : null;
  const list = (late: boolean) =>
    writeAddress(caseAddress, { place: code, open: true, ...(late ? { late: true } : {}) });
  if (error) return <ErrorState error={error} />;
  return (
    <>
      <p className="quiet">{place?.pathNames.join(' · ')}</p>
      <h2>{place?.name ?? code}</h2>
      <dl className="map-facts">
        <dt>未结</dt>
        <dd>
          <Link to={'/cases' as string} search={list(false) as never}>
            {count?.open ?? place?.openCases ?? 0} 件
          </Link>
        </dd>
        <dt>超期</dt>
        <dd>
          {count && count.late > 0 ? (
            <Link to={'/cases' as string} search={list(true) as never} className="due-late">
              {count.late} 件
            </Link>
          ) : (
            '0 件'
          )}
        </dd>
        <dt>户数</dt>
        <dd>{place?.households ?? '未登记'}</dd>
        <dt>每百户</dt>
        <dd>{density === null ? '—' : `${Math.round(density * 100) / 100} 件`}</dd>
        <dt>网格员</dt>
        <dd>{place?.card?.worker ? `${place.card.worker.workName} ${place.card.worker.contact}` : '未配备'}</dd>
      </dl>
      <Link to={'/places' as string} search={{ code } as never}>
        打开网格页
      </Link>
    </>
  );
}
