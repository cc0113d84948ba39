// Every case of the demo city is a legal one: by the flow table, its forms, the router and the stop rules.
import type { MultiPolygon, Polygon } from 'geojson';
import sharp from 'sharp';
import { answeredKinds, reportForm, sources } from '../../../shared/case.js';
import { type Action, actionRow, openStates, stateOrder } from '../../../shared/case-flow.js';
import { itemOf, stopInWords } from '../../../shared/duty-list.js';
import { faults } from '../../../shared/fields.js';
import { mayOf } from '../../../shared/permissions.js';
import { GridRouter } from '../../features/places/router.js';
import type { DemoCase } from '../city.js';
import { stories, turns } from './cases.js';
import { huangpu } from './huangpu.js';
import { motifNames } from './pictures.js';

const DAY = 86_400_000;
/** A working Tuesday, a Sunday night, and the middle of the long holiday in October. */
const moments = ['2026-11-24T02:30:00Z', '2025-11-16T15:30:00Z', '2025-10-04T04:00:00Z'].map((text) => new Date(text));
const now = moments[0];
const casesAt = new Map(moments.map((moment) => [moment, huangpu.cases(moment)]));
const cases = casesAt.get(now) as DemoCase[];
const units = huangpu.units();
const staff = new Map(huangpu.staff().map((one) => [one.login, one]));
const share = (of: (one: DemoCase) => boolean) => cases.filter(of).length / cases.length;
const stepsOf = (action: Action) => cases.flatMap((one) => one.path.filter((step) => step.action === action));

