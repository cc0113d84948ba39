/** The stand-in's other door: what phones, people and accidents do is ordered here by tests and by the demo. */
import type { RequestListener } from 'node:http';
import type { Account, Person } from './account.js';
import type { Fault, Faults } from './faults.js';
import { readText, sendJson } from './http.js';
import type { Transcript } from './transcript.js';

export interface Controlled {
  account: Account;
  faults: Faults;
  transcript: Transcript;
}

/** What each order takes in its JSON body; all answer JSON, 400 what cannot be done. */
interface Orders {
  /** wx.login on a phone → { code, openid }. */
  'POST /codes': { openid?: string };
  /** The phone-number button → { code }. */
  'POST /phone-codes': { openid: string; phone: string; countryCode?: string };
  'POST /people': { openid: string } & Person;
  /** A person presses 允许 in wx.requestSubscribeMessage. */
  'POST /allowances': { openid: string; templateId: string; times?: number };
  'POST /templates': { templateId: string; fields: string[] };
  'POST /faults': { path: string; fault: Fault; times?: number };
  'DELETE /faults': object;
  /** All calls so far, oldest first. */
  'GET /transcript': object;
  'DELETE /transcript': object;
  'POST /clock': { advance: number };
}

type Handlers = { [K in keyof Orders]: (order: Orders[K], on: Controlled) => unknown };

const handlers: Handlers = {
  'POST /codes': ({ openid }, { account }) => account.makeLoginCode(openid),
  'POST /phone-codes': (order, { account }) => account.makePhoneCode(order.openid, order.phone, order.countryCode),
  'POST /people': ({ openid, ...person }, { account }) => Object.assign(account.person(openid), person),
  'POST /allowances': ({ openid, templateId, times = 1 }, { account }) => account.allow(openid, templateId, times),
  'POST /templates': ({ templateId, fields }, { account }) => {
    account.settings.templates[templateId] = fields;
  },
  'POST /faults': ({ path, fault, times }, { faults }) => faults.add(path, fault, times),
  'DELETE /faults': (_, { faults }) => faults.clear(),
  'GET /transcript': (_, { transcript }) => transcript.all(),
  'DELETE /transcript': (_, { transcript }) => transcript.clear(),
  'POST /clock': ({ advance }, { account }) => account.advance(advance),
};

export function controlApi(controlled: Controlled): RequestListener {
  return async (request, response) => {
    try {
      const name = `${request.method} ${request.url}`;
      const handler = handlers[name as keyof Orders] as ((order: object, on: Controlled) => unknown) | undefined;
      if (!handler) throw new RangeError(`No such order; there are ${Object.keys(handlers).join(', ')}`);
      const text = await readText(request);
      sendJson(response, 200, handler(text ? JSON.parse(text) : {}, controlled) ?? {});
    } catch (error) {
      sendJson(response, 400, { error: String(error) });
    }
  };
}
