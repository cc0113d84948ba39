/** What a dry run found: numbers, and each fault in words and on the map. */

import { Alert } from 'antd';
import type { FeatureCollection } from 'geojson';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { ImportReport } from '../../../shared/views.js';
import { useSettings } from '../../lib/session.js';

const CityMap = lazy(() => import('../../components/map/city-map.js').then((m) => ({ default: m.CityMap })));

export function ImportFaults({ report }: { report: ImportReport }) {
  const { data: settings } = useSettings();
  const [chosen, setChosen] = useState<number>();
  const { faults } = report;
  const marks = useMemo(() => faults.flatMap((f, i) => (f.at ? [{ at: f.at, text: String(i + 1) }] : [])), [faults]);
  const at = chosen === undefined ? undefined : faults[chosen]?.at;
  return (
    <div className="stack">
      {faults.length === 0 ? (
        <Alert
          type="success"
          showIcon
          title={`检查通过：共 ${report.features} 个图形，将新增 ${report.created}，更新 ${report.changed}`}
        />
      ) : (
        <Alert type="error" showIcon title={`有 ${faults.length} 处问题，改好之前不能导入；没有改动任何内容`} />
      )}
      {faults.length === 0 && report.renamed.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`${report.renamed.length} 个区划会改名`}
          description={report.renamed.map(({ code, from, to }) => (
            <div key={code}>
              {code}：{from} → {to}
            </div>
          ))}
        />
      )}
      <div className={faults.length > 0 ? 'import-both' : 'import-both import-clean'}>
        {faults.length > 0 && (
          <ol className="import-faults">
            {faults.map((fault, i) => (
              <li key={`${fault.feature}-${fault.kind}-${fault.other ?? ''}-${i}`}>
                <button type="button" className="link" disabled={!fault.at} onClick={() => setChosen(i)}>
                  第 {fault.feature} 个图形{fault.code ? `（${fault.code}）` : ''}
                </button>
                ：{fault.reason}
              </li>
            ))}
          </ol>
        )}
        {settings && (
          <div className="import-map">
            <Suspense fallback={<div className="map-wait" />}>
              <CityMap
                view={settings.view}
                label="导入预览"
                grids={report.preview as FeatureCollection | undefined}
                faults={marks}
                pin={at ? { lng: at[0], lat: at[1] } : undefined}
                fit={at ? 'pin' : 'grids'}
              />
            </Suspense>
          </div>
        )}
      </div>
    </div>
  );
}
