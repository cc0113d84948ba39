/** 统计: a number opens its cases, a place leads to what is below it, formulas say what is not built and why. */
import { the, threeMonths } from './city.js';
import { expect, test } from './test.js';

test('a number of the statistics opens exactly its cases', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  const total = clerk.page.getByRole('row').filter({ hasText: '合计' });
  // Deadlines pass while it runs: the number and its list are read again together.
  await expect(async () => {
    await clerk.opens(`/stats?${threeMonths()}`);
    const link = total.getByRole('link').last();
    const n = Number(await link.textContent());
    expect(n).toBeGreaterThan(0);
    await link.click();
    await expect(clerk.page.getByText(/^统计：/)).toBeVisible();
    await expect(clerk.page.getByText(`共 ${n} 件`)).toBeVisible({ timeout: 5000 });
  }).toPass();
});

test('places lead down to grids and back, divisions and sets stand in the address', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens(`/stats?${threeMonths()}&place=310101`);
  await page.getByRole('button', { name: '申澜街道' }).click();
  await expect(page).toHaveURL(/place=310101001/);
  await expect(page.getByRole('columnheader', { name: '社区' })).toBeVisible();
  await page.getByText('居民评价', { exact: true }).click();
  await expect(page.getByRole('columnheader', { name: '满意率' })).toBeVisible();
  await page.getByText('按事项', { exact: true }).click();
  await expect(page.getByRole('columnheader', { name: '事项' })).toBeVisible();
  await expect(page).toHaveURL(/by=item/);
  await expect(page.getByRole('columnheader', { name: '满意率' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('columnheader', { name: '事项' })).toBeVisible();
});

test('the trend is drawn, and the formulas say what is not built and why', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  await clerk.opens(`/stats?${threeMonths()}`);
  await clerk.button('看趋势').click();
  await expect(clerk.page.getByRole('img', { name: /^各月趋势/ })).toBeVisible();
  await clerk.button('公式').click();
  await expect(clerk.dialog).toContainText('按期处置 ÷ 应处置');
  await expect(clerk.dialog).toContainText('GB/T 30428.4');
  await expect(clerk.dialog).toContainText('不给个人排名');
});

test('supervision freezes a month that is over', async ({ open }) => {
  const clerk = await open.desk(the('supervisor').login);
  const month = /from=([\d-]+)/.exec(threeMonths())?.[1] ?? '';
  await clerk.opens(`/stats?from=${month}&to=${month}`);
  await clerk.button(`冻结 ${month}`).click();
  await clerk.page.getByRole('button', { name: /^冻\s?结$/ }).click();
  await expect(clerk.page.getByText(`已冻结 ${month}（`)).toBeVisible();
  await expect(clerk.button(`冻结 ${month}`)).toHaveCount(0);
});
