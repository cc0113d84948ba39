/** Where a case lies and whose it is: found when it is opened, and anew when somebody of the office says where it is. */
import { Injectable } from '@nestjs/common';
import type { Point } from '../../../shared/fields.js';
import { type CaseLevel, caseLevels, datums, hows } from '../../../shared/places.js';
import { problem } from '../../core/problem.js';
import { PlacesService } from '../places/places.service.js';
import type { CaseFile } from './cases.guards.js';
import type { Placed, Was } from './cases.tables.js';

type Levels = Record<CaseLevel, string | null>;
/** The triage desk of a case that nobody moved up. */
const nearestDesk = ({ community, street, county, city }: Levels) => community ?? street ?? county ?? city;

@Injectable()
export class CaseSpots {
  constructor(private readonly places: PlacesService) {}

  /** A case that no grid owns goes to the smallest area that holds it. */
  of(given: Point | undefined) {
    const { wgs84, routed } = this.places.route(given ?? null);
    const levels = this.places.levelsOf(routed.code ?? routed.area ?? this.places.top ?? '');
    const { special, nearBorder, distance, runnerUp, how } = routed;
    return {
      lng: wgs84?.lng ?? null,
      lat: wgs84?.lat ?? null,
      givenLng: given?.lng ?? null,
      givenLat: given?.lat ?? null,
      givenDatum: given ? (given.datum ?? 'wgs84') : null,
      accuracy: given?.accuracy ?? null,
      how,
      routed: { special, nearBorder, distance, runnerUp },
      ...levels,
      desk: nearestDesk(levels),
    };
  }

  /** What an act that says where the case lies changes of it. @throws input.invalid for a place that is none */
  after(c: CaseFile, { place, address }: Record<string, unknown>): Partial<CaseFile> {
    const written = address ? { address: String(address) } : {};
    if (!place) return written;
    const spot = this.of(place as Point);
    if (spot.how === 'unlocated') throw problem('input.invalid', { errors: { place: 'invalid' } });
    return { ...written, ...spot, desk: sameDesk(c, spot) };
  }

  /** How the timeline tells it. */
  told(before: CaseFile, after: CaseFile, { place, address }: Record<string, unknown>): Placed | null {
    if (!place && !address) return null;
    return { words: place ? this.sayWhere(after) : null, was: wasOf(before) };
  }

  private sayWhere({ grid }: CaseFile): string {
    const card = grid ? this.places.cardOf(grid) : null;
    if (!card) return '核对了位置，不在任何网格内，由受理中心分派';
    const whose = card.worker?.workName ?? card.pathNames.at(-1);
    return `位置定在${card.name}（${card.pathNames.slice(-2).join(' · ')}）${whose ? `，由${whose}负责` : ''}`;
  }

  async namesAround({ grid, community, street }: CaseFile): Promise<Iterable<string>> {
    return (await this.places.namesOf([grid, community, street].filter((code) => code !== null))).values();
  }
}

/** What was moved up to a level stays there, with the desk of the new place. */
function sameDesk(c: CaseFile, levels: Levels): string | null {
  const level = c.desk === nearestDesk(c) ? undefined : caseLevels.find((l) => c[l] !== null && c[l] === c.desk);
  return (level && levels[level]) ?? nearestDesk(levels);
}

function wasOf({ city, county, street, community, grid, how, address, ...c }: CaseFile): Was {
  const { givenLng: lng, givenLat: lat, givenDatum, accuracy } = c;
  const more = { datum: (givenDatum ?? 'wgs84') as Point['datum'], ...(accuracy === null ? {} : { accuracy }) };
  return {
    city,
    county,
    street,
    community,
    grid,
    how,
    address,
    given: lng === null || lat === null ? null : { lng, lat, ...more },
  };
}

/** A sentence about an act, and where the act put the case. */
export const withWhere = (sentence: string, { placed }: { placed: Placed | null }) =>
  placed?.words ? `${sentence}；${placed.words}` : sentence;

/** Where it was taken to lie, for staff. @param nameOf places */
export function sayWas({ grid, how, address, given }: Was, nameOf: (code: string) => string): string {
  const where = grid ? `原先在${nameOf(grid)}` : `原先${hows[how]}`;
  const point = given ? `，坐标 ${given.lng}, ${given.lat}（${datums[given.datum ?? 'wgs84']}）` : '';
  return `${where}${point}${address ? `，地址 ${address}` : ''}`;
}
