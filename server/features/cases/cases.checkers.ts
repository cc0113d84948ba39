/** Draws who checks a case: at random among the checkers of the nearest supervision who had no part in it. */
import { Injectable } from '@nestjs/common';
import { mayOf } from '../../../shared/permissions.js';
import { randomBuffer } from '../../core/clock.js';
import { DirectoryService } from '../people/directory.service.js';
import type { CaseFile } from './cases.guards.js';

export interface Candidate {
  id: string;
  unit: string | null;
}

/** Those who may be drawn: neither had a hand in it nor belong to a unit that had it. */
export const drawable = (of: readonly Candidate[], c: Pick<CaseFile, 'handledBy' | 'units'>): Candidate[] =>
  of.filter(({ id, unit }) => !c.handledBy.includes(id) && (unit === null || !c.units.includes(unit)));

/** One of them. @param chance from 0 up to, not including, 1 */
export const drawn = (of: readonly Candidate[], chance: number): string | null =>
  of[Math.min(of.length - 1, Math.floor(chance * of.length))]?.id ?? null;

/** From 0 up to 1, which it never is. */
const chance = () => randomBuffer(4).readUInt32BE() / 2 ** 32;

@Injectable()
export class CaseCheckers {
  constructor(private readonly directory: DirectoryService) {}

  /** Whoever was drawn before checks the rework too, while they still may. Null: nobody can be drawn, anybody checks. */
  draw(c: CaseFile): string | null {
    const able = this.able(c);
    return able.find((one) => one.id === c.checker)?.id ?? drawn(able, chance());
  }

  /** Somebody else than now; whoever asks for it is drawn only when there is nobody else. */
  redraw(c: CaseFile, asker: string): string | null {
    const others = this.able(c).filter(({ id }) => id !== c.checker);
    const foreign = others.filter(({ id }) => id !== asker);
    return drawn(foreign.length > 0 ? foreign : others, chance());
  }

  /** Of the nearest supervision that has anybody. */
  private able(c: CaseFile): Candidate[] {
    const area = [c.grid, c.community, c.street, c.county, c.city].filter((code) => code !== null);
    for (const { id: unit } of this.directory.kindAt('supervision', area)) {
      const staff = this.directory.staffOf(unit).filter((s) => 'case.check' in mayOf(s.roles));
      const able = drawable(
        staff.map((s) => ({ id: s.id, unit: s.unit })),
        c,
      );
      if (able.length > 0) return able;
    }
    return [];
  }
}
