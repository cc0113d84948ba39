/** The supervision desk looks at a hint and says what it was. */
import { the } from './city.js';
import { expect, test } from './test.js';

test('a hint is opened, compared, and answered once', async ({ open }) => {
  const clerk = await open.desk(the('supervisor').login);
  await clerk.opens('/hints?kind=samePair');
  const rows = clerk.page.getByRole('row').filter({ hasText: '总是同两个人' });
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  await rows.first().click();
  const card = clerk.dialog;
  await expect(card.getByText('都是同两个人')).toBeVisible();
  await card.getByLabel('核对说明').fill('看过现场，确已办好');
  await card.getByRole('button', { name: '没有问题' }).click();
  await expect(rows).toHaveCount(before - 1);
});
