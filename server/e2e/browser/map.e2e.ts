/** 地图 on an office computer without WebGL: grids, cases, and the way from both to their pages. */
import { spot, the } from './city.js';
import { coloursOfMap, withoutWebGL } from './in-page.js';
import { expect, test } from './test.js';

test('the map draws grids and cases without WebGL and leads on', async ({ open }) => {
  const here = await spot(1);
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await page.addInitScript({ content: withoutWebGL });
  await clerk.opens('/map');
  await clerk.sees(/画面内 [1-9]\d* 件/);
  await expect(page.getByRole('region', { name: '图例' })).toContainText('每百户未结事件');

  const map = page.locator('.map-canvas');
  const colours = () => page.evaluate<number>(coloursOfMap);
  // Five blues, greys of the streets, tones of the points: an empty canvas has one colour.
  await expect.poll(colours).toBeGreaterThan(100);

  const all = await page.getByText(/画面内 \d+ 件/).textContent();
  await clerk.picks(page.getByRole('combobox', { name: '分类' }), '道路设施');
  await expect(page).toHaveURL(/group=/);
  await expect(page.getByText(/画面内 \d+ 件/)).not.toHaveText(all ?? '');

  const box = await map.boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await expect(page.getByRole('link', { name: /打开这件事|打开网格页/ })).toBeVisible();

  await clerk.opens(`/map?grid=${here.code}`);
  await expect(page.getByRole('heading', { name: here.name })).toBeVisible();
  await page
    .getByRole('link', { name: /^\d+ 件$/ })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(`place=${here.code}`));
  await clerk.sees(`在${here.name}`);
});

test('a grid has its card, its posts and its outline', async ({ open }) => {
  const here = await spot(1);
  const clerk = await open.desk(the('dispatcher').login);
  await clerk.opens(`/places?code=${here.code}`);
  await expect(clerk.page.getByRole('heading', { name: new RegExp(here.name) })).toBeVisible();
  await clerk.sees('网格岗位（1+3+N）');
  await clerk.sees('专职网格员');
  await expect(
    clerk.page
      .getByRole('region', { name: `${here.name}的边界` })
      .locator('canvas')
      .first(),
  ).toBeVisible();
});
