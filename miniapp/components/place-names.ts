/** Where street names stand on the map: along their street, in sight, none over another. */
interface XY {
  x: number;
  y: number;
}
interface Street {
  name: string;
  line: XY[];
}
export interface PlacedName extends XY {
  key: string;
  name: string;
  /** Degrees, always readable from below. */
  angle: number;
}

/** Pixels that two names keep between them. */
const APART = 64;

/**
 * @param view middle and width in metres
 * @param metre pixels per metre
 */
export function placeNames(streets: readonly Street[], view: XY & { span: number }, metre: number): PlacedName[] {
  const half = view.span * 0.44;
  const inSight = ({ x, y }: XY) => Math.abs(x - view.x) < half && Math.abs(y - view.y) < half * 0.7;
  const placed: PlacedName[] = [];
  const candidates = streets.flatMap(({ name, line }) => longest(line, inSight).map((s) => ({ name, ...s })));
  for (const { name, a, b, length } of candidates.sort((p, q) => q.length - p.length)) {
    if (length * metre < name.length * 10 || placed.length >= 14) continue;
    const x = (a.x + b.x) / 2;
    const y = (a.y + b.y) / 2;
    if (placed.some((p) => Math.hypot(p.x - x, p.y - y) * metre < APART || (p.name === name && near(p, x, y, view))))
      continue;
    placed.push({ key: `${name}${Math.round(x)},${Math.round(y)}`, name, x, y, angle: upright(a, b) });
  }
  return placed;
}

const near = (p: XY, x: number, y: number, view: { span: number }) => Math.hypot(p.x - x, p.y - y) < view.span * 0.6;

/** The longest stretch of a line whose middle is in sight. */
function longest(line: XY[], inSight: (at: XY) => boolean): { a: XY; b: XY; length: number }[] {
  let best: { a: XY; b: XY; length: number } | null = null;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    if (!inSight({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })) continue;
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (!best || length > best.length) best = { a, b, length };
  }
  return best ? [best] : [];
}

function upright(a: XY, b: XY): number {
  const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
  if (angle > 90) return angle - 180;
  return angle < -90 ? angle + 180 : angle;
}
