/** Residents sign in through WeChat or into the demo city, agree to be known, and say how to reach them. */
import request from 'supertest';
import { PRIVACY_VERSION } from '../../../shared/privacy.js';
import { Ctx, system } from '../../core/ctx.js';
import type { Fault } from '../../standins/wechat/faults.js';
import { type RunningWechat, startWechat } from '../../standins/wechat.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, type Person } from '../../test/given.js';
import { ResidentsService } from './residents.service.js';

const PATH = '/sns/jscode2session';
let wechat: RunningWechat;
let server: TestServer;

beforeAll(async () => {
  wechat = await startWechat();
  const { url: base, appid, secret } = wechat;
  server = await startServer({ wechat: { base, appid, secret } });
});
afterAll(async () => {
  await server.close();
  await wechat.close();
});

async function order<T = unknown>(name: string, body?: object): Promise<T> {
  const [method, path] = name.split(' ');
  const response = await fetch(wechat.controlUrl + path, { method, body: body && JSON.stringify(body) });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}
/** wx.login on a phone. */
const codeOf = async (openid?: string) => (await order<{ code: string }>('POST /codes', { openid })).code;
const signIn = (code: unknown) =>
  request(server.url)
    .post('/api/session/wechat')
    .send({ code } as object);
const enter = async (openid?: string) => {
  const answer = await signIn(await codeOf(openid));
  expect(answer.status).toBe(200);
  return answer.body as { token: string; me: { id: string } };
};
/** Somebody who has agreed to the privacy notice. */
const agreed = async () => {
  const entered = await enter();
  await as(entered.token).consent({ version: PRIVACY_VERSION, agreed: true }).expect(200);
  return entered;
};
const as = (token: string) => {
  const call = (method: 'get' | 'put', path: string) =>
    request(server.url)[method](path).set('authorization', `Bearer ${token}`);
  return {
    me: async () => (await call('get', '/api/session')).body,
    consent: (body: object) => call('put', '/api/session/consent').send(body),
    contact: (body: object) => call('put', '/api/session/contact').send(body),
  };
};
const rowOf = async (id: string) => {
  const [row] = await server.db.read.query<Record<string, unknown>>('SELECT * FROM account WHERE id = ?', [id]);
  return row;
};

describe('signing in through WeChat', () => {
  it('makes an account the first time and finds it the next', async () => {
    const first = await enter('oFirst');
    expect(first.me).toMatchObject({
      kind: 'resident',
      name: '居民',
      roles: ['resident'],
      unit: null,
      phone: null,
      consent: null,
    });
    expect((await as(first.token).me()).id).toBe(first.me.id);
    const next = await enter('oFirst');
    expect(next.me.id).toBe(first.me.id);
    expect(next.token).not.toBe(first.token);
  });

  it('makes one account when somebody comes twice at once', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, () => enter('oTwice')));
    expect(new Set(people.map(({ me }) => me.id)).size).toBe(1);
  });

  it('knows people apart whose ids differ in a capital', async () => {
    expect((await enter('oCapital')).me.id).not.toBe((await enter('ocapital')).me.id);
  });

  it('keeps the openid sealed and no session_key at all', async () => {
    const { me } = await enter('oSealedPerson');
    const row = JSON.stringify(await rowOf(me.id));
    expect(row).toContain('v1.aes.');
    expect(row).not.toContain('oSealedPerson');
    expect(row).not.toContain('session_key');
  });

  it('refuses a code that was used, or that WeChat never gave', async () => {
    const code = await codeOf();
    expect((await signIn(code)).status).toBe(200);
    for (const bad of [code, 'made-up']) {
      expect(await signIn(bad)).toMatchObject({ status: 401, body: { code: 'wechat.code-refused' } });
    }
  });

  it('refuses who is held back by WeChat', async () => {
    await order('POST /people', { openid: 'oBlocked', blocked: true });
    expect(await signIn(await codeOf('oBlocked'))).toMatchObject({
      status: 403,
      body: { code: 'wechat.user-blocked' },
    });
  });

  it.each([[''], [7], [{}], ['a b'], ['x'.repeat(200)]])('does not ask WeChat for %p', async (code) => {
    await order('DELETE /transcript');
    expect(await signIn(code)).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
    expect(await order('GET /transcript')).toHaveLength(0);
  });
});

