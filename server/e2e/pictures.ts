/** Makes the pictures of the README in docs/pictures/ from the real product with the demo city: `npm run pictures`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import type { FeatureCollection, Polygon, Position } from 'geojson';
import sharp from 'sharp';
import { launchOptions } from '../../config/chromium.js';
import { openStates } from '../../shared/case-flow.js';
import { huangpu } from '../cities/huangpu/huangpu.js';
import { root } from '../core/root.js';
import { startBuilt } from './browser/built.js';
import { type Spot, spotIn, the, threeMonths } from './browser/city.js';
import { Clerk } from './browser/clerk.js';
import { bring, Hands } from './browser/hands.js';
import { moving } from './browser/in-page.js';
import { Phone, phoneContext } from './browser/phone.js';

const FOLDER = join(root, 'docs/pictures');
const LARGEST = 250_000;
const WORDS = '弄堂口的路灯三天没亮了，晚上看不见台阶，有老人差点摔倒。';
const china = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai' };

/** Without the caret and without anything that still moves; in colours enough for the eye, and small. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  // One page may still push the other away.
  await expect.poll(() => page.evaluate<number>(moving)).toBe(0);
  const raw = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const picture = await sharp(raw).png({ palette: true, quality: 92, effort: 10 }).toBuffer();
  if (picture.length >= LARGEST) throw new Error(`${name} has ${picture.length} bytes; at most ${LARGEST} are allowed`);
  await writeFile(join(FOLDER, `${name}.png`), picture);
  process.stdout.write(`· ${name}.png  ${Math.round(picture.length / 1024)} kB\n`);
}

/** The resident with the most open cases, at home in the middle of a grid. */
async function neighbour(): Promise<{ key: string; at: Spot }> {
  const cases = huangpu.cases(new Date());
  const open = (key: string) =>
    cases.filter((one) => 'resident' in one.by && one.by.resident === key && openStates.includes(one.ends)).length;
  for (const { key, grid } of huangpu.residents().sort((a, b) => open(b.key) - open(a.key))) {
    const at = await spotIn(grid);
    if (at) return { key, at };
  }
  throw new Error('No resident of the demo city lives in the middle of a grid');
}

async function phonePictures(browser: Browser, home: string): Promise<void> {
  const { key, at } = await neighbour();
  const options = { ...phoneContext({ at }), ...china, baseURL: home, deviceScaleFactor: 2 };
  const context = await browser.newContext(options);
  const phone = new Phone(await context.newPage(), { at, as: key });
  const { page } = phone;
  await phone.signsIn();
  await phone.tap('首页', 'tab');
  await phone.tap('看看我在哪个网格');
  await phone.sees('更新位置');
  await take(page, 'home');

  await phone.tap(/^我要上报/);
  await phone.takes('lamp-before-1');
  await phone.sees('第 2 步，共 4 步');
  await take(page, 'report-what');
  await phone.tap('返回');
  await phone.sees('已上传');
  await take(page, 'report-photo');
  await phone.tap('下一步');
  await phone.tap('路灯不亮或损坏');
  await phone.sees(/第.网格/);
  await take(page, 'report-where');
  await phone.tap('位置没错，下一步');
  await phone.types('情况说明', WORDS);
  await take(page, 'report-words');
  await phone.tap('提交');
  await phone.sees('已提交，谢谢您');
  await take(page, 'report-done');

  const desk = await Hands.of(the('dispatcher'));
  const made = (await desk.list('sort=-createdAt')).rows.find((row) => row.words === WORDS);
  const { id } = await bring(made?.id ?? '', 'checked', at);
  await phone.opens(`pages/case/index?id=${id}`);
  await page.reload();
  await phone.sees('处理后');
  await take(page, 'case');
  await phone.tap('确认评价');
  await phone.tap('解决了', 'radio');
  await phone.tap('4 星，满意', 'radio');
  await phone.tap('办得快', 'checkbox');
  await take(page, 'rating');
  await phone.opens();
  await page.reload();
  await phone.tap(/^切换到长辈版/);
  await phone.sees('标准版');
  await take(page, 'elder');
  await context.close();
}

