/** Hints over HTTP: what is seen, who sees it, and that nothing follows from it by itself. */
import { hintLimits } from '../../../shared/hints.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { Hint, Notice, Page } from '../../../shared/views.js';
import { Jobs } from '../../core/jobs.js';
import { startServer, type TestServer } from '../../test/app.js';
import { later, MINUTE } from '../../test/clock.js';
import { Given, ORIGIN, type Person, SIDE } from '../../test/given.js';
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

/** Longer than any hint calls fast; twice as long is within a session that nobody touches. */
const SOON = 6 * MINUTE;
const passes = (checker: Person, id: string, wait: number) =>
  later(wait, async () => {
    await checker.does(id, 'pass', { quality: 'good' });
    await told();
  });

/** Somewhere in the first grid, each time farther from all others than `again` looks. */
let spots = 0;
const elsewhere = () => {
  spots += 1;
  const [column, row] = [spots % 9, Math.floor(spots / 9) % 9];
  return { lng: ORIGIN.lng + SIDE * (0.1 + 0.09 * column), lat: ORIGIN.lat + SIDE * (0.1 + 0.09 * row) };
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

  it('a photo of the same case that was there before: the reporter’s own, or the one from before the work', async () => {
    const [theirs, before] = [await scene(), await scene()];
    const resident = await given.the('resident');
    const worker = await given.the('gridWorker');
    const seenOf = async (id: string) =>
      (await hintsOf(await given.the('supervisor'), { case: id, kind: 'samePhoto' })).map((h) => h.seen);
    const report = async () =>
      (await resident.report({ place: elsewhere(), photos: [(await resident.photo(theirs)).id] })).id;
    const settle = async (id: string, after: Buffer) => {
      const [one, two] = [await worker.photo(before), await worker.photo(after)];
      await worker.does(id, 'settle', { before: [one.id], photos: [two.id], reply: '当场换了灯泡，亮了' });
      await told();
    };
    const first = await report();
    await settle(first, await smaller(theirs));
    expect(await seenOf(first)).toEqual(['处置照片与本件先前的一张照片几乎相同']);
    const second = await report();
    await settle(second, before);
    expect(await seenOf(second)).toEqual(['处置照片与本件先前的一张照片几乎相同']);
    const honest = await report();
    await settle(honest, await scene());
    expect(await seenOf(honest)).toEqual([]);
  });

  it('an answer as soon as the work is back, and a report that is settled as soon as it is made', async () => {
    const checker = await given.the('supervisor');
    const handler = await given.the('handler');
    const id = await answered(undefined, SOON);
    const answer = async () =>
      handler.does(id, 'handle', { outcome: 'solved', reply: '又换了一次灯泡', photos: [(await handler.photo()).id] });
    await later(2 * SOON, () => checker.does(id, 'rework', { aspects: ['evidence'], words: '灯还是不亮' }));
    await later(2 * SOON + MINUTE, async () => {
      await answer();
      await told();
    });
    const times = async () => (await hintsOf(checker, { case: id, kind: 'tooFast' })).map((h) => h.seen);
    expect(await times()).toEqual([expect.stringMatching(/^接手后 (59|60|61) 秒/)]);

    const worker = await given.the('gridWorker');
    const settles = async (caseId: string, wait: number) => {
      const photos = { before: [(await worker.photo()).id], photos: [(await worker.photo()).id] };
      await later(wait, async () => {
        await worker.does(caseId, 'settle', { ...photos, reply: '当场换了灯泡，亮了' });
        await told();
      });
      return kindsOf(caseId);
    };
    const { id: reported } = await given.case('reported', { place: elsewhere() });
    expect(await settles(reported, 30_000)).toContain('tooFast');
    const { id: awhile } = await given.case('reported', { place: elsewhere() });
    expect(await settles(awhile, SOON)).not.toContain('tooFast');
    const { id: found } = await worker.report({ source: 'patrol', place: elsewhere() });
    expect(await settles(found, 30_000)).not.toContain('tooFast');
  });

  describe('again: the same kind of thing at the same place soon after it was settled', () => {
    let row = 0;
    /** On the border of the last two grids, each time elsewhere along it. */
    const border = (metresEast: number) => ({
      lng: ORIGIN.lng + SIDE * 3 + metresEast / 96_000,
      lat: ORIGIN.lat + SIDE * (0.1 + 0.1 * row),
    });
    beforeEach(() => {
      row += 1;
    });
    async function settled(place: object, item = 'road-lamp'): Promise<string> {
      const { id } = await (await given.the('resident')).report({ place, item });
      const worker = await given.person('gridWorker', { grids: ['990101001002001', '990101001002002'] });
      const photos = { before: [(await worker.photo()).id], photos: [(await worker.photo()).id] };
      await worker.does(id, 'settle', { ...photos, reply: '当场处理好了' });
      return id;
    }
    const again = async (id: string) =>
      (await hintsOf(await given.the('supervisor'), { case: id, kind: 'again' })).map((h) => h.other?.id);
    const reports = async (report: object) => (await (await given.the('resident')).report(report)).id;

    it('before it is checked, before it is rated, and when it is closed', async () => {
      const before = await settled(border(20));
      expect(await again(await reports({ place: border(25) }))).toEqual([before]);
      await (await given.the('supervisor')).does(before, 'pass', { quality: 'good' });
      expect(await again(await reports({ place: border(25) }))).toEqual([before]);
      await (await given.the('resident')).does(before, 'confirm', { solved: 'yes', satisfied: 5 });
      expect(await again(await reports({ place: border(25) }))).toEqual([before]);
    });

    it('on the other side of the border of the grid, as another item of its group, and not far off', async () => {
      const before = await settled(border(20));
      expect(await again(await reports({ place: border(-20), item: 'manhole' }))).toEqual([before]);
      expect(await again(await reports({ place: border(-20), item: 'litter' }))).toEqual([]);
      expect(await again(await reports({ place: border(-90) }))).toEqual([]);
    });

    it('once its item is put right', async () => {
      const before = await settled(border(20));
      const id = await reports({ place: border(20), item: 'litter' });
      expect(await again(id)).toEqual([]);
      const worker = await given.person('gridWorker', { grids: ['990101001002002'] });
      await worker.does(id, 'verify', { item: 'road-lamp' });
      expect(await again(id)).toEqual([before]);
    });
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

  it('holds up nobody’s notices when looking fails', async () => {
    const own = await startServer();
    const city = await Given.city(own);
    const { id, resident } = await city.case('handling');
    await own.db.write((tx) => tx.run('DROP TABLE case_hint'));
    const handler = await city.the('handler');
    const photos = [(await handler.photo()).id];
    await handler.does(id, 'handle', { outcome: 'solved', reply: '已更换灯泡，恢复照明', photos });
    while ((await own.app.get(Jobs).runDue(200)) > 0);
    const { rows } = (await resident.get('/api/notices')).body as Page<Notice>;
    expect(rows[0].words).toContain('已处理');
    await own.close();
  });
});