describe('cases of the demo city', () => {
  it.each(moments)('are about 300 in every state, most of them closed, at %s', (moment) => {
    const all = casesAt.get(moment) ?? [];
    expect(all.length).toBeGreaterThanOrEqual(290);
    expect(all.length).toBeLessThanOrEqual(330);
    expect(new Set(all.map((one) => one.ends))).toEqual(new Set(stateOrder));
    const closed = all.filter((one) => one.ends === 'closed').length / all.length;
    expect(closed).toBeGreaterThan(0.5);
    expect(closed).toBeLessThan(0.7);
    const times = all.flatMap((one) => [one.at, ...one.path.map((step) => step.at)]).map((at) => at.getTime());
    expect(Math.max(...times)).toBeLessThanOrEqual(moment.getTime());
    expect(Math.min(...times)).toBeGreaterThan(moment.getTime() - 62 * DAY);
  });

  it('are the same each time', () => {
    expect(huangpu.cases(now)).toEqual(cases);
  });

  it('take every action of the flow but the undoing of a merger', () => {
    const taken = new Set(cases.flatMap((one) => one.path.map((step) => step.action)));
    for (const action of [
      'verify',
      'settle',
      'assign',
      'decide',
      'accept',
      'handle',
      'answer',
      'contact',
      'ask',
      'supply',
      'add',
      'urge',
      'return',
      'transfer',
      'escalate',
      'pass',
      'rework',
      'close',
      'redo',
      'overrule',
      'uphold',
      'admit',
      'dismiss',
      'reject',
      'appeal',
      'merge',
      'confirm',
      'disagree',
      'withdraw',
      'suspend',
      'resume',
      'askExtension',
      'grantExtension',
      'denyExtension',
      'press',
      'endPress',
      'split',
      'finishSubtask',
      'askHelp',
      'giveHelp',
      'whistle',
      'answerWhistle',
      'rateTask',
      'doubt',
      'confirmDoubt',
      'visit',
      'redraw',
    ] satisfies Action[]) {
      expect({ action, taken: taken.has(action) }).toEqual({ action, taken: true });
    }
    const outcomes = new Set(stepsOf('handle').map((step) => step.input.outcome));
    expect([...outcomes].sort()).toEqual(['explained', 'notOurs', 'nothingFound', 'planned', 'solved']);
    expect(cases.some((one) => one.path.filter((step) => step.action === 'return').length === 2)).toBe(true);
  });

  it('read like life: no two of one wording, all kinds, most of them from residents', () => {
    expect(new Set(cases.map((one) => one.words)).size).toBe(cases.length);
    expect(new Set(cases.map((one) => one.kind)).size).toBe(5);
    expect(new Set(cases.map((one) => one.item)).size).toBeGreaterThan(60);
    expect(share((one) => one.source === 'resident')).toBeGreaterThan(0.6);
    for (const source of ['patrol', 'counter', 'hotline', 'superior'])
      expect(share((one) => one.source === source)).toBeGreaterThan(0);
    for (const one of cases) expect(one.words).not.toMatch(/[{}]|undefined|null/);
  });

  it('have reports without a fault, that no stop rule would have kept out', () => {
    for (const one of cases) {
      const report = {
        kind: one.kind,
        item: one.item,
        words: one.words,
        ...(one.address ? { address: one.address } : {}),
        ...(one.place ? { place: one.place } : {}),
        photos: one.photos,
      };
      expect(faults(reportForm, report)).toEqual({});
      expect(itemOf(one.item)).toBeDefined();
      expect({ words: one.words, stop: itemOf(one.item)?.stop ?? stopInWords(one.words) }).toEqual({
        words: one.words,
        stop: null,
      });
      expect('resident' in one.by).toBe(one.source === 'resident');
    }
  });

  it('walk along the flow, by people who may, forward in time, with inputs without a fault', () => {
    for (const one of cases) {
      let state: string = sources[one.source].starts;
      let before = state;
      let last = one.at.getTime();
      for (const step of one.path) {
        const row = actionRow(step.action);
        expect(row.from).toContain(state);
        expect(faults(row.asks, step.input, step.at.toISOString().slice(0, 10))).toEqual({});
        expect(row.check?.(step.input) ?? {}).toEqual({});
        expect(mayOf([step.role])[row.by]).toBeDefined();
        if ('staff' in step.by) expect(staff.get(step.by.staff)?.roles).toContain(step.role);
        else expect(one.by).toEqual(step.by);
        expect(step.at.getTime()).toBeGreaterThan(last);
        last = step.at.getTime();
        const next = row.to === 'same' ? state : row.to === 'back' ? before : row.to;
        if (next !== state) before = state;
        state = next;
      }
      expect(one.ends).toBe(state);
    }
  });

  it('keep the rules that the table cannot show', () => {
    for (const one of cases) {
      const answered = answeredKinds.includes(one.kind);
      let returns = 0;
      let final = false;
      const handled = new Set<string>();
      let unit = '';
      for (const step of one.path) {
        const who = 'staff' in step.by ? step.by.staff : step.by.resident;
        if (step.action === 'answer') expect(answered).toBe(true);
        if (step.action === 'return') returns++;
        if (step.action === 'decide') expect(returns).toBeGreaterThan(0);
        if (step.action === 'return' || step.action === 'transfer') expect(final).toBe(false);
        if (step.action === 'decide') final = true;
        if (['assign', 'decide', 'accept', 'settle', 'handle'].includes(step.action)) handled.add(who);
        if (['pass', 'rework', 'uphold'].includes(step.action)) {
          expect(handled.has(who)).toBe(false);
          expect(staff.get(who)?.unit).not.toBe(unit);
        }
        if (['accept', 'handle', 'return', 'contact'].includes(step.action)) expect(staff.get(who)?.unit).toBe(unit);
        if (step.action === 'close') expect('staff' in one.by).toBe(true);
        if (step.action === 'contact' || step.action === 'ask') expect('resident' in one.by).toBe(true);
        if (typeof step.input.unit === 'string') {
          unit = step.input.unit;
          expect(units.some((other) => other.key === unit)).toBe(true);
        }
      }
      expect(returns).toBeLessThanOrEqual(2);
    }
  });

  it.each(moments)('join cases only to an earlier one that is still open, at %s', (moment) => {
    const all = casesAt.get(moment) ?? [];
    for (const one of all) {
      const merge = one.path.find((step) => step.action === 'merge');
      if (!merge) continue;
      const main = all.find((other) => other.key === merge.input.main);
      expect(main?.at.getTime()).toBeLessThan(one.at.getTime());
      const settled = main?.path.find((step) => step.action === 'confirm' || step.action === 'close');
      expect(settled === undefined || settled.at > merge.at).toBe(true);
      expect(main?.place).toMatchObject({ lng: one.place?.lng, lat: one.place?.lat });
    }
  });

  it('lie in the grid whose people act on them, but for a few that nobody can place', () => {
    const router = new GridRouter(
      huangpu
        .places()
        .features.flatMap(({ properties: p, geometry }) =>
          p.level === 'grid'
            ? [{ code: p.code, special: p.kind === 'special', geometry: geometry as Polygon | MultiPolygon }]
            : [],
        ),
    );
    let lost = 0;
    for (const one of cases) {
      const routed = one.place ? router.at(one.place) : null;
      if (!routed?.code) lost++;
      else expect(routed.how).toBe('inside');
      for (const step of one.path) {
        const holder = 'staff' in step.by ? staff.get(step.by.staff) : undefined;
        if (holder && (step.action === 'settle' || (step.action === 'verify' && routed?.code))) {
          expect(holder.posts.map((post) => post.grid)).toContain(routed?.code);
        }
      }
    }
    expect(lost).toBeGreaterThanOrEqual(3);
    expect(lost).toBeLessThanOrEqual(8);
    const grids = new Set(cases.flatMap((one) => (one.place ? [router.at(one.place).code] : [])));
    expect(grids.size).toBeGreaterThan(40);
  });

  it('have some that are late and some in each open state', () => {
    for (const state of openStates) expect(cases.filter((one) => one.ends === state).length).toBeGreaterThanOrEqual(4);
    const lying = cases.filter((one) => one.ends === 'handling' && now.getTime() - one.at.getTime() > 7 * DAY);
    expect(lying.length).toBeGreaterThanOrEqual(5);
  });
});

