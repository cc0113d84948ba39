/** Hands that prepare over HTTP what a test is not about: somebody signed in, who reports and acts. */
import { type APIRequestContext, type APIResponse, expect, request } from '@playwright/test';
import type { Action, State } from '../../../shared/case-flow.js';
import { PRIVACY_VERSION } from '../../../shared/privacy.js';
import type { CaseRow, CaseView, Notice, Page, Photo, Reported, SignedIn } from '../../../shared/views.js';
import type { DemoStaff } from '../../cities/city.js';
import { PASSWORD } from './built.js';
import { checkerOf, handlerOf, home, photo, type Spot, the, workerOf } from './city.js';

let made = 0;
/** Fits Idempotency-Key and is never used twice. */
const newKey = () => `e2e-${process.pid}-${performance.now().toFixed(3).replace('.', '-')}-${made++}`;

export class Hands {
  private constructor(
    private readonly api: APIRequestContext,
    /** Of a resident. */
    readonly token?: string,
  ) {}

  static async of({ login }: Pick<DemoStaff, 'login'>): Promise<Hands> {
    const api = await request.newContext({ baseURL: home() });
    await good(await api.post('/api/session/staff', { data: { name: login, password: PASSWORD } }));
    return new Hands(api);
  }

  /** Somebody new, who agrees to the privacy notice. */
  static async resident(contact?: { name: string; phone: string }): Promise<Hands> {
    const first = await request.newContext({ baseURL: home() });
    const { token } = await good<SignedIn>(await first.post('/api/session/demo', { data: {} }));
    await first.dispose();
    const api = await request.newContext({ baseURL: home(), extraHTTPHeaders: { Authorization: `Bearer ${token}` } });
    await good(await api.put('/api/session/consent', { data: { version: PRIVACY_VERSION, agreed: true } }));
    if (contact) await good(await api.put('/api/session/contact', { data: contact }));
    return new Hands(api, token);
  }

  async get<T>(path: string): Promise<T> {
    return good<T>(await this.api.get(path));
  }

  case(id: string): Promise<CaseView> {
    return this.get(`/api/cases/${id}`);
  }

  list(query: string): Promise<Page<CaseRow>> {
    return this.get(`/api/cases?${query}`);
  }

  async upload(name: Parameters<typeof photo>[0]): Promise<string> {
    const file = { name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: await photo(name) };
    return (await good<Photo>(await this.api.post('/api/files', { multipart: { file } }))).id;
  }

  async report(words: string, { lng, lat }: Spot, more: Record<string, unknown> = {}): Promise<CaseView> {
    const place = { lng, lat, accuracy: 15, datum: 'wgs84' };
    const report = { kind: 'complaint', item: 'road-lamp', words, place, ...more };
    const headers = { 'Idempotency-Key': newKey() };
    const { id } = await good<Reported>(await this.api.post('/api/cases', { data: { report }, headers }));
    return this.case(id);
  }

  /** Does it to the case as it stands now. */
  async act(id: string, action: Action, input: Record<string, unknown> = {}): Promise<CaseView> {
    const { version } = await this.case(id);
    return good<CaseView>(await this.api.post(`/api/cases/${id}/acts/${action}`, { data: { version, input } }));
  }

  /** Waits for the message of this case: it is written a moment after the act that it tells of. */
  async isTold(id: string): Promise<void> {
    const of = async () => (await this.get<Page<Notice>>('/api/notices?size=20')).rows.map((notice) => notice.caseId);
    await expect.poll(of, { timeout: 30_000 }).toContain(id);
  }

  async signOut(): Promise<void> {
    await good(await this.api.delete('/api/session'));
  }
}

/** Staff do what is theirs until the case is in this state. */
export async function bring(id: string, to: State, at: Spot): Promise<CaseView> {
  const worker = await Hands.of(workerOf(at.code));
  let view = await worker.case(id);
  if (to === 'reported') return view;
  // What staff took down counts as verified.
  if (view.state === 'reported') view = await worker.act(id, 'verify', { findings: '现场看过，情况属实' });
  if (to === 'verified') return view;
  const desk = await Hands.of(the('dispatcher'));
  const unit = (await desk.case(id)).suggestion?.unit;
  if (!unit) throw new Error('No unit is suggested');
  view = await desk.act(id, 'assign', { unit: unit.id, urgency: 'normal' });
  if (to === 'assigned') return view;
  const handler = await Hands.of(handlerOf(unit));
  view = await handler.act(id, 'accept');
  if (to === 'handling') return view;
  const photos = [await handler.upload('lamp-after-1')];
  view = await handler.act(id, 'handle', { outcome: 'solved', reply: '已更换灯泡，恢复照明', photos });
  if (to === 'handled') return view;
  return (await Hands.of(checkerOf(view))).act(id, 'pass', { quality: 'good' });
}

async function good<T>(answer: APIResponse): Promise<T> {
  const text = await answer.text();
  if (!answer.ok()) throw new Error(`${answer.url()} answered ${answer.status()}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as T;
}
