// What a hand-written story of the demo city consists of; the generator gives it a place, people and a time.
import type { CaseKind, Outcome, SatisfiedReason, Solved, Source } from '../../../../shared/case.js';
import type { MotifName } from '../pictures.js';
import type { Script } from '../script.js';

/** What the resident says in the end: solved, 1–5, words, reasons. */
export type Said = readonly [Exclude<Solved, 'no'>, 1 | 2 | 3 | 4 | 5, string?, SatisfiedReason[]?];

export interface Story {
  item: string;
  /** Complaint where absent. */
  kind?: CaseKind;
  /** Resident where absent. */
  source?: Source;
  /** `home`: an address with lane and room; `street`: beside a street; else the name of a special grid. */
  spot: 'street' | 'home' | (string & {});
  /** The picture of the thing; `shown: false` where a resident would not take one. */
  motif: MotifName;
  shown?: false;
  /**
   * Each telling becomes a case of its own. {road} {no} {near} are filled in from the place.
   */
  told: readonly string[];
  /** What the grid worker finds: for each telling, one for all, or nothing. */
  found: readonly string[];
  /** What the unit answers: for each telling, or one for all. */
  reply: readonly string[];
  outcome?: Outcome;
  /** For each telling its own; where there is none, 解决了 and 5. */
  said?: readonly Said[];
}

/** A story with a way of its own: what happens is told verb by verb. */
export interface Turn {
  item: string;
  kind?: CaseKind;
  source?: Source;
  spot: Story['spot'];
  motif: MotifName;
  shown?: false;
  words: string;
  /** Reported so many days ago, between the two. */
  age: readonly [number, number];
  /** `none`: no usable place; `outside`: a place in no grid. */
  where?: 'none' | 'outside';
  /** Others report the same thing shortly after and are joined to this one. */
  joined?: readonly string[];
  play(script: Script): unknown;
}