describe('pictures of the demo city', () => {
  it('has one for every photo that a case carries', () => {
    const names = new Set(
      cases.flatMap((one) =>
        [one.photos, ...one.path.map((step) => [step.input.photos ?? [], step.input.before ?? []].flat())].flat(),
      ) as string[],
    );
    for (const name of names) {
      const [motif, when, variant] = name.split('-');
      expect(motifNames).toContain(motif);
      expect(['before', 'after']).toContain(when);
      expect(['1', '2', '3', '4']).toContain(variant);
    }
    expect(motifNames.length).toBeGreaterThanOrEqual(12);
  });

  // Where photos are stored drawings are shut out for the whole process, and specs share one.
  beforeAll(() => sharp.unblock({ operation: ['VipsForeignLoadSvg'] }));
  afterAll(() => sharp.block({ operation: ['VipsForeignLoadSvg'] }));

  it('draws JPEGs that differ before and after', async () => {
    for (const motif of motifNames) {
      const [before, after] = await Promise.all(
        ['before', 'after'].map((when) => huangpu.picture(`${motif}-${when}-2`)),
      );
      expect(await sharp(before).metadata()).toMatchObject({ format: 'jpeg', width: 960, height: 720 });
      expect(before.equals(after)).toBe(false);
    }
    await expect(huangpu.picture('unicorn-before-1')).rejects.toThrow('unicorn');
  });
});

describe('stories of the demo city', () => {
  it('have findings and answers that belong to their tellings', () => {
    for (const story of stories) {
      expect([0, 1, story.told.length]).toContain(story.found.length);
      expect([1, story.told.length]).toContain(story.reply.length);
      expect(story.said?.length ?? 0).toBeLessThanOrEqual(story.told.length);
    }
    expect(stories.length + turns.length).toBeGreaterThanOrEqual(110);
  });
});
