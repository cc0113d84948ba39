/** Taking down calls with both hands on the keys: a new case, and an earlier one urged instead of entered twice. */
import type { Page } from '@playwright/test';
import { numbered, spot, the } from './city.js';
import { bring, Hands } from './hands.js';
import { expect, test } from './test.js';

/** Tab until the field with this label has the focus. */
async function tabsTo(page: Page, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: false }).first();
  for (let i = 0; i < 40; i++) {
    if ((await field.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${label} is not reached by Tab`);
}

test('a call is taken down by keyboard alone: number, words, item, an address found while typing', async ({ open }) => {
  const operator = await open.desk(the('operator').login);
  const { page } = operator;
  const words = numbered('路灯整夜不亮');
  await operator.opens('/intake');
  await expect(page.getByLabel('联系电话')).toBeFocused();
  await page.keyboard.type('13799990000');
  await operator.sees('这个号码以前没有反映过，请继续登记');
  await tabsTo(page, '称呼');
  await page.keyboard.type('严先生');
  await tabsTo(page, '情况说明');
  await page.keyboard.type(words);
  await tabsTo(page, '事项');
  await page.keyboard.type('路灯');
  await expect(operator.options.first()).toContainText('路灯');
  await page.keyboard.press('Enter');
  await tabsTo(page, '地址');
  const found = page.waitForResponse((answer) => new URL(answer.url()).searchParams.get('q') === '北京东');
  await page.keyboard.type('北京东');
  await found;
  await expect(operator.options.filter({ hasText: '北京东路' }).first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('地址')).not.toHaveValue('北京东');
  // Where it was chosen, the map shows whose it is.
  await expect(page.locator('.point-said')).toContainText('去掉位置');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: '已登记' })).toBeVisible();
  await expect(page.getByRole('button', { name: '再登记一件' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('联系电话')).toBeFocused();
  await expect(page.getByLabel('情况说明')).toHaveValue('');
});

test('who calls again is known by the number, and the earlier case is urged by two keys', async ({ open }) => {
  const here = await spot(6);
  const phone = `137${String(Date.now()).slice(-8)}`;
  const words = numbered('井盖边的路灯坏了');
  const { id } = await bring(
    (await (await Hands.resident()).report(words, here, { contactPhone: phone })).id,
    'verified',
    here,
  );

  const operator = await open.desk(the('operator').login);
  const { page } = operator;
  await operator.opens('/intake');
  await expect(page.getByLabel('联系电话')).toBeFocused();
  await page.keyboard.type(phone);
  const earlier = page.getByRole('region', { name: '来电人以前的事件' });
  await expect(earlier).toContainText(words);
  // Meanwhile it moves on.
  const dispatcher = await Hands.of(the('dispatcher'));
  const unit = (await dispatcher.case(id)).suggestion?.unit.id;
  await dispatcher.act(id, 'assign', { unit, urgency: 'normal' });
  await tabsTo(page, '情况说明');
  await page.keyboard.type('又打来问什么时候修好');
  await page.keyboard.press('Alt+1');
  await expect(operator.dialog).toContainText(words);
  await expect(operator.dialog.getByLabel('诉求人想说的话')).toHaveValue('又打来问什么时候修好');
  await page.keyboard.press('Control+Enter');
  await operator.sees(/已代催办/);
  await expect(operator.dialog).toBeHidden();
  const view = await (await Hands.of(the('operator'))).case(id);
  expect(view.timeline.at(-1)).toMatchObject({ action: 'urgeFor', input: { words: '又打来问什么时候修好' } });

  // By the last four digits, which are looked up when asked for.
  await expect(page.getByLabel('联系电话')).toBeFocused();
  await page.keyboard.type(phone.slice(-4));
  await page.keyboard.press('Enter');
  await expect(earlier).toContainText(words);
  await expect(earlier.getByRole('button', { name: '代补充' }).first()).toBeVisible();
});

test('what was taken down outlives the page, and the place of an earlier case is taken over by two keys', async ({
  open,
}) => {
  const here = await spot(8);
  const phone = `136${String(Date.now()).slice(-8)}`;
  await (await Hands.resident()).report(numbered('弄口的路灯不亮'), here, {
    contactPhone: phone,
    address: '永安弄 3 号',
  });
  const operator = await open.desk(the('operator').login);
  const { page } = operator;
  await operator.opens('/intake');
  await expect(page.getByLabel('联系电话')).toBeFocused();
  await page.keyboard.type(phone);
  const earlier = page.getByRole('region', { name: '来电人以前的事件' });
  await expect(earlier).toContainText('永安弄 3 号');
  await expect(earlier.getByRole('link').first()).toHaveAttribute('target', '_blank');
  await page.keyboard.press('Alt+Shift+1');
  await expect(page.getByLabel('地址')).toHaveValue('永安弄 3 号');
  await expect(page.locator('.point-said')).toContainText(here.name);
  const kept = page.waitForResponse((r) => r.url().endsWith('/intake/draft') && r.request().method() === 'PUT');
  await page.getByLabel('情况说明').fill('隔壁的井盖也坏了');
  await kept;
  await page.reload();
  await operator.sees('没有登记完的');
  await expect(page.getByLabel('情况说明')).toHaveValue('隔壁的井盖也坏了');
  await expect(page.getByLabel('地址')).toHaveValue('永安弄 3 号');
  await expect(page.locator('.point-said')).toContainText(here.name);

  // Where no address is known: a grid by its name, without the mouse.
  await page.getByRole('button', { name: '去掉位置' }).click();
  await page.getByLabel('按名称定位').focus();
  await page.keyboard.type(here.name);
  await expect(operator.options.first()).toContainText(here.name);
  await page.keyboard.press('Enter');
  await expect(page.locator('.point-said')).toContainText(here.name);
  await operator.button('清空').click();
  await page.getByRole('tooltip').getByRole('button', { name: '清空' }).click();
  await page.reload();
  await expect(page.getByLabel('情况说明')).toHaveValue('');
});

test('a list is searched while one types, marked, printed and taken home', async ({ open }) => {
  const here = await spot(7);
  const mark = numbered('梧桐叶堵住下水口');
  const { id } = await (await Hands.resident()).report(mark, here);
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens('/cases');
  await expect(page.locator('tbody tr').nth(1)).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type(mark.slice(2));
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await expect(page.locator('tbody mark').first()).toHaveText(mark.slice(2).split(' ')[0] ?? '');

  await clerk.button('导出').click();
  await clerk.button('开始导出').click();
  const files = page.getByRole('list', { name: '我的导出' }).getByRole('listitem');
  await expect(files.first()).toContainText('已完成');
  await expect(files.first()).toContainText('1 / 1 件');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    files.first().getByRole('link', { name: /下载/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^事件-\d{4}-\d\d-\d\d\.xlsx$/);

  await clerk.opens(`/cases/${id}`);
  const paper = page.getByRole('link', { name: '打印或存为 PDF' });
  await expect(paper).toBeVisible();
  const answer = await page.request.get((await paper.getAttribute('href')) ?? '');
  expect(answer.headers()['content-type']).toBe('application/pdf');
});
