// About 300 cases of the last 60 days: hand-written stories, each at a place, a time and with people of its own.
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon } from 'geojson';
import { answeredKinds, sources } from '../../../shared/case.js';
import type { State } from '../../../shared/case-flow.js';
import { itemOf } from '../../../shared/duty-list.js';
import type { DemoCase, DemoResident, DemoStaff, DemoUnit, PlaceProperties, Places } from '../city.js';
import { type Draft, draftOf, spotFor } from './drafts.js';
import { Script } from './script.js';
import { type Chance, chance } from './seeded.js';
import { spotsOf } from './spots.js';
import { affairStories } from './stories/affairs.js';
import { careStories } from './stories/care.js';
import { cleanStories } from './stories/clean.js';
import { homeStories } from './stories/home.js';
import { noiseStories } from './stories/noise.js';
import { roadStories } from './stories/road.js';
import { staffStories } from './stories/staff.js';
import type { Story } from './stories/story.js';
import { streetStories } from './stories/street.js';
import { askedBack, returned } from './stories/turns-back.js';
import { leftOff, nowhere, refused, together } from './stories/turns-ends.js';
import { atOnce, longWaits } from './stories/turns-long.js';
import { inOffice } from './stories/turns-office.js';
import { weighed } from './stories/turns-review.js';
import { wakingTime } from './timing.js';
import { keyAt } from './units.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** No case is older. */
const OLDEST = 60 * 24;

interface World {
  roads: FeatureCollection<LineString>;
  places: Places;
  units: readonly DemoUnit[];
  staff: readonly DemoStaff[];
  residents: readonly DemoResident[];
}
export const turns = [
  ...askedBack,
  ...returned,
  ...weighed,
  ...refused,
  ...leftOff,
  ...together,
  ...nowhere,
  ...atOnce,
  ...longWaits,
  ...inOffice,
];
export const stories = [
  ...roadStories,
  ...cleanStories,
  ...streetStories,
  ...noiseStories,
  ...homeStories,
  ...careStories,
  ...affairStories,
  ...staffStories,
];

/** How many of the plain tellings stand in which open state now, and how many hours ago they came; the rest are closed. */
const open: ReadonlyArray<readonly [state: State, count: number, hours: readonly [number, number]]> = [
  ['reported', 13, [0.1, 4.5]],
  ['reported', 1, [30, 40]],
  ['verified', 10, [0.5, 3]],
  ['verified', 2, [50, 70]],
  ['assigned', 10, [1, 5]],
  ['assigned', 2, [60, 80]],
  ['handling', 18, [5, 40]],
  ['handling', 7, [190, 330]],
  ['handled', 11, [8, 30]],
  ['handled', 1, [120, 170]],
  ['checked', 13, [20, 96]],
];

/** All cases in the order in which they were reported. The same `now` gives the same cases. */
export function casesOf(now: Date, world: World): DemoCase[] {
  const dice = chance(20_251);
  const grids = world.places.features.filter(
    (f): f is Feature<Polygon | MultiPolygon, PlaceProperties> => f.properties.level === 'grid' && f.geometry !== null,
  );
  const spots = spotsOf(world.roads, grids);
  const maker = new CaseMaker(now, world, dice);

  for (const [i, turn] of turns.entries()) {
    const spot = turn.where ? null : spotFor(turn.spot, spots, dice);
    const age = (turn.age[0] + (turn.age[1] - turn.age[0]) * dice.next()) * 24;
    const main = maker.makeAgo(draftOf(turn, spot, world.residents, dice, i), [age, age], null);
    for (const words of turn.joined ?? []) {
      const key = main.key;
      const draft = draftOf(
        { ...turn, words, play: (s) => s.merge(key, '同一时间、同一地点，一并办理') },
        spot,
        world.residents,
        dice,
        i,
      );
      maker.make(draft, new Date(main.at.getTime() + (3 + 15 * dice.next()) * MINUTE));
    }
  }

  const tellings = shuffled(
    stories.flatMap((story) => story.told.map((words, i) => ({ story, words, i }))),
    dice,
  );
  const plan = open.flatMap(([state, count, hours]) => Array.from({ length: count }, () => ({ state, hours })));
  const shown: Partial<Record<State, number>> = {};
  for (const [n, { story, words, i }] of tellings.entries()) {
    const wanted = plan.findIndex(({ state }) => canEnd(story, state));
    const [goal] = wanted < 0 ? [] : plan.splice(wanted, 1);
    const state = goal?.state ?? 'closed';
    // The demonstration's first grid worker has two cases in each open state.
    const isShown = goal !== undefined && !isSpecial(story) && (shown[state] ?? 0) < 2;
    if (isShown) shown[state] = (shown[state] ?? 0) + 1;
    const spot = isShown ? spots.inGrid(dice, grids[0].properties.name) : spotFor(story.spot, spots, dice);
    const draft = draftOf(
      { ...story, words, play: (s) => usual(s, story, i, state, dice) },
      spot,
      world.residents,
      dice,
      n,
    );
    maker.makeAgo(draft, goal?.hours ?? [48, OLDEST], state);
  }
  return maker.cases.sort((a, b) => a.at.getTime() - b.at.getTime());
}

class CaseMaker {
  readonly cases: DemoCase[] = [];

