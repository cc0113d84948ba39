/** 区划与网格: a community is made, its outlines are refused with reasons on the map, mended, and imported; a large file is stopped. */
import { meshOf, seeded } from '../../test/mesh.js';
import { the } from './city.js';
import { expect, test } from './test.js';

/** Beside the demo city; the side of a square, degrees. */
const [WEST, SOUTH, SIDE] = [121.5, 31.2, 0.002];
const square = (name: string, nth: number, shift = 0) => {
  const [w, e] = [WEST + nth * SIDE + shift, WEST + (nth + 1) * SIDE];
  const [s, n] = [SOUTH, SOUTH + SIDE];
  const ring = [
    [w, s],
    [e, s],
    [e, n],
    [w, n],
    [w, s],
  ].map((p) => p.map((x) => Number(x.toFixed(6))));
  return { type: 'Feature', properties: { name }, geometry: { type: 'Polygon', coordinates: [ring] } };
};
const file = (features: unknown[]) => ({
  name: 'grids.geojson',
  mimeType: 'application/geo+json',
  buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })),
});

test('outlines with faults change nothing, and good ones become grids', async ({ open }) => {
  const name = `试验社区${Date.now() % 100_000}`;
  const code = `310101001${String(900 + (Date.now() % 100)).padStart(3, '0')}`;
  const admin = await open.desk(the('systemAdmin').login);
  const { page } = admin;
  await admin.opens('/places?code=310101001');
  await admin.button('新建区划').click();
  await expect(admin.dialog.locator('[data-field="under"]')).toContainText('申澜街道');
  await admin.dialog.getByLabel('编码').fill(code);
  await admin.dialog.getByLabel('名称').fill(name);
  await admin.dialog.getByRole('button', { name: '新建', exact: true }).click();
  await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible();

  await admin.button('导入边界').click();
  const choose = async (features: unknown[], button: string) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), admin.button(button).click()]);
    await chooser.setFiles(file(features));
    await expect(admin.dialog).toContainText(`${features.length} 个图形`);
  };
  await choose([square('甲网格', 0), square('乙网格', 1, -SIDE / 4), square('丙网格', 2)], '选择 GeoJSON 文件');
  await expect(admin.dialog.locator('[data-field="under"]')).toContainText(name);
  await admin.button('检查').click();
  await expect(admin.dialog).toContainText('改好之前不能导入；没有改动任何内容');
  await expect(admin.dialog.getByRole('listitem').first()).toContainText('重叠');
  await expect(admin.dialog.getByRole('region', { name: '导入预览' }).locator('canvas').first()).toBeVisible();
  await expect(admin.button('正式导入')).toBeDisabled();
  await admin.dialog.getByRole('listitem').first().getByRole('button').click();

  await admin.button('改选项或换文件').click();
  await choose([square('甲网格', 0), square('乙网格', 1), square('丙网格', 2)], '换一个文件');
  await admin.dialog.getByLabel('顺序号位数').fill('4');
  await admin.button('检查').click();
  await expect(admin.dialog).toContainText('检查通过：共 3 个图形，将新增 3，更新 0');
  await expect(admin.button('正式导入')).toBeDisabled();
  await admin.chooses(/我看过预览/, 'checkbox');
  await admin.button('正式导入').click();
  await admin.sees('已导入：新增 3，更新 0');

  await page.getByLabel('按名称或编码查找').fill('乙网格');
  await page.getByLabel('按名称或编码查找').press('Enter');
  await page.getByRole('button', { name: '乙网格' }).first().click();
  await expect(page.getByRole('heading', { name: /乙网格/ })).toBeVisible();
  await admin.sees('空缺');
  const at = await page.request.get('/api/places/at', { params: { lng: WEST + 1.5 * SIDE, lat: SOUTH + SIDE / 2 } });
  // More than 999 grids under one community need four digits.
  expect((await at.json()).grid).toMatchObject({ name: '乙网格', code: `${code}0002` });

  await page.getByRole('button', { name: name }).first().click();
  await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible();
  await admin.button('撤销').click();
  await admin.dialog.getByRole('button', { name: '撤销', exact: true }).click();
  await expect(admin.dialog.getByRole('alert')).toContainText('下级：甲网格、乙网格、丙网格');
  await admin.dialog.getByRole('button', { name: '取消' }).click();
  await page.getByRole('button', { name: '乙网格' }).first().click();
  await expect(page.getByRole('heading', { name: /乙网格/ })).toBeVisible();
  await admin.button('撤销').click();
  await admin.dialog.getByRole('button', { name: '撤销', exact: true }).click();
  await admin.sees('乙网格已撤销');
  await expect(page.getByRole('heading', { name: new RegExp(name) })).toBeVisible();
});

/** Each lies over all around it: it takes minutes to tell where. */
const endless = () =>
  meshOf({ columns: 30, rows: 30, origin: [121.6, 31.2], side: 0.01, bends: [6, 12], chance: seeded(7) }).map(
    ({ coordinates: [ring] }, i) => {
      const [x, y] = ring[0];
      const wide = ring.map(([px, py]) => [x + 8 * (px - x), y + 8 * (py - y)]);
      return {
        type: 'Feature',
        properties: { name: `第${i + 1}格` },
        geometry: { type: 'Polygon', coordinates: [wide] },
      };
    },
  );

test('the check of a large file shows how far it is, and ends when it is stopped', async ({ open }) => {
  const admin = await open.desk(the('systemAdmin').login);
  const { page } = admin;
  await admin.opens('/places?code=310101001001');
  await expect(admin.button('撤销')).toBeVisible();
  await admin.button('导入边界').click();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), admin.button('选择 GeoJSON 文件').click()]);
  await chooser.setFiles(file(endless()));
  await expect(admin.dialog).toContainText('900 个图形');
  const count = async () => (await page.request.get('/api/places?parent=310101001001')).json();
  const before = await count();

  await admin.button('检查').click();
  const status = admin.dialog.getByRole('status');
  await expect(status).toContainText(/检查重叠与空隙：[\d,]+ \/ 900 个图形，比过 [1-9]/, { timeout: 60_000 });
  await expect(admin.dialog.getByRole('progressbar', { name: '进度' })).toBeVisible();
  expect((await page.request.get('/health/live')).status()).toBe(200);
  await admin.button('停止').click();
  await admin.sees('已停止，没有改动任何内容');
  await expect(admin.button('检查')).toBeVisible();
  expect(await count()).toEqual(before);
});
