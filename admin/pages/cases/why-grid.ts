/** Why a case belongs to its grid, in sentences: what the router answered, for people. */
import { type Datum, datums, hows } from '../../../shared/places.js';
import { sayDistance } from '../../../shared/say.js';
import type { CaseView } from '../../../shared/views.js';

export function whyThisGrid(view: Pick<CaseView, 'routed' | 'grid' | 'given'>): string[] {
  const { how, special, nearBorder, distance, runnerUp } = view.routed;
  const accuracy = view.given?.accuracy ?? null;
  const said = [`${hows[how]}${distanceWords(how, distance)}。`];
  if (special) said.push('这是专属网格，优先于所在的综合网格。');
  if (nearBorder)
    said.push(
      `定位误差${accuracy === null ? '' : `约 ${sayDistance(accuracy)}，`}比到边界还大${
        runnerUp ? `，也可能属于“${runnerUp.name}”` : ''
      }，请核实。`,
    );
  else if (runnerUp) said.push(`其次可能是“${runnerUp.name}”。`);
  if (how === 'outside' || how === 'unlocated') said.push('由受理台人工分派。');
  if (view.given && view.given.datum !== 'wgs84')
    said.push(`上报的坐标是 ${datums[view.given.datum as Datum] ?? view.given.datum}，已经换算。`);
  return said;
}

function distanceWords(how: CaseView['routed']['how'], distance: number | null): string {
  if (distance === null) return '';
  if (how === 'inside') return `，离边界 ${sayDistance(distance)}`;
  return how === 'nearest' ? `（相距 ${sayDistance(distance)}）` : '';
}
