/** The calls of WeChat's server that this product uses, with their true paths, places of parameters and refusals. */
import { type Account, Refusal, randomText } from './account.js';
import { badField } from './message-fields.js';

export interface Call {
  query: URLSearchParams;
  /** The JSON body of a POST. */
  body: Record<string, unknown>;
  remoteAddress: string;
  /** Resolves when the answer is out or the caller is gone. */
  finished: Promise<void>;
}

export interface Endpoint {
  method: 'GET' | 'POST';
  /** Needs ?access_token=. */
  token: boolean;
  /** WeChat says text/plain for some of its JSON. */
  contentType?: string;
  answer(call: Call, account: Account): object;
}

/** People to whom a message is on its way. */
const sending = new WeakMap<Account, Set<string>>();

export const endpoints: Record<string, Endpoint> = {
  '/sns/jscode2session': { method: 'GET', token: false, contentType: 'text/plain', answer: code2Session },
  '/cgi-bin/token': { method: 'GET', token: false, answer: plainToken },
  '/cgi-bin/stable_token': { method: 'POST', token: false, answer: stableToken },
  '/wxa/business/getuserphonenumber': { method: 'POST', token: true, answer: phoneNumber },
  '/cgi-bin/message/subscribe/send': { method: 'POST', token: true, answer: sendMessage },
};

function code2Session({ query }: Call, account: Account): object {
  checkApp(account, query.get('appid'), query.get('secret'));
  if (query.get('grant_type') !== 'authorization_code') throw new Refusal(40002, 'invalid grant_type');
  const value = query.get('js_code');
  if (!value) throw new Refusal(41008, 'missing code');
  const { openid } = account.takeCode('login', value);
  account.countCall('jscode2session', openid);
  const { blocked, unionid } = account.person(openid);
  if (blocked) throw new Refusal(40226, 'code blocked');
  const session_key = Buffer.from(randomText(16)).toString('base64');
  return { session_key, openid, ...(unionid ? { unionid } : {}) };
}

function plainToken({ query, remoteAddress }: Call, account: Account): object {
  checkAddress(account, remoteAddress);
  if (query.get('grant_type') !== 'client_credential') throw new Refusal(40002, 'invalid grant_type');
  checkApp(account, query.get('appid'), query.get('secret'));
  return account.plainToken();
}

function stableToken({ body, remoteAddress }: Call, account: Account): object {
  checkAddress(account, remoteAddress);
  if (body.grant_type !== 'client_credential') throw new Refusal(40002, 'invalid grant_type');
  checkApp(account, body.appid, body.secret);
  return account.stableToken(body.force_refresh === true);
}

function phoneNumber({ body }: Call, account: Account): object {
  const { openid, phone } = account.takeCode('phone', String(body.code ?? ''));
  if (body.openid !== undefined && body.openid !== openid) throw new Refusal(40003, 'invalid openid');
  account.countCall('getuserphonenumber', openid);
  const { number = '', countryCode = '' } = phone ?? {};
  return {
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: countryCode === '86' ? number : `+${countryCode}${number}`,
      purePhoneNumber: number,
      // The documentation types it as text, its own sample and the service send a number.
      countryCode: Number(countryCode),
      watermark: { timestamp: Math.floor(account.now() / 1000), appid: account.settings.appid },
    },
  };
}

function sendMessage({ body, finished }: Call, account: Account): object {
  const openid = String(body.touser ?? '');
  const templateId = String(body.template_id ?? '');
  const { templates, pages } = account.settings;
  if (!account.knows(openid)) throw new Refusal(40003, 'invalid openid');
  const fields = templates[templateId];
  if (!fields) throw new Refusal(40037, 'invalid template_id');
  if (typeof body.page === 'string' && pages && !pages.includes(body.page.split('?')[0]!)) {
    throw new Refusal(41030, 'invalid page');
  }
  const bad = badField(fields, body.data);
  if (bad) throw new Refusal(47003, `argument invalid! data.${bad}.value invalid`);

  const busy = sending.get(account) ?? new Set();
  sending.set(account, busy);
  if (busy.has(openid)) throw new Refusal(43108, 'concurrent send to the same user');
  account.spendAllowance(openid, templateId);
  busy.add(openid);
  void finished.then(() => busy.delete(openid));
  return { errcode: 0, errmsg: 'ok', msgid: account.now() };
}

function checkApp(account: Account, appid: unknown, secret: unknown): void {
  if (!appid) throw new Refusal(41002, 'appid missing');
  if (appid !== account.settings.appid) throw new Refusal(40013, 'invalid appid');
  if (!secret) throw new Refusal(41004, 'appsecret missing');
  if (secret !== account.settings.secret) throw new Refusal(40125, 'invalid appsecret');
}

function checkAddress(account: Account, remoteAddress: string): void {
  const { addresses } = account.settings;
  if (addresses && !addresses.includes(remoteAddress)) {
    throw new Refusal(40164, `invalid ip ${remoteAddress}, not in whitelist`);
  }
}
