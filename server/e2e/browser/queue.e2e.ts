/** Working through a list: finding what somebody asks about, going from case to case, many at once, hands on the keys. */

import type { Action } from '../../../shared/case-flow.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { Look, Page } from '../../../shared/views.js';
import { communityDeskOf, numbered, type Spot, spot, the, workerOf } from './city.js';
import type { Clerk } from './clerk.js';
import { Hands } from './hands.js';
import { line } from './line.js';
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
  expect((await resident.get<Page<Look>>(`/api/cases/${id}/looks`)).total).toBe(2);
});

/** Reports so many cases that are found by these words, in their order. */
async function reports(mark: string, n: number, here: Spot): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < n; i += 12) {
    const resident = await Hands.resident();
    for (let k = i; k < Math.min(n, i + 12); k++) ids.push((await resident.report(`${mark}第 ${k + 1} 盏`, here)).id);
  }
  return ids;
}
const macro = async ({ page }: Clerk, name: string, action: Action, input: object, onward = false) => {
  const data = { name, shared: false, content: { steps: [{ action, input }], onward } };
  expect((await page.request.post('/api/macros', { data })).status()).toBe(201);
};

test('the next case is the next one of the list, also past its first page and after some were left alone', async ({
  open,
}) => {
  const here = await spot(5);
  const mark = numbered('一路走下去的路灯');
  const ids = await reports(mark, 24, here);
  const clerk = await open.desk(communityDeskOf(here.code).login);
  const { page } = clerk;
  await macro(clerk, '核实属实', 'verify', { findings: '现场看过，属实' }, true);
  await clerk.opens(`/cases?q=${encodeURIComponent(mark)}&state=reported&sort=createdAt`);
  await expect(page.locator('tbody tr')).toHaveCount(20);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const words = page.getByRole('region', { name: '诉求内容' });
  const isAt = (n: number) => expect(words).toContainText(`${mark}第 ${n} 盏`);
  for (let n = 1; n <= 5; n++) {
    await isAt(n);
    await page.keyboard.press('n');
  }
  for (let n = 6; n <= 22; n++) {
    await isAt(n);
    await expect(page.getByRole('button', { name: '核实属实 1' })).toBeEnabled();
    await page.keyboard.press('1');
    await expect(clerk.dialog.getByRole('button', { name: '执行，接着下一件' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(clerk.dialog).toBeHidden();
  }
  await isAt(23);
  await page.keyboard.press('n');
  await isAt(24);
  await page.keyboard.press('n');
  await clerk.sees('这个列表后面没有别的事件了');
  const left = (await (await Hands.of(communityDeskOf(here.code))).list(`q=${encodeURIComponent(mark)}&state=reported`))
    .rows;
  expect(left.map((row) => row.id).sort()).toEqual([...ids.slice(0, 5), ...ids.slice(22)].sort());
});

test('two quick actions on one case, each by the number it has on every case', async ({ open }) => {
  const here = await spot(6);
  const { id } = await (await Hands.resident()).report(numbered('先核实再说明的路灯'), here);
  const desk = communityDeskOf(here.code);
  const clerk = await open.desk(desk.login);
  await macro(clerk, 'A 核实', 'verify', { findings: '属实' });
  await macro(clerk, 'B 派遣', 'assign', { unit: 'suggested', urgency: 'normal' });
  await clerk.opens(`/cases/${id}`);
  const bar = clerk.page.getByRole('toolbar', { name: '快捷操作' });
  const press = async (key: string) => {
    await clerk.page.keyboard.press(key);
    await expect(clerk.dialog.getByRole('button', { name: '执行' })).toBeFocused();
    await clerk.page.keyboard.press('Enter');
    await expect(clerk.dialog).toBeHidden();
  };
  await expect(bar.getByRole('button', { name: 'A 核实 1' })).toBeEnabled();
  await press('1');
  await clerk.isIn('待分流');
  await expect(bar.getByRole('button', { name: 'A 核实 1' })).toBeDisabled();
  await press('2');
  await expect.poll(async () => (await (await Hands.of(desk)).case(id)).timeline.at(-1)?.action).toBe('assign');
});

test('a refusal is said also after somebody was quicker', async ({ open }) => {
  const here = await spot(7);
  const { id } = await (await Hands.resident()).report(numbered('断网时处理的路灯'), here);
  const clerk = await open.desk(communityDeskOf(here.code).login);
  await clerk.opens(`/cases/${id}`);
  await clerk.begins('核实');
  await clerk.dialog.getByLabel('核实情况').fill('属实');
  const operator = await Hands.of(the('operator'));
  await operator.act(id, 'addFor', { words: '灯杆在小区门口' });
  await expect(clerk.dialog).toContainText('别人刚刚处理了这件事');
  await clerk.page.context().setOffline(true);
  await clerk.dialog.getByRole('button', { name: '按最新情况核实' }).click();
  await expect(clerk.dialog).toContainText('连不上服务器');
  await clerk.page.context().setOffline(false);
  await clerk.dialog.getByRole('button', { name: '按最新情况核实' }).click();
  await clerk.isIn('待分流');
});

test('what happened while the line was cut is there when it is whole again', async ({ open }) => {
  const here = await spot(8);
  const words = numbered('断线时办掉的路灯');
  const { id } = await (await Hands.resident()).report(words, here);
  const worker = await Hands.of(workerOf(here.code));
  const wire = await line();
  try {
    const clerk = await open.desk(communityDeskOf(here.code).login, { baseURL: wire.url });
    const begun = clerk.page.waitForResponse((r) => r.url().endsWith('/api/live'));
    await clerk.opens(`/cases/${id}`);
    await clerk.isIn('待核实');
    await expect(clerk.page.locator('canvas').first()).toBeVisible();
    await begun;
    // Somebody else hears it, so that the server has told it by the time that this page listens again.
    const other = await open.desk(workerOf(here.code).login);
    await other.opens(`/cases/${id}`);
    await other.isIn('待核实');
    wire.cut();
    await worker.act(id, 'verify', { findings: '属实' });
    await other.isIn('待分流');
    const again = clerk.page.waitForResponse((r) => r.url().endsWith('/api/live'));
    wire.mend();
    await again;
    await clerk.isIn('待分流');
  } finally {
    wire.close();
  }
});

test('ticks of several pages are one set: seen at another case, lost with the conditions, done as they stand now', async ({
  open,
}) => {
  const here = await spot(9);
  const mark = numbered('一起派遣的路灯');
  const ids = await reports(mark, 22, here);
  const worker = await Hands.of(workerOf(here.code));
  for (const id of ids) await worker.act(id, 'verify', { findings: '属实' });
  const clerk = await open.desk(communityDeskOf(here.code).login);
  const { page } = clerk;
  await clerk.opens(`/cases?q=${encodeURIComponent(mark)}&sort=createdAt`);
  const words = page.getByRole('region', { name: '诉求内容' });
  const bulk = page.getByRole('region', { name: '批量处理' });
  await expect(page.locator('tbody tr')).toHaveCount(20);
  await page.keyboard.press('X');
  await expect(bulk).toContainText('已勾选 20 件');
  await page.keyboard.press(']');
  await expect(page.locator('tbody tr')).toHaveCount(2);
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(bulk).toContainText('已勾选 21 件');
  await page.keyboard.press('Enter');
  await expect(words).toContainText(`${mark}第 21 盏`);
  await page.keyboard.press('Escape');
  await expect(bulk).toContainText('已勾选 21 件');

  // One of the first page moves on while nobody looks at it.
  const desk = await Hands.of(the('dispatcher'));
  const unit = (await desk.case(ids[0] ?? '')).suggestion?.unit.id;
  await desk.act(ids[0] ?? '', 'assign', { unit, urgency: 'normal' });
  await page.keyboard.press('b');
  await expect(bulk.getByRole('button').first()).toBeFocused();
  await bulk.getByRole('button', { name: /批量派遣/ }).click();
  await expect(clerk.dialog).toContainText('20 件可以派遣，1 件不可以');
  await clerk.dialog.getByRole('button', { name: '取消' }).click();

  await page.keyboard.press('v');
  await page.keyboard.press('1');
  await clerk.sees('列表的条件变了，已取消勾选的 21 件');
  await expect(bulk).toHaveCount(0);
});

test('whatever may be done with a case is two keys away, and nothing is done while somebody types', async ({
  open,
}) => {
  const here = await spot(9);
  const { id } = await (await Hands.resident()).report(numbered('按菜单办的路灯'), here);
  const clerk = await open.desk(communityDeskOf(here.code).login);
  const { page } = clerk;
  await clerk.opens(`/cases/${id}`);
  await clerk.isIn('待核实');
  await page.keyboard.press('.');
  await expect(clerk.dialog).toContainText('办理');
  const label = (await page.locator('.action-menu button').first().textContent())?.replace(/^1/, '').trim();
  await page.keyboard.press('1');
  await expect(clerk.dialog).toContainText(`${label} ·`);
  await clerk.dialog.getByRole('textbox').first().fill('');
  await page.keyboard.type('.n?');
  await expect(clerk.dialog.getByRole('textbox').first()).toHaveValue('.n?');
  await page.keyboard.press('Escape');
  await expect(clerk.dialog).toBeHidden();
  await page.keyboard.press('?');
  for (const words of ['打开办理菜单', '打印或存为 PDF', '再按数字', '勾选或取消本页']) await clerk.sees(words);
  await page.keyboard.press('Escape');
  await expect(clerk.dialog).toBeHidden();
  await Promise.all([
    page.context().waitForEvent('request', (asked) => asked.url().endsWith('/paper.pdf')),
    page.keyboard.press('p'),
  ]);
});

test('a saved view is given another name, takes the conditions of now, and goes again', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  const bar = page.getByRole('navigation', { name: '视图' });
  const line = (name: string) => clerk.dialog.getByRole('listitem').filter({ hasText: name });
  await clerk.opens('/cases?state=assigned');
  await bar.getByRole('button', { name: '存为视图' }).click();
  await clerk.dialog.getByLabel('名称').fill('等接收的');
  await clerk.dialog.getByRole('button', { name: '保存' }).click();
  await expect(bar.getByRole('button', { name: /^等接收的/ })).toHaveAttribute('aria-current', 'true');

  await clerk.opens('/cases?state=assigned&urgency=urgent');
  await bar.getByRole('button', { name: '管理视图' }).click();
  await line('等接收的').getByRole('button', { name: '修改' }).click();
  await clerk.dialog.getByLabel('名称').fill('急件等接收');
  await clerk.chooses('改成列表现在的条件和排序', 'checkbox');
  await clerk.dialog.getByRole('button', { name: '保存' }).click();
  await expect(bar.getByRole('button', { name: /^急件等接收/ })).toHaveAttribute('aria-current', 'true');
  await expect(bar.getByRole('button', { name: /^等接收的/ })).toHaveCount(0);

  await clerk.opens('/cases');
  await bar.getByRole('button', { name: '管理视图' }).click();
  await line('急件等接收').getByRole('button', { name: '修改' }).click();
  await expect(clerk.dialog.getByLabel('名称')).toHaveValue('急件等接收');
  // A list without conditions is no view.
  await expect(clerk.dialog.getByRole('checkbox', { name: '改成列表现在的条件和排序' })).toHaveCount(0);
  await clerk.dialog.getByRole('button', { name: '取消' }).click();
  await bar.getByRole('button', { name: '管理视图' }).click();
  await line('急件等接收').getByRole('button', { name: '删除' }).click();
  await page.getByRole('tooltip').getByRole('button', { name: '删除' }).click();
  await expect(bar.getByRole('button', { name: /^急件等接收/ })).toHaveCount(0);
});
