/** States and deadlines in words and tone, never colour alone. */
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { type Urgency, urgencies } from '../../shared/case.js';
import { type State, stateRow } from '../../shared/case-flow.js';
import type { Tone } from '../../shared/look.js';
import { sayDate, sayDue, sayFullDate } from '../../shared/say.js';
import { useNow } from '../lib/now.js';

export function ToneTag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`tone tone-${tone}`}>{children}</span>;
}

export function StateTag({ state }: { state: State }) {
  const row = stateRow(state);
  return <ToneTag tone={row.tone}>{row.label}</ToneTag>;
}

/** 一般 is said quietly, so that 紧急 stands out by its word and weight. */
export function UrgencyWord({ urgency }: { urgency: Urgency }) {
  return <span className={`urgency urgency-${urgency}`}>{urgencies[urgency]}</span>;
}

/** 还剩 3 小时 / 已超 2 小时, the full time on hover. */
export function Due({ at }: { at: string | null }) {
  const now = useNow();
  if (!at) return <span className="quiet">—</span>;
  const late = Date.parse(at) < now;
  return (
    <Tooltip title={`到期 ${sayFullDate(at)}`}>
      <span className={late ? 'due due-late' : 'due'}>{sayDue(at, now)}</span>
    </Tooltip>
  );
}

/** A moment as 11月24日 18:00, with seconds and year on hover. */
export function At({ at, none = '—' }: { at: string | null; none?: string }) {
  const now = useNow();
  if (!at) return <span className="quiet">{none}</span>;
  return (
    <Tooltip title={sayFullDate(at)}>
      <time dateTime={at}>{sayDate(at, now)}</time>
    </Tooltip>
  );
}
