/** The stand-in of WeChat's server, asked over HTTP as the product asks it. */
import { type RunningWechat, startWechat } from './wechat.js';

interface Answer {
  errcode?: number;
  errmsg?: string;
  [name: string]: unknown;
}

const TEMPLATE = 'case-handled';
let wechat: RunningWechat;

beforeEach(async () => {
  wechat = await startWechat({
    templates: { [TEMPLATE]: ['thing1', 'time2', 'phrase3'] },
    pages: ['pages/case/page'],
  });
});
afterEach(() => wechat.close());

async function order<T = Answer>(name: string, body?: object): Promise<T> {
  const [method = '', path = ''] = name.split(' ');
  const response = await fetch(wechat.controlUrl + path, { method, body: body && JSON.stringify(body) });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

async function call(path: string, body?: object | string, signal?: AbortSignal): Promise<Answer> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const response = await fetch(wechat.url + path, { method: body === undefined ? 'GET' : 'POST', body: text, signal });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const app = () => ({ appid: wechat.appid, secret: wechat.secret });
const signIn = (code: string, more: object = {}) =>
  call(
    `/sns/jscode2session?${new URLSearchParams({ ...app(), js_code: code, grant_type: 'authorization_code', ...more })}`,
  );
const stableToken = (more: object = {}) =>
  call('/cgi-bin/stable_token', { grant_type: 'client_credential', ...app(), ...more });
const plainToken = () => call(`/cgi-bin/token?${new URLSearchParams({ ...app(), grant_type: 'client_credential' })}`);
const newCode = (openid?: string) => order<{ code: string; openid: string }>('POST /codes', { openid });
const token = async () => String((await stableToken()).access_token);

const GOOD_DATA = {
  thing1: { value: '路灯不亮' },
  time2: { value: '2026年11月23日 15:01' },
  phrase3: { value: '已处理' },
};
const SEND = '/cgi-bin/message/subscribe/send';
const send = async (openid: string, more: object = {}, signal?: AbortSignal) =>
  call(
    `${SEND}?access_token=${await token()}`,
    { touser: openid, template_id: TEMPLATE, data: GOOD_DATA, ...more },
    signal,
  );

/** Waits for a condition; jest's own limit ends a wait that is in vain. */
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('sign-in', () => {
  it('turns a code into the person who logged in, without errcode', async () => {
    const { code, openid } = await newCode('oPersonOne');
    await order('POST /people', { openid, unionid: 'uOne' });
    const answer = await signIn(code);
    expect(answer).toEqual({ openid: 'oPersonOne', unionid: 'uOne', session_key: expect.any(String) });
    expect(Buffer.from(String(answer.session_key), 'base64')).toHaveLength(16);
  });

  it('says text/plain for its JSON, as WeChat does', async () => {
    const response = await fetch(`${wechat.url}/sns/jscode2session`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  it('takes each code once', async () => {
    const { code } = await newCode();
    expect((await signIn(code)).errcode).toBeUndefined();
    expect(await signIn(code)).toMatchObject({
      errcode: 40163,
      errmsg: expect.stringMatching(/^code been used, rid: [\da-f]{8}-/),
    });
  });

  it('lets a code live five minutes', async () => {
    const [first, second] = [await newCode(), await newCode()];
    await order('POST /clock', { advance: 290 });
    expect((await signIn(first.code)).errcode).toBeUndefined();
    await order('POST /clock', { advance: 11 });
    expect(await signIn(second.code)).toMatchObject({ errcode: 40029 });
  });

  it.each<[what: string, more: object, errcode: number]>([
    ['an unknown code', { js_code: 'made-up' }, 40029],
    ['no code', { js_code: '' }, 41008],
    ['a foreign appid', { appid: 'wx1' }, 40013],
    ['a wrong secret', { secret: 'no' }, 40125],
    ['another grant_type', { grant_type: 'x' }, 40002],
  ])('refuses %s and keeps the code', async (_, more, errcode) => {
    const { code } = await newCode();
    expect(await signIn(code, more)).toMatchObject({ errcode });
    expect((await signIn(code)).errcode).toBeUndefined();
  });

  it('holds back people at risk', async () => {
    const { code, openid } = await newCode();
    await order('POST /people', { openid, blocked: true });
    expect(await signIn(code)).toMatchObject({ errcode: 40226 });
  });

  it('limits one person to a hundred a minute, and nobody else', async () => {
    for (let i = 0; i < 100; i++) expect((await signIn((await newCode('oBusy')).code)).errcode).toBeUndefined();
    expect(await signIn((await newCode('oBusy')).code)).toMatchObject({ errcode: 45011 });
    expect((await signIn((await newCode('oCalm')).code)).errcode).toBeUndefined();
    await order('POST /clock', { advance: 61 });
    expect((await signIn((await newCode('oBusy')).code)).errcode).toBeUndefined();
  });
});

describe('tokens', () => {
  const check = async (value: unknown) =>
    (await call(`/wxa/business/getuserphonenumber?access_token=${value}`, { code: 'none' })).errcode;
  /** The call got past the token and failed at its code. */
  const GOOD = 40029;

  it('the stable one stays the same until its last five minutes, then two are good', async () => {
    const first = await stableToken();
    expect(first).toEqual({ access_token: expect.any(String), expires_in: expect.any(Number) });
    // Counted in whole seconds from when the token was made, a moment before it was asked for.
    expect(first.expires_in).toBeGreaterThan(7200 - 60);
    expect(first.expires_in).toBeLessThanOrEqual(7200);
    await order('POST /clock', { advance: 6000 });
    expect((await stableToken()).access_token).toBe(first.access_token);
    await order('POST /clock', { advance: 950 });
    const second = await stableToken();
    expect(second.access_token).not.toBe(first.access_token);
    expect([await check(first.access_token), await check(second.access_token)]).toEqual([GOOD, GOOD]);
    await order('POST /clock', { advance: 300 });
    expect([await check(first.access_token), await check(second.access_token)]).toEqual([42001, GOOD]);
  });

  it('forcing kills the old one at once, every 30 s and 20 times a day at most', async () => {
    const first = await stableToken();
    expect((await stableToken({ force_refresh: true })).access_token).not.toBe(first.access_token);
    expect(await check(first.access_token)).toBe(40001);
    expect(await stableToken({ force_refresh: true })).toMatchObject({ errcode: 45011 });
    for (let i = 0; i < 19; i++) {
      await order('POST /clock', { advance: 31 });
      expect((await stableToken({ force_refresh: true })).errcode).toBeUndefined();
    }
    await order('POST /clock', { advance: 31 });
    expect(await stableToken({ force_refresh: true })).toMatchObject({ errcode: 45009 });
  });

  it('the plain one is new each time, its forerunner good for five minutes, the stable one untouched', async () => {
    const stable = await token();
    const first = (await plainToken()).access_token;
    const second = (await plainToken()).access_token;
    expect([await check(first), await check(second), await check(stable)]).toEqual([GOOD, GOOD, GOOD]);
    await order('POST /clock', { advance: 301 });
    expect([await check(first), await check(second), await check(stable)]).toEqual([40001, GOOD, GOOD]);
  });

  it('are refused when missing or made up', async () => {
    expect(await check('')).toBe(41001);
    expect(await check('made-up')).toBe(40001);
  });

  it('are given to listed addresses only', async () => {
    const strict = await startWechat({ addresses: ['10.0.0.1'] });
    const body = JSON.stringify({ grant_type: 'client_credential', appid: strict.appid, secret: strict.secret });
    const response = await fetch(`${strict.url}/cgi-bin/stable_token`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ errcode: 40164, errmsg: expect.stringContaining('127.0.0.1') });
    await strict.close();
  });
});

describe('phone numbers', () => {
  const ask = async (body: object) => call(`/wxa/business/getuserphonenumber?access_token=${await token()}`, body);

  it('are handed out once for a code, with a country code that is a number', async () => {
    const { code } = await order<{ code: string }>('POST /phone-codes', { openid: 'oOne', phone: '13800000000' });
    expect(await ask({ code, openid: 'oOne' })).toMatchObject({
      errcode: 0,
      phone_info: {
        phoneNumber: '13800000000',
        purePhoneNumber: '13800000000',
        countryCode: 86,
        watermark: { appid: wechat.appid },
      },
    });
    expect(await ask({ code, openid: 'oOne' })).toMatchObject({ errcode: 40029 });
  });

  it('are not handed out for the code of somebody else, nor for a sign-in code', async () => {
    const { code } = await order<{ code: string }>('POST /phone-codes', { openid: 'oOne', phone: '13800000000' });
    expect(await ask({ code, openid: 'oTwo' })).toMatchObject({ errcode: 40003 });
    expect(await ask({ code: (await newCode()).code })).toMatchObject({ errcode: 40029 });
  });
});

describe('messages', () => {
  it('cost one allowance each', async () => {
    const { openid } = await newCode();
    expect(await send(openid)).toMatchObject({ errcode: 43101 });
    await order('POST /allowances', { openid, templateId: TEMPLATE });
    expect(await send(openid, { page: 'pages/case/page?id=7' })).toMatchObject({ errcode: 0 });
    expect(await send(openid)).toMatchObject({ errcode: 43101 });
  });

  it.each<[what: string, more: object, errcode: number]>([
    ['an unknown person', { touser: 'oNobody' }, 40003],
    ['an unknown template', { template_id: 'none' }, 40037],
    ['an unknown page', { page: 'pages/none' }, 41030],
  ])('refuse %s', async (_, more, errcode) => {
    const { openid } = await newCode();
    expect(await send(openid, more)).toMatchObject({ errcode });
  });

  it.each([
    ['thing1', '一二三四五六七八九十一二三四五六七八九十多'],
    ['thing1', ''],
    ['thing1', '两\n行'],
    ['time2', '明天下午'],
    ['phrase3', 'handled'],
    ['phrase3', '已经处理好'.concat('了')],
  ])('name the field that is bad: %s = %j', async (field, value) => {
    const { openid } = await newCode();
    await order('POST /allowances', { openid, templateId: TEMPLATE });
    const answer = await send(openid, { data: { ...GOOD_DATA, [field]: { value } } });
    expect(answer).toMatchObject({ errcode: 47003, errmsg: expect.stringContaining(`data.${field}.value invalid`) });
    expect(await send(openid)).toMatchObject({ errcode: 0 });
  });

  it('name the field that is missing', async () => {
    const { openid } = await newCode();
    expect(await send(openid, { data: undefined })).toMatchObject({ errmsg: expect.stringContaining('data.thing1') });
  });

  it('do not go to one person twice at once', async () => {
    const { openid } = await newCode();
    await order('POST /allowances', { openid, templateId: TEMPLATE, times: 2 });
    await order('POST /faults', { path: SEND, fault: { kind: 'hang' } });
    const leave = new AbortController();
    const first = send(openid, {}, leave.signal);
    await until(async () =>
      (await order<Array<{ path: string }>>('GET /transcript')).some(({ path }) => path === SEND),
    );
    expect(await send(openid)).toMatchObject({ errcode: 43108 });
    leave.abort();
    await expect(first).rejects.toThrow(/abort/);
    await until(async () => (await send(openid)).errcode === 0);
  });

  it('follow the templates that are set while it runs', async () => {
    const { openid } = await newCode();
    await order('POST /templates', { templateId: 'later', fields: ['name1', 'character_string2', 'amount3', 'date4'] });
    await order('POST /allowances', { openid, templateId: 'later' });
    const data = {
      name1: { value: '南京东路' },
      character_string2: { value: '261123 00042' },
      amount3: { value: '¥12.50' },
      date4: { value: '2026-11-23~2026-11-25' },
    };
    expect(await send(openid, { template_id: 'later', data })).toMatchObject({ errcode: 0 });
  });
});

describe('calls that are no calls', () => {
  const PHONE = '/wxa/business/getuserphonenumber';

  it('get HTTP 200 and an errcode', async () => {
    const good = await token();
    expect(await call('/wxa/none')).toMatchObject({ errcode: 40066 });
    expect(await call(`${PHONE}?access_token=${good}`)).toMatchObject({ errcode: 43002 });
    expect(await call('/sns/jscode2session', {})).toMatchObject({ errcode: 43001 });
    expect(await call(`${PHONE}?access_token=${good}`, '')).toMatchObject({ errcode: 44002 });
    expect(await call(`${PHONE}?access_token=${good}`, '{"code":')).toMatchObject({ errcode: 47001 });
    expect(await call(PHONE, { access_token: good, code: 'x' })).toMatchObject({ errcode: 47001 });
  });
});

describe('accidents', () => {
  const PATH = '/cgi-bin/stable_token';
  const fail = (fault: object, times?: number) => order('POST /faults', { path: PATH, fault, times });
  const ask = (signal?: AbortSignal) =>
    fetch(wechat.url + PATH, {
      method: 'POST',
      body: JSON.stringify({ grant_type: 'client_credential', ...app() }),
      signal,
    });

  it('come in the order asked for, then it works again', async () => {
    await fail({ kind: 'errcode', errcode: -1 }, 2);
    await fail({ kind: 'html', status: 500 });
    expect(await stableToken()).toMatchObject({ errcode: -1, errmsg: expect.stringMatching(/^system error, rid/) });
    expect(await stableToken()).toMatchObject({ errcode: -1 });
    const page = await ask();
    expect([page.status, page.headers.get('content-type')]).toEqual([500, 'text/html']);
    expect(await stableToken()).toHaveProperty('access_token');
  });

  it('cut answers short, drop the line, or never answer', async () => {
    await fail({ kind: 'truncated' });
    await expect(ask().then((response) => response.json())).rejects.toThrow(/JSON/);
    await fail({ kind: 'reset' });
    await expect(ask()).rejects.toThrow('fetch failed');
    await fail({ kind: 'hang' });
    await expect(ask(AbortSignal.timeout(300))).rejects.toThrow(/timeout/);
  });

  it('can be called off, and must exist', async () => {
    await fail({ kind: 'hang' });
    await order('DELETE /faults');
    expect(await stableToken()).toHaveProperty('access_token');
    const response = await fetch(`${wechat.controlUrl}/faults`, {
      method: 'POST',
      body: JSON.stringify({ path: PATH, fault: { kind: 'flood' } }),
    });
    expect(response.status).toBe(400);
  });
});

it('all calls are written down', async () => {
  const { code } = await newCode();
  await signIn(code);
  await stableToken();
  const entries = await order<object[]>('GET /transcript');
  expect(entries).toEqual([
    expect.objectContaining({
      method: 'GET',
      path: '/sns/jscode2session',
      query: expect.objectContaining({ js_code: code }),
    }),
    expect.objectContaining({
      method: 'POST',
      body: expect.stringContaining('client_credential'),
      answer: expect.anything(),
    }),
  ]);
  await order('DELETE /transcript');
  expect(await order('GET /transcript')).toEqual([]);
});
