/** 消息 over HTTP: what somebody was told is theirs, told once, and stays read. */
import { Ctx, system } from '../../core/ctx.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, type Person } from '../../test/given.js';
import { type News, NoticesService } from './notices.service.js';

let server: TestServer;
let given: Given;
let notices: NoticesService;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  notices = server.app.get(NoticesService);
});
afterAll(() => server.close());

const tell = (people: Person[], news: Partial<News> = {}, at?: Date) =>
  Ctx.writing({ db: server.db, actor: system, now: at }, (ctx) =>
    notices.tell(
      ctx,
      people.map((p) => p.id),
      { caseId: null, entry: null, title: '路灯不亮', words: '网格员已核实', ...news },
    ),
  );
const listOf = async (person: Person, query = '') => (await person.get(`/api/notices${query}`).expect(200)).body;
const unreadOf = async (person: Person) => (await person.get('/api/session').expect(200)).body.unread;

describe('telling', () => {
  it('reaches those who are told and nobody else', async () => {
    const [told, other] = [await given.person('resident'), await given.person('resident')];
    await tell([told]);
    expect((await listOf(told)).rows).toEqual([
      {
        id: expect.any(String),
        at: expect.any(String),
        caseId: null,
        number: null,
        title: '路灯不亮',
        words: '网格员已核实',
        read: false,
      },
    ]);
    expect((await listOf(other)).total).toBe(0);
  });

  it('names the case by its number', async () => {
    const { id, resident } = await given.case();
    await tell([resident], { caseId: id, entry: 'case-entry' });
    const { rows } = await listOf(resident);
    expect(rows.find((n: { words: string }) => n.words === '网格员已核实')).toMatchObject({
      caseId: id,
      number: (await resident.case(id)).number,
    });
  });

  it('happens once for each entry of a timeline, though the job runs twice or somebody is named twice', async () => {
    const [a, b] = [await given.person('resident'), await given.person('resident')];
    await tell([a, a], { entry: 'entry-1' });
    await tell([a, b], { entry: 'entry-1' });
    await tell([a], { entry: 'entry-2' });
    expect([(await listOf(a)).total, (await listOf(b)).total]).toEqual([2, 1]);
  });

  it('is all or nothing when two servers tell of one entry at the same moment', async () => {
    const people = [await given.person('resident'), await given.person('resident')];
    const both = await Promise.allSettled([tell(people, { entry: 'entry-3' }), tell(people, { entry: 'entry-3' })]);
    expect(both.some((r) => r.status === 'fulfilled')).toBe(true);
    for (const person of people) expect((await listOf(person)).total).toBe(1);
  });

  it('shortens what is too long for a line, between letters', async () => {
    const person = await given.person('resident');
    await tell([person], { title: '😀'.repeat(80), words: '长'.repeat(400) });
    const [{ title, words }] = (await listOf(person)).rows;
    expect([title, words]).toEqual([`${'😀'.repeat(59)}…`, `${'长'.repeat(254)}…`]);
  });
});

describe('reading', () => {
  it('pages, the newest first', async () => {
    const person = await given.person('resident');
    for (let i = 0; i < 23; i++) await tell([person], { words: `第${i}条` }, new Date(Date.UTC(2026, 0, 1, 0, i)));
    const [first, second] = [await listOf(person), await listOf(person, '?page=2')];
    expect([first.rows.length, second.rows.length, first.total]).toEqual([20, 3, 23]);
    expect([first.rows[0].words, second.rows[2].words]).toEqual(['第22条', '第0条']);
  });

  it('marks some or all, and counts what is left', async () => {
    const person = await given.person('handler');
    for (const words of ['一', '二', '三']) await tell([person], { words });
    expect(await unreadOf(person)).toBe(3);
    const [{ id }] = (await listOf(person)).rows;
    const read = (body: object) => person.post('/api/notices/read', body);
    expect((await read({ ids: [] }).expect(200)).body).toEqual({ unread: 3 });
    expect((await read({ ids: [id] }).expect(200)).body).toEqual({ unread: 2 });
    expect((await listOf(person)).rows.map((n: { read: boolean }) => n.read)).toEqual([true, false, false]);
    expect((await read({}).expect(200)).body).toEqual({ unread: 0 });
    expect(await unreadOf(person)).toBe(0);
  });

  it('does not mark what somebody else was told', async () => {
    const [mine, theirs] = [await given.person('resident'), await given.person('resident')];
    await tell([theirs]);
    const [{ id }] = (await listOf(theirs)).rows;
    await mine.post('/api/notices/read', { ids: [id] }).expect(200);
    expect((await listOf(theirs)).rows[0].read).toBe(false);
  });

  it.each([
    ['an endless id', { ids: 'x'.repeat(100) }, 'ids'],
    ['numbers', { ids: [1] }, 'ids'],
    ['more than a page of them', { ids: Array.from({ length: 40_000 }, (_, i) => `${i}`) }, 'ids'],
    ['an unknown field', { all: true }, 'all'],
  ])('refuses %s', async (_, body, field) => {
    const person = await given.the('resident');
    const answer = await person.post('/api/notices/read', body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([422, [field]]);
  });
});
