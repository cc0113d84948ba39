/** Two people and one pair of cases: on MySQL a transaction sees an old picture, and must not act on it. */
import { Ctx } from '../../core/ctx.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, type Person } from '../../test/given.js';
import { SessionService } from '../session/session.service.js';
import { CasesService } from './cases.service.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server?.close());

/** SQLite lets in one transaction at a time, so that nobody has an old picture. */
const isOneAtATime = !process.env.DB_URL;

/** Begins a transaction, lets others do something meanwhile, and then acts in it. */
async function actWithOldPicture(
  person: Person,
  id: string,
  action: string,
  input: object,
  meanwhile: () => Promise<unknown>,
) {
  const actor = await server.app.get(SessionService).actorById(person.id);
  if (!actor) throw new Error('nobody');
  const { version } = await person.case(id);
  if (isOneAtATime) await meanwhile();
  return Ctx.writing({ db: server.db, actor }, async (ctx) => {
    await ctx.rows.query('SELECT COUNT(*) AS n FROM case_file');
    if (!isOneAtATime) await meanwhile();
    return server.app.get(CasesService).act(ctx, id, action, { ...input }, version);
  });
}

it('two cases are never merged into each other, or both would be lost', async () => {
  const clerk = await given.the('communityWorker');
  const [a, b] = [await given.case('verified'), await given.case('verified')];
  const crossing = actWithOldPicture(clerk, a.id, 'merge', { main: b.id }, () =>
    clerk.does(b.id, 'merge', { main: a.id }),
  );
  await expect(crossing).rejects.toMatchObject({ name: 'Problem' });
  expect(await clerk.case(a.id)).toMatchObject({ state: 'verified', followers: 1, main: null });
  expect(await clerk.case(b.id)).toMatchObject({ state: 'merged', main: { id: a.id } });
});

it('nothing is merged into what was just closed', async () => {
  const clerk = await given.the('communityWorker');
  const main = await given.case('checked');
  const twin = await given.case('verified');
  const late = actWithOldPicture(clerk, twin.id, 'merge', { main: main.id }, () =>
    main.resident.does(main.id, 'confirm', { solved: 'yes', satisfied: 5 }),
  );
  await expect(late).rejects.toMatchObject({ given: { errors: { main: 'invalid' } } });
  expect(await clerk.case(main.id)).toMatchObject({ state: 'closed', followers: 0 });
  expect((await clerk.case(twin.id)).state).toBe('verified');
});

it('what others have just joined is not withdrawn under them', async () => {
  const clerk = await given.the('communityWorker');
  const main = await given.case('verified');
  const twin = await given.case('verified');
  const gone = actWithOldPicture(main.resident, main.id, 'withdraw', {}, () =>
    clerk.does(twin.id, 'merge', { main: main.id }),
  );
  await expect(gone).rejects.toMatchObject({ name: 'Problem' });
  expect(await clerk.case(main.id)).toMatchObject({ state: 'verified', followers: 1 });
});

it('many at once, by two people in opposite order: each case is done once', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, async () => (await given.case('verified')).id));
  const one = await given.the('dispatcher');
  const other = await given.person('dispatcher');
  const version = (await one.case(ids[0])).version;
  const send = (p: Person, order: string[]) =>
    p
      .post('/api/cases/acts/assign', {
        cases: order.map((id) => ({ id, version })),
        input: { unit: given.units.works, urgency: 'normal' },
      })
      .then((answer) => answer);
  const answers = await Promise.all([send(one, ids), send(other, [...ids].reverse())]);
  expect(answers.map((a) => a.status)).toEqual([200, 200]);
  const done = answers.flatMap((a) => a.body as { id: string; ok: boolean }[]).filter((r) => r.ok);
  expect(done.map((r) => r.id).sort()).toEqual([...ids].sort());
});

it('whoever loses is told the newest version', async () => {
  const { id } = await given.case('reported');
  const worker = await given.the('gridWorker');
  const lost = actWithOldPicture(worker, id, 'verify', {}, () => worker.does(id, 'verify', {}));
  await expect(lost).rejects.toMatchObject({
    code: 'case.moved-meanwhile',
    given: { more: { version: 2, state: 'verified' } },
  });
});
