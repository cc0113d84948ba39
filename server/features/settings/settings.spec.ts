/** What clients are told before anybody signs in. */
import request from 'supertest';
import { Ctx, system } from '../../core/ctx.js';
import type { Env } from '../../core/env.js';
import { startServer, type TestServer } from '../../test/app.js';
import { Given, ORIGIN, SIDE } from '../../test/given.js';
import { SettingsService } from './settings.service.js';

let server: TestServer;
afterEach(() => server.close());

const start = async (env: Partial<Env> = {}) => {
  server = await startServer(env);
};
const settings = async () => (await request(server.url).get('/api/settings').expect(200)).body;

describe('settings', () => {
  it('of an empty system show China and wait for the first run', async () => {
    await start();
    expect(await settings()).toEqual({
      city: '',
      view: { lng: expect.any(Number), lat: expect.any(Number), zoom: 4 },
      demo: false,
      firstRun: true,
      operator: { name: '网格化治理机构', contact: '电话 12345', keepsMonths: 24 },
      hotline: '12345',
      stops: { 'fire-now': 'fire', 'medical-now': 'medical', 'crime-now': 'crime' },
      tianditu: null,
    });
  });

  it('name the root place and show all outlines', async () => {
    const operator = { contact: '试验路 1 号', keepsMonths: 6 };
    await start({ tiandituKey: 'a-key', hotline: '021-12345', operator });
    const given = await Given.city(server);
    await given.the('leader');
    const answer = await settings();
    expect(answer).toMatchObject({ city: '试验市', firstRun: false, hotline: '021-12345', tianditu: { key: 'a-key' } });
    expect(answer.operator).toEqual({ name: '试验市网格化治理机构', ...operator });
    expect(answer.view.lng).toBeCloseTo(ORIGIN.lng + 2 * SIDE, 6);
    expect(answer.view.lat).toBeCloseTo(ORIGIN.lat + SIDE / 2, 6);
    // 0.04° on 800 px of a map whose world is 256 px wide at zoom 0.
    expect(answer.view.zoom).toBeCloseTo(Math.log2((800 * 360) / (256 * 4 * SIDE)), 0);
  });

  it('follow what is set, also in the demo', async () => {
    await start({ city: 'huangpu' });
    const view = { lng: 121.47, lat: 31.23, zoom: 14 };
    await Ctx.writing({ db: server.db, actor: system }, (ctx) =>
      server.app.get(SettingsService).setCity(ctx, { name: '上海市黄浦区', view, demo: true }),
    );
    expect(await settings()).toMatchObject({ city: '上海市黄浦区', view, demo: true });
    await Ctx.writing({ db: server.db, actor: system }, (ctx) =>
      server.app.get(SettingsService).setCity(ctx, { name: '黄浦区', demo: false }),
    );
    expect(await settings()).toMatchObject({ city: '黄浦区', demo: false });
  });
});
