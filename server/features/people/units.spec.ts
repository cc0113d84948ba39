/** Units, and the posts that staff hold at places. */
import { newId } from '../../core/clock.js';
import { startServer, type TestServer } from '../../test/app.js';
import { freshAccount, staff } from '../../test/browser.js';
import { Given, type Person, type UnitKey } from '../../test/given.js';
import { DirectoryService } from './directory.service.js';

const GRID = '990101001002002';
let server: TestServer;
let given: Given;
let admin: Person;

beforeAll(async () => {
  server = await startServer();
  given = await Given.city(server);
  admin = await given.the('systemAdmin');
});
afterAll(() => server.close());

const form = (more: object = {}) => ({
  login: `p${newId().slice(-10)}`,
  name: '陆海峰',
  workName: '陆师傅',
  unit: given.units.works,
  ...more,
});
const refusal = (status: number, code: string) => ({ status, body: { code } });

describe('a unit', () => {
  it('is made under another, at a place, with what it leads, and is found there', async () => {
    const wanted = {
      name: '西社区物业站',
      kind: 'department',
      parent: given.units.works,
      place: '990101001001',
      leads: ['wuye', 'wuye'],
    };
    const { status, body } = await admin.post('/api/units', wanted);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...wanted,
      leads: ['wuye'],
      place: { code: '990101001001', name: '西社区' },
      head: null,
      staff: 0,
      active: true,
    });
    const directory = server.app.get(DirectoryService);
    const upwards = ['990101001001001', '990101001001', '990101001', '990101', '9901'];
    expect(directory.leading('wuye', upwards)?.id).toBe(body.id);
    expect(directory.below(given.units.works)).toEqual([given.units.works, body.id]);
    const found = async (query: string) =>
      (await admin.get(`/api/units?${query}`)).body.rows.map((row: { id: string }) => row.id);
    expect(await found(`q=${encodeURIComponent('物业')}`)).toEqual([body.id]);
    expect(await found('place=990101001001')).toEqual(expect.arrayContaining([given.units.west, body.id]));
    expect(await found('place=990101001001')).not.toContain(given.units.east);
    expect(await found('place=990101001')).toEqual(expect.arrayContaining([given.units.east, body.id]));
    expect(await found('place=404')).toEqual([]);
    expect(await found(`id=${body.id},${'0'.repeat(26)}`)).toEqual([body.id]);
  });

  it('of the nearest place leads before one that is farther away', async () => {
    const directory = server.app.get(DirectoryService);
    const far = (
      await admin.post('/api/units', { name: '区执法局', kind: 'department', place: '990101', leads: ['chengguan'] })
    ).body;
    const near = (
      await admin.post('/api/units', { name: '望海中队', kind: 'department', place: '990101001', leads: ['chengguan'] })
    ).body;
    expect(directory.leading('chengguan', ['990101001', '990101', '9901'])?.id).toBe(near.id);
    expect(directory.leading('chengguan', ['990101', '9901'])?.id).toBe(far.id);
    expect(directory.leading('chengguan', ['9901'])).toBeUndefined();
    await admin.patch(`/api/units/${near.id}`, { active: false });
    expect(directory.leading('chengguan', ['990101001', '990101', '9901'])?.id).toBe(far.id);
  });

  it('gets a head who is staff in service', async () => {
    const person = await staff(given, ['unitHead'], 'green');
    const answer = await admin.patch(`/api/units/${given.units.green}`, { head: person.id });
    expect(answer.body.head).toEqual({ id: person.id, name: '陈晓东' });
    const resident = await given.the('resident');
    expect(await admin.patch(`/api/units/${given.units.green}`, { head: resident.id })).toMatchObject(
      refusal(422, 'input.invalid'),
    );
    expect((await admin.patch(`/api/units/${given.units.green}`, { head: null })).body.head).toBeNull();
  });

  it('gets no head who could not do what waits for one', async () => {
    const [clerk, reader] = [await staff(given, ['operator'], 'green'), await staff(given, ['leader'], 'green')];
    const asHead = (unit: UnitKey, head: string) => admin.patch(`/api/units/${given.units[unit]}`, { head });
    const refused = await asHead('green', reader.id);
    expect(refused).toMatchObject(refusal(422, 'account.unable'));
    expect(refused.body).toMatchObject({
      detail: '陈晓东没有“接收与处置”权限，不能任区绿化市容所的负责人。请先由安全管理员授予角色，或换一个人',
      errors: { head: 'invalid' },
      more: { people: [{ id: reader.id, name: '陈晓东', lacks: ['case.handle'] }] },
    });
    expect(await asHead('green', clerk.id)).toMatchObject(refusal(422, 'account.unable'));
    expect(await asHead('command', admin.id)).toMatchObject(refusal(422, 'account.unable'));
    // Whoever leads a street or a centre reads and presses.
    expect((await asHead('command', reader.id)).body.head).toEqual({ id: reader.id, name: '陈晓东' });
    // What is said again of who was there before is no new choice.
    await (await given.the('securityAdmin')).put(`/api/accounts/${reader.id}/roles`, { roles: [] });
    const again = await admin.patch(`/api/units/${given.units.command}`, { name: '区指挥中心', head: reader.id });
    expect(again.status).toBe(200);
  });

  it('stays in service while it has people, units below it, or open cases', async () => {
    const close = (id: string) => admin.patch(`/api/units/${id}`, { active: false });
    expect(await close(given.units.command)).toMatchObject(refusal(409, 'unit.in-use'));
    const parent = (await admin.post('/api/units', { name: '上级', kind: 'department' })).body.id;
    const child = (await admin.post('/api/units', { name: '下级', kind: 'department', parent })).body.id;
    expect(await close(parent)).toMatchObject(refusal(409, 'unit.in-use'));
    const person = (await admin.post('/api/accounts', form({ unit: child }))).body.account;
    expect(await close(child)).toMatchObject(refusal(409, 'unit.in-use'));
    await admin.patch(`/api/accounts/${person.id}`, { unit: given.units.works });
    expect((await close(child)).body.active).toBe(false);
    expect((await close(parent)).body.active).toBe(false);
    expect(await admin.post('/api/units', { name: '新', kind: 'department', parent })).toMatchObject(
      refusal(422, 'input.invalid'),
    );
  });

  it.each([
    ['an unknown place', { place: '404' }, 'place.unknown'],
    ['an unknown parent', { parent: newId() }, 'input.invalid'],
    ['an unknown kind', { kind: 'army' }, 'input.invalid'],
    ['something to lead that nobody knows', { leads: ['magic'] }, 'input.invalid'],
    ['no name', { name: '  ' }, 'input.invalid'],
  ])('is not made with %s', async (_, more, code) => {
    expect(await admin.post('/api/units', { name: '新单位', kind: 'department', ...more })).toMatchObject(
      refusal(422, code),
    );
  });

  it('is changed by the system administrator only', async () => {
    const dispatcher = await given.the('dispatcher');
    expect((await dispatcher.get('/api/units')).status).toBe(200);
    expect(await dispatcher.post('/api/units', { name: '新', kind: 'street' })).toMatchObject(
      refusal(403, 'permission.denied'),
    );
    expect(await (await given.the('gridWorker')).get('/api/units')).toMatchObject(refusal(403, 'permission.denied'));
  });
});

