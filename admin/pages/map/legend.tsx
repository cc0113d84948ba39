/** What the colours and shapes of the map mean, with numbers. */
import { type Tone, tones } from '../../../shared/look.js';
import type { Shade } from './shades.js';

const POINTS: Partial<Record<Tone, string>> = { late: '超期', waiting: '等待处理', active: '处置中' };
const PATHS = {
  triangle: 'M7 1 13 12H1Z',
  circle: 'M7 1a6 6 0 1 0 .01 0Z',
  square: 'M2 2h10v10H2Z',
  diamond: 'M7 0l7 7-7 7-7-7Z',
} as const;
const said = (n: number) => String(Math.round(n * 100) / 100);

export function Legend({ shades }: { shades: readonly Shade[] }) {
  return (
    <section className="map-legend card" aria-label="图例">
      <h2>每百户未结事件</h2>
      <ul>
        {shades.map((s) => (
          <li key={s.color}>
            <i style={{ background: s.color }} />
            <span className="number">
              {said(s.from)}–{said(s.to)}
            </span>
          </li>
        ))}
        <li>
          <i className="legend-none" />
          户数未登记
        </li>
      </ul>
      <ul>
        {(Object.entries(POINTS) as [Tone, string][]).map(([tone, label]) => (
          <li key={tone}>
            <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
              <path d={PATHS[tones[tone].shape]} fill={tones[tone].text} />
            </svg>
            {label}
          </li>
        ))}
        <li>
          <i className="legend-cluster">9</i>多件
        </li>
      </ul>
    </section>
  );
}
