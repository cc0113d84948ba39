/** Triage at case 400: by keyboard, with filters that survive, and many cases at once. */
import { numbered, spot, the } from './city.js';
import { bring, Hands } from './hands.js';
import { expect, test } from './test.js';

test('the list is worked through by keyboard alone', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens('/cases?mine=true&sort=dueAt');
  const rows = page.getByRole('region', { name: '事件列表' }).locator('tbody tr');
  await expect(rows.nth(1)).toBeVisible();
  const current = page.locator('tr[data-current="true"]');

  await page.keyboard.press('j');
  await expect(rows.nth(0)).toHaveAttribute('data-current', 'true');
  await page.keyboard.press('j');
  await expect(rows.nth(1)).toHaveAttribute('data-current', 'true');
  await page.keyboard.press('k');
  await expect(rows.nth(0)).toHaveAttribute('data-current', 'true');
  await expect(current).toHaveCount(1);
  const number = await rows.nth(0).getByRole('link').textContent();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '事件详情' }).locator('.case-head')).toContainText(number ?? '-');
  await page.keyboard.press('Escape');
  await expect(rows.nth(1)).toBeVisible();

  await page.keyboard.press('?');
  await expect(clerk.dialog).toContainText('对这件事做第一个可办的操作');
  await page.keyboard.press('Escape');
  await expect(clerk.dialog).toBeHidden();

  await page.keyboard.press('/');
  await expect(page.getByLabel('按编号或内容搜索')).toBeFocused();
  // Keys are letters again while somebody types.
  await page.keyboard.type('jk?');
  await expect(page.getByLabel('按编号或内容搜索')).toHaveValue('jk?');
  await expect(clerk.dialog).toBeHidden();
});

test('the first action of a row is one key away, and the dialog is sent by Ctrl+Enter', async ({ open }) => {
  const here = await spot(8);
  const words = numbered('路灯杆上的门掉了');
  const { id } = await bring((await (await Hands.resident()).report(words, here)).id, 'verified', here);
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens(`/cases?q=${encodeURIComponent(words.slice(-8))}`);
  await expect(page.getByRole('row').filter({ hasText: words })).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await expect(clerk.dialog).toContainText('派遣');
  await expect(page).toHaveURL(new RegExp(id));
  await page.keyboard.press('Control+Enter');
  await expect(clerk.dialog).toBeHidden();
  await clerk.isIn('待接收');
});

test('search, filters and order stand in the address and survive a reload', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens('/cases');
  await page.getByText('未结', { exact: false }).first().click();
  await expect(page).toHaveURL(/open=/);
  // A queue is sorted by what is due first, and says so.
  await expect(page.getByRole('columnheader', { name: /本步期限/ })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('button', { name: /承诺日期/ }).click();
  await expect(page).toHaveURL(/sort=promisedAt/);
  await clerk.picks(page.getByRole('combobox', { name: '状态' }), '处置中');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/state=handling/);
  const numbers = page.locator('tbody tr .number');
  // The address changes before the list does.
  await expect(page.locator('tbody tr').filter({ hasNotText: '处置中' })).toHaveCount(0);
  await expect(page.locator('.list[aria-busy="false"]')).toBeVisible();
  const before = await numbers.allTextContents();
  expect(before.length).toBeGreaterThan(2);

  await page.reload();
  await expect(numbers).toHaveText(before);
  await expect(page.getByRole('radio', { name: /未结/ })).toBeChecked();
  await expect(page.getByRole('columnheader', { name: /承诺日期/ })).toHaveAttribute('aria-sort', 'ascending');
  for (const row of await page.locator('tbody tr').all()) await expect(row).toContainText('处置中');
  await page.goBack();
  await expect(page).not.toHaveURL(/state=handling/);
});

test('many cases are sent out by one form, and those that cannot be are named before', async ({ open }) => {
  const here = await spot(9);
  const mark = numbered('整条弄堂的路灯');
  const resident = await Hands.resident();
  for (const nth of [1, 2]) await bring((await resident.report(`${mark}第 ${nth} 盏不亮`, here)).id, 'verified', here);
  await resident.report(`${mark}第 3 盏不亮`, here);

  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens(`/cases?q=${encodeURIComponent(mark)}`);
  await expect(page.locator('tbody tr')).toHaveCount(3);
  await page.getByRole('checkbox', { name: '全选本页' }).check();
  await clerk.button('批量派遣（2）').click();
  await expect(clerk.dialog).toContainText('2 件可以派遣');
  await expect(clerk.dialog).toContainText('1 件不可以');
  await expect(clerk.dialog).toContainText('待核实');
  await clerk.picks(clerk.dialog.getByLabel('承办单位'), '区市政养护中心', '市政');
  await clerk.chooses('一般');
  await clerk.dialog.getByRole('button', { name: '下一步：看会怎样' }).click();
  await expect(clerk.dialog).toContainText('2 件会派遣，变为“待接收”');
  await expect(page.locator('tbody tr').filter({ hasText: '待分流' })).toHaveCount(2);
  await clerk.dialog.getByRole('button', { name: '派遣 2 件' }).click();
  await clerk.sees('已派遣 2 件');
  await expect(page.locator('tbody tr').filter({ hasText: '待接收' })).toHaveCount(2);
  await expect(page.locator('tbody tr').filter({ hasText: '待核实' })).toHaveCount(1);
});