  constructor(
    private readonly now: Date,
    private readonly world: World,
    private readonly dice: Chance,
  ) {}

  /**
   * Reported between the two numbers of hours ago, or earlier where a weekend would keep it from coming so far by now:
   * to the wanted state, or, where none is wanted, to the end of its script.
   */
  makeAgo(draft: Draft, [least, most]: readonly [number, number], wanted: State | null): DemoCase {
    const seed = this.dice.between(1, 1e9);
    const first = least + (most - least) * this.dice.next();
    for (let tries = 0; ; tries++) {
      const hours = wanted === 'closed' ? Math.min(OLDEST - 1, first + tries * 24) : first + tries * 3;
      const at = wakingTime(new Date(this.now.getTime() - hours * HOUR), awake(draft.source));
      const script = this.play(draft, at, seed + tries);
      const isThere = wanted === null ? !script.cut : script.state === wanted;
      if (isThere || tries >= 80) return this.keep(draft, at, script);
    }
  }

  /** Reported at that very moment. */
  make(draft: Draft, at: Date): DemoCase {
    return this.keep(draft, at, this.play(draft, at, this.dice.between(1, 1e9)));
  }

  private play(draft: Draft, at: Date, seed: number): Script {
    const item = itemOf(draft.item);
    if (!item) throw new Error(`the duty list has no ${draft.item}`);
    const script = new Script({
      now: this.now,
      at,
      item,
      starts: sources[draft.source].starts,
      grid: draft.spot?.grid ?? null,
      resident: draft.resident?.key ?? null,
      units: this.world.units,
      motif: draft.motif,
      variant: draft.variant,
      dice: chance(seed),
    });
    draft.play(script);
    return script;
  }

  private keep(draft: Draft, at: Date, script: Script): DemoCase {
    const made: DemoCase = {
      key: `case-${this.cases.length + 1}`,
      item: draft.item,
      kind: draft.kind,
      source: draft.source,
      words: draft.words,
      place: draft.place,
      address: draft.address,
      photos: draft.shown ? [`${draft.motif}-before-${draft.variant}`] : [],
      by: draft.resident ? { resident: draft.resident.key } : { staff: this.finder(draft) },
      contact: draft.source === 'hotline' || draft.source === 'counter' ? this.caller() : null,
      at,
      path: script.steps,
      ends: script.state,
    };
    this.cases.push(made);
    return made;
  }

  /** Who brings it in: the grid's worker on patrol, else the desk. */
  private finder(draft: Draft): string {
    if (draft.source === 'patrol' && draft.spot) return `${keyAt('wg', draft.spot.grid)}-2`;
    if (draft.source === 'counter' && draft.spot) return `${keyAt('sq', draft.spot.grid.slice(0, 12))}-3`;
    return `zhihui-${this.dice.between(5, 7)}`;
  }

  private caller(): DemoCase['contact'] {
    const surname = this.dice.pick('王张陈李沈徐朱周吴陆'.split(''));
    return {
      name: `${surname}${this.dice.pick(['先生', '女士', '阿姨', '老伯'])}`,
      phone: `1990000${this.dice.between(5000, 9999)}`,
    };
  }
}

/** A plain telling, as far as it has come. */
function usual(s: Script, story: Story, i: number, until: State, dice: Chance): void {
  // One for each telling, or one for all.
  const nth = <T>(list: readonly T[]): T | undefined => list[i % Math.max(1, list.length)];
  const reached = () => s.state === until || s.cut;
  const reply = nth(story.reply) ?? '';
  if (s.state === 'reported' && !reached()) s.verify(nth(story.found));
  if (reached()) return;
  if (answeredKinds.includes(story.kind ?? 'complaint') && (until === 'checked' || until === 'closed')) s.answer(reply);
  else {
    s.assign();
    if (reached()) return;
    s.accept();
    if (reached()) return;
    if (!story.source && dice.share(0.2)) s.contact('已电话联系，说明了安排。');
    if (!story.source && dice.share(0.06)) s.urge();
    if (until === 'handling') return;
    s.handle(reply, story.outcome ?? 'solved', dice.share(0.08) ? 1.1 + dice.next() : undefined);
    if (reached()) return;
    const fair = dice.share(0.12);
    s.pass(fair ? 'fair' : 'good', fair ? '已解决，时间略长。' : '', fair ? ['time'] : []);
  }
  if (reached()) return;
  const said = story.said?.[i];
  if (story.source) s.close();
  else s.confirm(said?.[0] ?? 'yes', said?.[1] ?? 5, said?.[2], said?.[3]);
}

/** Answers have no unit and no check between; what staff bring in starts one step later. */
function canEnd(story: Story, state: State): boolean {
  if (story.source && state === 'reported') return false;
  if (!answeredKinds.includes(story.kind ?? 'complaint')) return true;
  return state === 'reported' || state === 'verified' || state === 'checked' || state === 'closed';
}

const isSpecial = (story: Story) => story.spot !== 'street' && story.spot !== 'home';

/** Residents write from 7 to 23, the hotline takes calls till 21, staff come round in office hours. */
const awake = (source: DemoCase['source']): readonly [number, number] =>
  source === 'resident' ? [7, 23] : source === 'hotline' ? [7, 21] : [9, 17];

function shuffled<T>(list: readonly T[], dice: Chance): T[] {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = dice.between(0, i);
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}
