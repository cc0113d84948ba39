/** The live channel: pages hear which cases changed in their reach, from either server, and who else looks. */
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, type Person } from '../../test/given.js';

let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

/** A page that listens. */
class Listener {
  text = '';
  ended = false;
  private readonly stop = new AbortController();
  status = 0;

  async open(person: Person, url = server.url): Promise<this> {
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${person.token}` };
    const response = await fetch(`${url}/api/live`, { headers, signal: this.stop.signal });
    this.status = response.status;
    const read = async () => {
      const decoder = new TextDecoder();
      for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>)
        this.text += decoder.decode(piece);
    };
    read()
      .catch(() => {})
      .finally(() => {
        this.ended = true;
      });
    return this;
  }
  async hears(words: string | RegExp): Promise<void> {
    for (let i = 0; i < 400 && !this.text.match(words); i++) await pause(25);
    expect(this.text).toMatch(words);
  }
  close(): void {
    this.stop.abort();
  }
}
const open = (person: Person, url?: string) => new Listener().open(person, url);

it('tells who may see a case that it changed, and nobody else', async () => {
  const [dispatcher, handler] = [await given.the('dispatcher'), await given.person('handler', { unit: 'green' })];
  const [one, other] = [await open(dispatcher), await open(handler)];
  await one.hears('event: begin');
  const { id } = await given.case('verified');
  await one.hears(id);
  expect(one.text).not.toMatch(/路灯|resident/);
  const { id: theirs } = await given.case('verified');
  await dispatcher.does(theirs, 'assign', { unit: given.units.green, urgency: 'normal' });
  await other.hears(theirs);
  expect(other.text).not.toContain(id);
  one.close();
  other.close();
});

it('answers at once who cannot listen, from where they left off', async () => {
  const dispatcher = await given.the('dispatcher');
  const first = (await dispatcher.get('/api/live')).body;
  const { id } = await given.case('reported');
  const { body } = await dispatcher.get(`/api/live?after=${first.at}`);
  expect(body.cases).toContainEqual({ id, version: 1 });
  expect(body.many).toBe(false);
});

it('tells pages of one server what another server wrote', async () => {
  const second = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir });
  try {
    const there = await open(await given.the('dispatcher'), second.url);
    await there.hears('event: begin');
    const { id } = await given.case('reported');
    await there.hears(id);
    there.close();
  } finally {
    await second.close();
  }
});

it('says who else has the case open, by name and unit, and keeps nothing of it', async () => {
  const { id } = await given.case('verified');
  const [one, other] = [
    await given.person('dispatcher', { name: '沈静' }),
    await given.person('communityWorker', { name: '顾蓉' }),
  ];
  const page = await open(one);
  expect((await one.put('/api/live/looking', { caseId: id })).body).toEqual({ caseId: id, people: [] });
  const looking = await other.put('/api/live/looking', { caseId: id });
  expect(looking.body.people).toEqual([{ name: '沈静', unit: '区指挥中心' }]);
  await page.hears('顾蓉');
  expect(page.text).toContain('西社区居委会');
  await other.delete(`/api/live/looking?caseId=${id}`);
  await page.hears(/顾蓉[\s\S]*"people":\[\]/);
  page.close();
  await one.delete(`/api/live/looking?caseId=${id}`);
  expect(await server.db.read.query('SELECT * FROM presence')).toEqual([]);
});

it('knows two windows of one person apart: leaving one case leaves the other open', async () => {
  const [{ id: first }, { id: second }] = [await given.case('verified'), await given.case('verified')];
  const [one, other] = [await given.person('dispatcher', { name: '严冬' }), await given.person('dispatcher')];
  const look = async (caseId: string) => (await other.put('/api/live/looking', { caseId })).body.people;
  for (const caseId of [first, second]) await one.put('/api/live/looking', { caseId });
  const seen = [{ name: '严冬', unit: '区指挥中心' }];
  expect([await look(first), await look(second)]).toEqual([seen, seen]);
  // On the way from one case to the next the news of leaving may come last.
  await one.delete(`/api/live/looking?caseId=${first}`);
  expect([await look(first), await look(second)]).toEqual([[], seen]);
  const { body } = await other.get('/api/live');
  expect(body.looking).toEqual(
    expect.arrayContaining([
      { caseId: first, people: [] },
      { caseId: second, people: seen },
    ]),
  );
  expect((await one.delete('/api/live/looking')).status).toBe(422);
});

it('forgets a page that closed without a word', async () => {
  const { id } = await given.case('verified');
  const [one, other] = [await given.person('dispatcher'), await given.person('dispatcher')];
  await other.put('/api/live/looking', { caseId: id });
  await server.db.write((tx) => tx.run('UPDATE presence SET until = ?', [new Date(Date.now() - 1000)]));
  expect((await one.put('/api/live/looking', { caseId: id })).body.people).toEqual([]);
});

it('shows nobody to residents, and no case out of reach to staff', async () => {
  const { id, resident } = await given.case('verified');
  expect((await resident.put('/api/live/looking', { caseId: id })).status).toBe(404);
  const other = await given.person('handler', { unit: 'green' });
  expect((await other.put('/api/live/looking', { caseId: id })).status).toBe(404);
});

it('ends a stream beyond what one browser needs, and all of them when the server stops', async () => {
  const second = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir });
  const person = await given.person('dispatcher');
  const pages: Listener[] = [];
  for (let i = 0; i < 6; i++) pages.push(await open(person, second.url));
  expect((await open(person, second.url)).status).toBe(429);
  await second.close();
  for (let i = 0; i < 200 && !pages.every((p) => p.ended); i++) await pause(25);
  expect(pages.map((p) => p.ended)).toEqual(pages.map(() => true));
});
