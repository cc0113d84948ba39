/** The governed part of the tree of places in memory: every grid, whatever has an outline, and what lies above them. */
import { type CaseLevel, caseLevels, codesOf, type GridKind, type Level, levelOrder } from '../../../shared/places.js';

export interface TreePlace {
  code: string;
  level: Level;
  name: string;
  parent: string | null;
  path: string;
  kind: GridKind;
  households: number | null;
  supervisionPhone: string | null;
}

/** No level of it is known. */
const NOWHERE = Object.fromEntries(caseLevels.map((level) => [level, null])) as Record<CaseLevel, null>;

export class PlaceTree {
  private readonly byCode: Map<string, TreePlace>;
  /** The smallest place that holds everything governed here; null in an empty database. */
  readonly top: TreePlace | null;

  /** @param places with all that lies above them */
  constructor(places: readonly TreePlace[]) {
    this.byCode = new Map(places.map((place) => [place.code, place]));
    this.top = topOf(places);
  }

  get(code: string): TreePlace | undefined {
    return this.byCode.get(code);
  }

  get size(): number {
    return this.byCode.size;
  }

  /** The code itself first, the root last; only the code itself when nothing is known of it. */
  ancestors(code: string): string[] {
    const place = this.byCode.get(code);
    return place ? codesOf(place.path).reverse() : [code];
  }

  /** From the root down, the place itself last. */
  chainOf(code: string): TreePlace[] {
    const place = this.byCode.get(code);
    return place ? codesOf(place.path).flatMap((c) => this.byCode.get(c) ?? []) : [];
  }

  /** The codes that a case at this place carries as columns. */
  levelsOf(code: string): Record<CaseLevel, string | null> {
    const levels: Record<CaseLevel, string | null> = { ...NOWHERE };
    for (const place of this.chainOf(code)) if (isCaseLevel(place.level)) levels[place.level] = place.code;
    return levels;
  }
}

const isCaseLevel = (level: Level): level is CaseLevel => (caseLevels as readonly string[]).includes(level);

/**
 * The smallest area that holds all governed places: from the root (a database may hold the whole national list beside
 * its own city) down as long as there is but one way.
 */
function topOf(places: readonly TreePlace[]): TreePlace | null {
  const children = new Map<string | null, TreePlace[]>();
  for (const place of places) {
    const list = children.get(place.parent);
    if (list) list.push(place);
    else children.set(place.parent, [place]);
  }
  const below = (place: TreePlace) => children.get(place.code) ?? [];
  const roots = [...(children.get(null) ?? [])].sort(
    (a, b) => Number(below(b).length > 0) - Number(below(a).length > 0) || (a.code < b.code ? -1 : 1),
  );
  let top = roots[0] ?? null;
  while (top && levelOrder.indexOf(top.level) < levelOrder.indexOf('street') && below(top).length === 1) {
    top = below(top)[0];
  }
  return top;
}
