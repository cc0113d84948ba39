/** Staff at a browser: cookies are kept as a browser keeps them, and accounts are made as an office makes them. */
import request, { type Test } from 'supertest';
import type { Role } from '../../shared/permissions.js';
import type { AccountRow, Me } from '../../shared/views.js';
import { newId } from '../core/clock.js';
import type { TestServer } from './app.js';
import type { Given, UnitKey } from './given.js';

export const PASSWORD = 'Lotus-leaf-7';

export class Browser {
  /** `name=value` of the session's cookie. */
  cookie = '';
  /** As the server set it, with its attributes. */
  setCookie = '';

  constructor(readonly server: Pick<TestServer, 'url'>) {}

  call(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string): Test {
    const test = request(this.server.url)[method](path);
    return this.cookie ? test.set('cookie', this.cookie) : test;
  }

  async signIn(name: string, password: string): Promise<request.Response> {
    const answer = await this.call('post', '/api/session/staff').send({ name, password });
    const [line] = (answer.headers['set-cookie'] as unknown as string[] | undefined) ?? [];
    if (line) {
      this.setCookie = line;
      this.cookie = line.split(';')[0];
    }
    return answer;
  }

  /** Who the server says is here; null when nobody. */
  async me(): Promise<Me | null> {
    const answer = await this.call('get', '/api/session');
    return answer.status === 200 ? answer.body : null;
  }
}

export interface Staff {
  id: string;
  login: string;
  password: string;
}

/** An account as it is fresh from the administrator: its password is to be changed. */
export async function freshAccount(given: Given, more: { login?: string; unit?: UnitKey } = {}): Promise<Staff> {
  const admin = await given.the('systemAdmin');
  const login = more.login ?? `p${newId().slice(-10)}`;
  const form = { login, name: '陈晓东', workName: '陈师傅', unit: given.units[more.unit ?? 'command'] };
  const answer = await admin.post('/api/accounts', form);
  if (answer.status !== 201) throw new Error(`account: ${answer.status} ${JSON.stringify(answer.body)}`);
  const { account, password } = answer.body as { account: AccountRow; password: string };
  return { id: account.id, login, password };
}

/** Somebody who has chosen their own password and holds these roles. */
export async function staff(given: Given, roles: Role[] = ['dispatcher'], unit?: UnitKey): Promise<Staff> {
  const { id, login, password } = await freshAccount(given, { unit });
  const browser = new Browser(given.server);
  await browser.signIn(login, password);
  const changed = await browser.call('post', '/api/session/password').send({ old: password, new: PASSWORD });
  if (changed.status !== 204) throw new Error(`password: ${changed.status} ${JSON.stringify(changed.body)}`);
  const granted = await (await given.the('securityAdmin')).put(`/api/accounts/${id}/roles`, { roles });
  if (granted.status !== 200) throw new Error(`roles: ${granted.status} ${JSON.stringify(granted.body)}`);
  return { id, login, password: PASSWORD };
}