describe('posts', () => {
  const setPosts = (posts: object[]) => admin.put(`/api/places/${GRID}/posts`, { posts });

  it('are listed in their order and keep their date when others change', async () => {
    const [worker, lead, next] = [
      await staff(given, ['gridWorker'], 'east'),
      await staff(given, ['gridLead'], 'east'),
      await staff(given, ['gridLead'], 'east'),
    ];
    const first = [
      { post: 'worker', account: worker.id },
      { post: 'lead', account: lead.id },
    ];
    expect((await setPosts(first)).status).toBe(200);
    const directory = server.app.get(DirectoryService);
    const before = directory.holdersOf(GRID);
    expect(before.map((held) => held.post)).toEqual(['lead', 'worker']);
    expect(directory.cardOf(GRID)).toMatchObject({ account: worker.id, workName: '陈师傅' });
    expect((await setPosts([{ post: 'lead', account: next.id }, first[0]])).status).toBe(200);
    const after = directory.holdersOf(GRID);
    expect(after.map((held) => held.account)).toEqual([next.id, worker.id]);
    expect(after[1]).toEqual(before[1]);
    expect(directory.postsOf(lead.id)).toEqual([]);
    await setPosts([{ post: 'lead', account: next.id }]);
    expect(directory.cardOf(GRID)?.account).toBe(next.id);
    const rows = await server.db.read.query('SELECT * FROM post WHERE place = ? AND account = ?', [GRID, lead.id]);
    expect(rows).toHaveLength(1);
  });

  it('have one 网格长, no doubles, and staff only', async () => {
    const [one, other] = [await staff(given, ['gridLead'], 'east'), await staff(given, ['gridLead'], 'east')];
    const lead = (account: string) => ({ post: 'lead', account });
    const resident = await given.the('resident');
    for (const posts of [
      [lead(one.id), lead(other.id)],
      [lead(one.id), lead(one.id)],
      [lead(resident.id)],
      [lead(newId())],
    ]) {
      expect((await setPosts(posts)).status).toBe(422);
    }
    await setPosts([]);
    const answers = await Promise.all([setPosts([lead(one.id)]), setPosts([lead(other.id)])]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(server.app.get(DirectoryService).holdersOf(GRID)).toHaveLength(1);
  });
});

describe('a post', () => {
  it('goes to nobody who could not do what it asks; they are named, and what was there stays', async () => {
    const setPosts = (posts: object[]) => admin.put(`/api/places/${GRID}/posts`, { posts });
    const able = await staff(given, ['gridWorker'], 'east');
    const [fresh, reader] = [await freshAccount(given), await staff(given, ['leader'], 'east')];
    const first = { post: 'worker', account: able.id };
    expect((await setPosts([first])).status).toBe(200);
    const refused = await setPosts([
      first,
      { post: 'lead', account: reader.id },
      { post: 'partTime', account: fresh.id },
    ]);
    expect(refused).toMatchObject(refusal(422, 'account.unable'));
    expect(refused.body).toMatchObject({
      detail: expect.stringMatching(/^陈晓东没有“核实”权限，不能任网格长；陈晓东没有“核实”权限，不能任兼职网格员。/),
      errors: { posts: 'invalid' },
      more: { people: [{ id: reader.id }, { id: fresh.id }] },
    });
    expect(server.app.get(DirectoryService).holdersOf(GRID)).toMatchObject([{ account: able.id }]);
    // A post that asks for nothing in cases is for whoever is there, and who held one before keeps it.
    expect((await setPosts([first, { post: 'police', account: fresh.id }])).status).toBe(200);
    await (await given.the('securityAdmin')).put(`/api/accounts/${able.id}/roles`, { roles: [] });
    expect((await setPosts([first, { post: 'volunteer', account: fresh.id }])).status).toBe(200);
    expect((await setPosts([{ post: 'lead', account: able.id }])).body.code).toBe('account.unable');
  });
});

describe('two servers on one database', () => {
  it('know the same people', async () => {
    const second = await startServer({ dbUrl: server.env.dbUrl, dataDir: server.env.dataDir });
    const directory = second.app.get(DirectoryService);
    const { body } = await admin.post('/api/units', { name: '新设单位', kind: 'department' });
    while (!directory.unitOf(body.id)) await new Promise((resolve) => setTimeout(resolve, 20));
    await admin.patch(`/api/units/${body.id}`, { name: '改名单位' });
    while (directory.unitOf(body.id)?.name !== '改名单位') await new Promise((resolve) => setTimeout(resolve, 20));
    await second.close();
  });
});
