/** The supervision desk looks at a hint and says what it was. */
import { numbered, spot, the } from './city.js';
import { bring, Hands } from './hands.js';
import { expect, test } from './test.js';

test('a hint is opened, compared, and answered once', async ({ open }) => {
  const here = await spot(17);
  const words = numbered('路灯杆歪了');
  const { id } = await (await Hands.resident()).report(words, here);
  // Nobody puts a lamp right within seconds of being told of it.
  const { number } = await bring(id, 'handled', here);
  const clerk = await open.desk(the('supervisor').login);
  await clerk.opens('/hints?kind=tooFast');
  const row = clerk.page.getByRole('row').filter({ hasText: `${number.slice(0, 6)} ${number.slice(6)}` });
  await expect(async () => {
    await clerk.page.reload();
    await expect(row).toBeVisible({ timeout: 3000 });
  }).toPass();
  await row.click();
  const card = clerk.dialog;
  await expect(card.getByText(/接手后 \d+ 秒就办结回复/)).toBeVisible();
  await card.getByLabel('核对说明').fill('看过现场，确已办好');
  await card.getByRole('button', { name: '没有问题' }).click();
  await expect(row).toHaveCount(0);
});
