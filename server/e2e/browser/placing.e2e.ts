/** A report without a place: found by the operator, given its place, and put right once more by who dispatches it. */
import { numbered, spot, the, workerOf } from './city.js';
import { Hands } from './hands.js';
import { expect, test } from './test.js';

test('who calls back learns where it is: the case gets its place, its grid, and leaves 无主', async ({ open }) => {
  const here = await spot(9);
  const words = numbered('说不清是哪里的路灯');
  const resident = await Hands.resident();
  const { id } = await resident.report(words, here, { place: undefined });

  const operator = await open.desk(the('operator').login);
  const { page } = operator;
  await operator.opens('/');
  await page.getByRole('link', { name: /没有网格$/ }).click();
  const row = page.getByRole('row').filter({ hasText: words });
  await row.click();
  await operator.sees('没有可用的位置');
  const listed = page.url();

  await operator.begins('核实');
  const { dialog } = operator;
  await dialog.getByLabel('地址').fill('灯杆在弄堂口');
  await operator.picks(dialog.getByLabel('按名称定位'), here.name, here.name);
  await expect(dialog.locator('.point-said')).toContainText(here.name);
  await dialog.getByLabel('核实情况').fill('电话问到了位置');
  await operator.sends('核实');
  await operator.isIn('待分流');
  const place = page.getByRole('region', { name: '位置与网格' });
  await expect(place.getByRole('link', { name: here.name })).toBeVisible();
  await expect(place).toContainText('灯杆在弄堂口');
  await expect(page.getByRole('region', { name: '办理过程' })).toContainText(`位置定在${here.name}`);
  await page.goto(listed.replace(/\/cases\/\w+/, '/cases'));
  await expect(page.getByRole('heading', { name: '事件', exact: true })).toBeVisible();
  await expect(row).toHaveCount(0);

  const worker = await Hands.of(workerOf(here.code));
  expect((await worker.list('size=100')).rows.map((r) => r.id)).toContain(id);
  expect((await resident.case(id)).timeline.at(-1)?.says).toContain(`位置定在${here.name}`);
});

test('a wrong place is put right on the map while it is dispatched', async ({ open }) => {
  const here = await spot(4);
  const { id } = await (await Hands.resident()).report(numbered('隔壁网格的路灯'), here);
  await (await Hands.of(workerOf(here.code))).act(id, 'verify', { findings: '不在我的网格里' });
  const clerk = await open.desk(the('dispatcher').login);
  await clerk.opens(`/cases/${id}`);
  const dialog = await clerk.begins('派遣');
  await expect(dialog.getByLabel('在地图上点出位置')).toHaveCount(0);
  await clerk.button('位置不对，更正位置').click();
  const map = dialog.getByLabel('在地图上点出位置');
  await expect(dialog.locator('.point-said')).toContainText('在地图上点一下');
  await map.click();
  await expect(dialog.locator('.point-said')).toContainText(here.name);
  await clerk.sends('派遣');
  await clerk.isIn('待接收');
  await expect(clerk.page.getByRole('region', { name: '办理过程' })).toContainText(`原先在${here.name}`);
});