/** The grids of a community, one drawn too small and one too large: what an import refuses. */
function faulty(community: string): FeatureCollection {
  const grids = huangpu.places().features.filter((f) => f.properties.parent === community);
  const scaled = (factor: number, ring: Position[]): Position[] => {
    const [x, y] = [0, 1].map((axis) => ring.reduce((sum, p) => sum + p[axis], 0) / ring.length);
    return ring.map((p) => [x + (p[0] - x) * factor, y + (p[1] - y) * factor]);
  };
  const features = grids.flatMap(({ geometry, properties: { code, name } }, i) => {
    if (!geometry) return [];
    const [outer] = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates[0];
    const factor = i === 0 ? 0.9 : i === 1 ? 1.06 : 1;
    const shape: Polygon = { type: 'Polygon', coordinates: [factor === 1 ? outer : scaled(factor, outer)] };
    return { type: 'Feature' as const, properties: { code, name }, geometry: shape };
  });
  return { type: 'FeatureCollection', features };
}

async function consolePictures(browser: Browser, home: string): Promise<void> {
  const at = async (login: string) => {
    const context = await browser.newContext({ ...china, baseURL: home, viewport: { width: 1366, height: 768 } });
    const clerk = new Clerk(await context.newPage());
    await clerk.hasSignedIn(login);
    return clerk;
  };
  const clerk = await at(the('dispatcher').login);
  const { page } = clerk;
  const row = page.locator('tbody tr').first();
  await clerk.opens('/');
  await row.waitFor();
  await take(page, 'desk');
  await clerk.opens('/cases?open=true&sort=dueAt');
  await row.waitFor();
  await take(page, 'cases');
  const desk = await Hands.of(the('dispatcher'));
  const waiting = (await desk.list('state=verified&mine=true&sort=-createdAt&size=50')).rows;
  const shown = waiting.find((one) => one.photo && one.source === 'resident') ?? waiting[0];
  await clerk.opens(`/cases/${shown.id}`);
  await page.getByRole('region', { name: '基本情况' }).waitFor();
  await take(page, 'case-file');
  await clerk.begins('派遣');
  await clerk.dialog.getByLabel('派遣说明').fill('请夜间到现场查看，处理后拍照');
  await take(page, 'case-dialog');
  await clerk.opens('/map');
  await clerk.sees(/画面内 [1-9]\d* 件/);
  await take(page, 'map');
  await clerk.opens(`/stats?${threeMonths()}`);
  await row.waitFor();
  await take(page, 'stats');
  await clerk.opens('/duty?special=true');
  await row.waitFor();
  await take(page, 'duty');
  await page.context().close();

  const operator = await at(the('operator').login);
  await operator.opens('/intake');
  await operator.page.getByLabel('情况说明').fill(WORDS);
  await operator.page.getByLabel('地址').fill('北京东路');
  await operator.options.first().waitFor();
  await take(operator.page, 'intake');
  await operator.page.context().close();

  const supervisor = await at(the('supervisor').login);
  await supervisor.opens('/hints');
  await supervisor.page.locator('tbody tr').first().waitFor();
  await take(supervisor.page, 'hints');
  await supervisor.page.context().close();

  const admin = await at(the('systemAdmin').login);
  const community = '310101001001';
  await admin.opens(`/places?code=${community}`);
  await admin.page.getByRole('region', { name: /的边界$/ }).waitFor();
  await take(admin.page, 'places');
  await admin.button('导入边界').click();
  const [chooser] = await Promise.all([
    admin.page.waitForEvent('filechooser'),
    admin.button('选择 GeoJSON 文件').click(),
  ]);
  const buffer = Buffer.from(JSON.stringify(faulty(community)));
  await chooser.setFiles({ name: '网格边界.geojson', mimeType: 'application/geo+json', buffer });
  await admin.button('检查').click();
  await admin.dialog.getByRole('listitem').first().waitFor();
  await take(admin.page, 'places-faults');
  await admin.opens('/accounts');
  await admin.page.locator('tbody tr').first().waitFor();
  await take(admin.page, 'people');
  await admin.page.context().close();
}

async function main(): Promise<void> {
  process.stdout.write('· 启动服务，载入示范城市（约一分钟）\n');
  await mkdir(FOLDER, { recursive: true });
  const given = process.env.E2E_URL;
  const server = given ? null : await startBuilt('huangpu');
  const home = given ?? server?.url ?? '';
  process.env.E2E_URL = home;
  const browser = await chromium.launch(launchOptions());
  try {
    await phonePictures(browser, home);
    await consolePictures(browser, home);
  } finally {
    await browser.close();
    await server?.stop();
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
