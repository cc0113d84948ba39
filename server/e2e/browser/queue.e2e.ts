/** Working through a list: finding what somebody asks about, going from case to case, many at once, hands on the keys. */
import { sayCaseNumber } from '../../../shared/say.js';
import { communityDeskOf, numbered, spot } from './city.js';
import { Hands } from './hands.js';
import { expect, test } from './test.js';

test('a telephone number finds its cases and stands nowhere', async ({ open }) => {
  const here = await spot(4);
  const resident = await Hands.resident();
  const { id, number } = await resident.report(numbered('楼下的路灯忽明忽暗'), here, { contactPhone: '13911116927' });
  const { page } = await open.desk(communityDeskOf(here.code).login);
  await page.goto('/admin/cases');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const search = page.getByLabel('按编号或内容搜索');
  for (const phone of ['6927', '139 1111 6927']) {
    await search.fill(phone);
    await search.press('Enter');
    await expect(page.getByText('电话尾号查询')).toBeVisible();
    await expect(page.locator('tbody tr')).toHaveCount(1);
    await expect(page.locator('tbody tr')).toContainText(sayCaseNumber(number));
    await expect(page.getByRole('button', { name: '存为视图' })).toHaveCount(0);
    await page.getByRole('button', { name: '全部去掉' }).click();
    await expect(page.locator('tbody tr').nth(1)).toBeVisible();
  }
  expect([...asked, page.url()].filter((url) => /6927/.test(url))).toEqual([]);
  await search.fill('灯');
  await search.press('Enter');
  await expect(page.getByText('至少两个字')).toBeVisible();
  expect(await resident.get(`/api/cases/${id}/looks`)).toHaveLength(2);
});
