/** What residents give needs their consent, and their contact does not outlive it. */
import { PRIVACY_VERSION } from '../../../shared/privacy.js';
import { Jobs } from '../../core/jobs.js';
import { job } from '../../core/jobs.tables.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, type Person, PIXEL, STEPS_TO } from '../../test/given.js';

const CONTACT = { contactName: '王小明', contactPhone: '13912345678' };
let server: TestServer;
let given: Given;
beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
});
afterAll(() => server.close());

const consent = (person: Person, agreed: boolean) =>
  person.put('/api/session/consent', { version: PRIVACY_VERSION, agreed }).expect(200);
const jobsDone = async () => {
  while ((await server.app.get(Jobs).runDue()) > 0);
};
/** What is kept of the contact, and what finds the case by it. */
async function kept(id: string) {
  const sql = 'SELECT contactName, contactPhone, phoneIndex, phoneEnd FROM case_file WHERE id = ?';
  const [row] = await server.db.read.query<Record<string, string | null>>(sql, [id]);
  return Object.values(row).filter((value) => value !== null).length;
}
async function reported(person: Person): Promise<string> {
  return (await person.report(CONTACT)).id;
}

describe('without the consent', () => {
  const refused = { status: 403, body: { code: 'consent.required' } };
  const tryReport = (person: Person, key: string) =>
    person
      .post('/api/cases', { report: { kind: 'complaint', item: 'road-lamp', words: '门口路灯坏了' } })
      .set('idempotency-key', key);

  it('nothing is reported, uploaded or kept of a resident, until they agree', async () => {
    const person = await given.person('resident');
    await consent(person, false);
    expect(await tryReport(person, 'consent-1')).toMatchObject(refused);
    await expect(person.photo(PIXEL)).rejects.toThrow('consent.required');
    expect(await person.put('/api/session/contact', { phone: '13912345678' })).toMatchObject(refused);
    await person.put('/api/session/contact', { name: null, phone: null }).expect(200);
    await consent(person, true);
    expect((await tryReport(person, 'consent-1')).status).toBe(201);
    await person.put('/api/session/contact', { phone: '13912345678' }).expect(200);
  });

  it('an older text is no consent', async () => {
    const person = await given.person('resident');
    const sql = "UPDATE account SET consentVersion = '2020-01' WHERE id = ?";
    await server.db.write((tx) => tx.run(sql, [person.id]));
    expect(await tryReport(person, 'consent-2')).toMatchObject(refused);
  });

  it('a report that had arrived is answered as it was, and nothing is asked of staff', async () => {
    const person = await given.person('resident');
    const first = await tryReport(person, 'consent-3');
    await consent(person, false);
    expect((await tryReport(person, 'consent-3')).body.id).toBe(first.body.id);
    const operator = await given.the('operator');
    await operator.photo();
    await operator.report();
  });
});

describe('the contact in a case', () => {
  it('goes with the withdrawal where the case is settled, and with the settling where it is open', async () => {
    const person = await given.person('resident');
    const [settled, open] = [await reported(person), await reported(person)];
    await person.does(settled, 'withdraw');
    await consent(person, false);
    await jobsDone();
    expect([await kept(settled), await kept(open)]).toEqual([0, 4]);
    for (const step of STEPS_TO.checked) await step(given, open, person);
    expect(await kept(open)).toBe(4);
    const view = await person.does(open, 'confirm', { solved: 'yes', satisfied: 5 });
    expect(view).toMatchObject({ state: 'closed', reporter: { name: null, phone: null, mine: true } });
    expect(await kept(open)).toBe(0);
  });

  it('stays while the consent stands, for the span that the notice names', async () => {
    const person = await given.person('resident');
    const [recent, old] = [await reported(person), await reported(person)];
    for (const id of [recent, old]) await person.does(id, 'withdraw');
    expect([await kept(recent), await kept(old)]).toEqual([4, 4]);
    await server.db.write(async (tx) => {
      const long = new Date();
      long.setUTCMonth(long.getUTCMonth() - server.env.operator.keepsMonths - 1);
      await tx.run('UPDATE case_file SET closedAt = ? WHERE id = ?', [long, old]);
      const rest = { attempts: 0, worker: null, leaseUntil: null, error: null };
      const due = { runAt: long, createdAt: long, state: 'waiting' as const };
      await tx.insert(job, { id: 'sweep', kind: 'cases.contacts-sweep', payload: {}, ...due, ...rest });
    });
    await jobsDone();
    expect([await kept(recent), await kept(old)]).toEqual([4, 0]);
  });
});
