/** Hints over HTTP: what is seen, who sees it, and that nothing follows from it by itself. */
import { hintLimits } from '../../../shared/hints.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { Hint, Page } from '../../../shared/views.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { later, MINUTE } from '../../test/clock.js';
import { Given, middleOf, ORIGIN, type Person, SIDE } from '../../test/given.js';
import { phonePhoto, scene, smaller } from '../../test/pictures.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server?.close());

const told = async () => {
  while ((await server.app.get(Jobs).runDue(200)) > 0);
};
const hintsOf = async (who: Person, query: object = {}): Promise<Hint[]> => {
  await told();
  const answer = await who.get('/api/hints').query({ size: 100, ...query });
  expect(answer.status).toBe(200);
  return (answer.body as Page<Hint>).rows;
};
const kindsOf = async (id: string) => (await hintsOf(await given.the('supervisor'), { case: id })).map((h) => h.kind);

/** Longer than any hint calls fast, and well within a session. */
const SOON = 10 * MINUTE;
const passes = (checker: Person, id: string, wait: number) =>
  later(wait, async () => {
    await checker.does(id, 'pass', { quality: 'good' });
    await told();
  });

/** Somewhere in the first grid, each time elsewhere. */
let spots = 0;
const elsewhere = () => {
  spots += 1;
  return { lng: ORIGIN.lng + SIDE * (0.1 + 0.02 * (spots % 40)), lat: ORIGIN.lat + SIDE * 0.3 };
};

/** A case at its own spot, answered by the handler so long after it was received, with this photo. */
async function answered(bytes: Buffer | undefined, wait: number, by?: Person): Promise<string> {
  const { id } = await given.case('handling', { place: elsewhere() });
  const handler = by ?? (await given.the('handler'));
  await later(wait, async () => {
    const photos = [(await handler.photo(bytes)).id];
    await handler.does(id, 'handle', { outcome: 'solved', reply: '已更换灯泡，恢复照明', photos });
    await told();
  });
  return id;
}

describe('what is seen', () => {
  it('a photo that was used for another case, also when it was made smaller', async () => {
    const first = await scene();
    const original = await answered(first, SOON);
    const copy = await answered(await smaller(first), SOON);
    const own = await answered(await scene(), SOON);
    expect(await kindsOf(original)).toEqual([]);
    expect(await kindsOf(own)).toEqual([]);
    const [hint] = await hintsOf(await given.the('supervisor'), { case: copy });
    expect(hint).toMatchObject({ kind: 'samePhoto', other: { id: original }, finding: null });
    expect(hint?.seen).toContain(sayCaseNumber(hint?.other?.number ?? '?'));
    expect(hint?.photos).toHaveLength(2);
  });

  it('a photo that was taken far from the place', async () => {
    // The camera stood in the city, the case lies in the sea.
    const id = await answered(await phonePhoto(), SOON);
    const [hint] = await hintsOf(await given.the('supervisor'), { case: id, kind: 'farPhoto' });
    expect(hint?.seen).toMatch(/离事件 \d{4,} 米/);
  });

  it('an answer and a check within two minutes, and not those that took their time', async () => {
    const fast = await answered(undefined, 30_000);
    expect(await kindsOf(fast)).toContain('tooFast');
    const slow = await answered(undefined, 3 * MINUTE);
    expect(await kindsOf(slow)).not.toContain('tooFast');
    const checker = await given.the('supervisor');
    await passes(checker, fast, MINUTE);
    await passes(checker, slow, 2 * SOON);
    expect(await kindsOf(fast)).toContain('checkedFast');
    expect(await kindsOf(slow)).not.toContain('checkedFast');
  });

  it('the same two people again and again', async () => {
    const checker = await given.the('supervisor');
    const handler = await given.person('handler');
    const ids: string[] = [];
    for (let i = 0; i < hintLimits.pairTimes; i++) {
      const id = await answered(undefined, SOON, handler);
      await passes(checker, id, 2 * SOON);
      ids.push(id);
    }
    const pairs = await hintsOf(checker, { kind: 'samePair' });
    expect(pairs.map((h) => h.case.id)).toEqual([ids.at(-1)]);
    expect(pairs[0]?.seen).toContain(`已有 ${hintLimits.pairTimes} 件`);
  });

  it('the same matter at the same place soon after it was settled', async () => {
    const place = { lng: ORIGIN.lng + SIDE * 3.5, lat: ORIGIN.lat + SIDE * 0.7 };
    const worker = await given.person('gridWorker', { grids: ['990101001002002'] });
    const resident = await given.the('resident');
    const { id: before } = await resident.report({ place });
    await worker.does(before, 'settle', {
      before: [(await worker.photo()).id],
      photos: [(await worker.photo()).id],
      reply: '当场换了灯泡',
    });
    await (await given.the('supervisor')).does(before, 'pass', { quality: 'good' });
    await resident.does(before, 'confirm', { solved: 'yes', satisfied: 5 });
    const { id: again } = await resident.report({ place });
    const { id: other } = await resident.report({ place, item: 'manhole' });
    const { id: far } = await resident.report({ place: middleOf(3) });
    const [hint] = await hintsOf(await given.the('supervisor'), { case: again });
    expect(hint).toMatchObject({ kind: 'again', other: { id: before } });
    expect(await kindsOf(other)).toEqual([]);
    expect(await kindsOf(far)).toEqual([]);
  });
});

describe('what follows', () => {
  it('is shown to the supervision desk alone, and is no part of the case', async () => {
    const id = await answered(undefined, 1000);
    await told();
    for (const role of ['handler', 'gridWorker', 'dispatcher', 'leader', 'resident'] as const) {
      const answer = await (await given.the(role)).get('/api/hints');
      expect([role, answer.status]).toEqual([role, 403]);
    }
    const handler = await given.the('handler');
    expect(JSON.stringify(await handler.case(id))).not.toContain('tooFast');
  });

  it('is said once, with a name, and moves nothing', async () => {
    const supervisor = await given.the('supervisor');
    const id = await answered(undefined, 1000);
    const [hint] = await hintsOf(supervisor, { case: id, found: false });
    const { version } = await supervisor.case(id);
    const say = (finding: string) => supervisor.post(`/api/hints/${hint?.id}/finding`, { finding, words: '看过现场' });
    expect((await say('guilty')).status).toBe(422);
    const both = await Promise.all([say('fine'), say('wrong')]);
    expect(both.map((a) => a.status).sort()).toEqual([204, 409]);
    const [found] = await hintsOf(supervisor, { case: id, found: true });
    expect(found).toMatchObject({ id: hint?.id, words: '看过现场' });
    expect(found?.foundBy).toBeTruthy();
    expect((await supervisor.case(id)).version).toBe(version);
  });

  it('is not found outside one’s reach', async () => {
    const supervisor = await given.the('supervisor');
    const answer = await supervisor.post('/api/hints/00000000000000000000000000/finding', { finding: 'fine' });
    expect(answer.status).toBe(404);
  });

  it('stays one hint when the job that finds it runs twice', async () => {
    const id = await answered(undefined, 1000);
    const { db } = server;
    const entries = 'SELECT id FROM case_entry WHERE caseId = ? ORDER BY seq DESC LIMIT 1';
    const [{ id: entry }] = await db.read.query<{ id: string }>(entries, [id]);
    const { Ctx, system } = await import('../../core/ctx.js');
    await Ctx.writing({ db, actor: system }, (ctx) => ctx.later('cases.tell', { caseId: id, entry }));
    expect((await kindsOf(id)).filter((kind) => kind === 'tooFast')).toEqual(['tooFast']);
  });
});