describe('when WeChat fails', () => {
  afterEach(() => order('DELETE /faults'));
  const fail = (fault: Fault, times = 1) => order('POST /faults', { path: PATH, fault, times });
  const asked = async () => (await order<unknown[]>('GET /transcript')).length;

  it('asks again when it is busy, at most twice', async () => {
    await order('DELETE /transcript');
    await fail({ kind: 'errcode', errcode: -1, errmsg: 'system error' }, 2);
    expect((await signIn(await codeOf())).status).toBe(200);
    expect(await asked()).toBe(3);
    await fail({ kind: 'errcode', errcode: -1, errmsg: 'system error' }, 5);
    expect(await signIn(await codeOf())).toMatchObject({ status: 503, body: { code: 'wechat.unreachable' } });
    expect(await asked()).toBe(6);
  });

  it.each<Fault>([
    { kind: 'html', status: 502 },
    { kind: 'html', status: 200 },
    { kind: 'truncated' },
    { kind: 'reset' },
    { kind: 'errcode', errcode: 45009, errmsg: 'reach max api daily quota limit' },
    { kind: 'errcode', errcode: 40125, errmsg: 'invalid appsecret' },
  ])('says so and asks once: %p', async (fault) => {
    await order('DELETE /transcript');
    await fail(fault);
    const answer = await signIn(await codeOf());
    expect(answer).toMatchObject({ status: 503, body: { code: 'wechat.unreachable' } });
    expect(JSON.stringify(answer.body)).not.toContain(wechat.secret);
    expect(await asked()).toBe(1);
    expect((await signIn(await codeOf())).status).toBe(200);
  });

  it('passes on that somebody is too fast', async () => {
    await fail({ kind: 'errcode', errcode: 45011, errmsg: 'api minute-quota reach limit' });
    expect(await signIn(await codeOf())).toMatchObject({ status: 429, body: { code: 'rate.limited' } });
  });

  it('leaves everybody else alone while it hangs, and gives up', async () => {
    await order('DELETE /transcript');
    await fail({ kind: 'hang' });
    // Sent at once: a request of supertest waits for its first `then`.
    const waiting = signIn(await codeOf()).then((answer) => answer);
    while ((await asked()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const other = await enter('oPatient');
    await as(other.token).consent({ version: PRIVACY_VERSION, agreed: true }).expect(200);
    expect(await waiting).toMatchObject({ status: 503, body: { code: 'wechat.unreachable' } });
    expect(await asked()).toBe(2);
  });
});

describe('consent', () => {
  it('is kept with its text and time, and may be withdrawn', async () => {
    const { token, me } = await enter();
    const person = as(token);
    const given = await person.consent({ version: PRIVACY_VERSION, agreed: true });
    expect(given.body.consent).toEqual({ version: PRIVACY_VERSION, at: expect.stringMatching(/Z$/) });
    await person.contact({ name: '王小明', phone: '13912345678' }).expect(200);
    const withdrawn = await person.consent({ version: PRIVACY_VERSION, agreed: false });
    expect(withdrawn.body).toMatchObject({ consent: null, phone: null, name: '居民' });
    const kept = await server.db.read.query('SELECT version, agreed FROM consent WHERE account = ? ORDER BY id', [
      me.id,
    ]);
    expect(kept).toHaveLength(2);
  });

  it('is not taken for a text of yesterday', async () => {
    const { token } = await enter();
    const answer = await as(token).consent({ version: '2020-01', agreed: true });
    expect(answer).toMatchObject({ status: 422, body: { errors: { version: 'invalid' } } });
    expect((await as(token).me()).consent).toBeNull();
  });
});

describe('how to reach somebody', () => {
  it('is sealed in the database and masked in views', async () => {
    const { token, me } = await agreed();
    const answer = await as(token).contact({ name: ' 王小明 ', phone: '13912345678' });
    expect(answer.body).toMatchObject({ name: '王小明', phone: '139****5678' });
    const row = JSON.stringify(await rowOf(me.id));
    expect(row).not.toMatch(/王小明|13912345678/);
  });

  it('is changed and removed one by one', async () => {
    const { token } = await agreed();
    const person = as(token);
    await person.contact({ name: '王小明', phone: '13912345678' });
    expect((await person.contact({ phone: '021-55501234' })).body).toMatchObject({
      name: '王小明',
      phone: '021****1234',
    });
    const named = { name: '王小明', phone: null, hasContact: true };
    expect((await person.contact({ phone: null })).body).toMatchObject(named);
    expect((await person.contact({ name: '' })).body).toMatchObject({ name: '居民', phone: null, hasContact: false });
  });

  it.each([[{ phone: 'call me' }], [{ phone: 13912345678 }], [{ name: 'x'.repeat(31) }], [{ openid: 'oOther' }]])(
    'is not %p',
    async (body) => {
      const { token } = await agreed();
      expect(await as(token).contact(body)).toMatchObject({ status: 422, body: { code: 'input.invalid' } });
    },
  );

  it('does not open in another row', async () => {
    const [one, other] = [await agreed(), await agreed()];
    await as(one.token).contact({ phone: '13912345678' });
    const { contactPhone } = await rowOf(one.me.id);
    await server.db.write((tx) =>
      tx.run('UPDATE account SET contactPhone = ? WHERE id = ?', [contactPhone, other.me.id]),
    );
    expect((await as(one.token).me()).phone).toBe('139****5678');
    expect((await as(other.token).me()).phone).toBeNull();
  });

  it('is not asked of staff', async () => {
    const given = await Given.city(server);
    const dispatcher: Person = await given.the('dispatcher');
    expect((await dispatcher.put('/api/session/contact', { phone: '13912345678' })).body.code).toBe(
      'permission.denied',
    );
  });
});

describe('the stand-in of the demo city', () => {
  const signInTo = (where: TestServer, body: object = {}) => request(where.url).post('/api/session/demo').send(body);

  it('does not exist elsewhere', async () => {
    expect(await signInTo(server)).toMatchObject({ status: 404, body: { code: 'demo.only' } });
  });

  it('does not exist in production', async () => {
    const production = await startServer({ city: 'huangpu', production: true });
    expect((await signInTo(production)).status).toBe(404);
    await production.close();
  });

  it('lets somebody new in, and the residents of the city', async () => {
    const demo = await startServer({ city: 'huangpu' });
    const [one, other] = [(await signInTo(demo)).body, (await signInTo(demo)).body];
    expect(one.me).toMatchObject({ kind: 'resident', roles: ['resident'] });
    expect(other.me.id).not.toBe(one.me.id);
    expect(await signInTo(demo, { name: 'resident-1' })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    const id = await Ctx.writing({ db: demo.db, actor: system }, (ctx) =>
      demo.app.get(ResidentsService).create(ctx, 'demo:resident-1', { name: '陈美芳', phone: '19900001001' }),
    );
    expect((await signInTo(demo, { name: 'resident-1' })).body.me).toMatchObject({
      id,
      name: '陈美芳',
      phone: '199****1001',
    });
    await demo.close();
  });
});
