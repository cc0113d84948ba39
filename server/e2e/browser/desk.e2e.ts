/** A clerk with five hundred cases a day: quick actions by keyboard, news as it happens, drafts, and a colleague away. */
import { sayCaseNumber } from '../../../shared/say.js';
import { colleagueOf, communityDeskOf, handlerOf, numbered, peerOf, spot, the, workerOf } from './city.js';
import { bring, Hands } from './hands.js';
import { mostLines } from './in-page.js';
import { expect, test } from './test.js';

test('ten cases are verified and sent out by a quick action, with the keyboard alone', async ({ open }) => {
  const here = await spot(4);
  const mark = numbered('快捷操作要办的路灯');
  const resident = await Hands.resident();
  const ids: string[] = [];
  for (let i = 0; i < 10; i++) ids.push((await resident.report(`${mark}第 ${i + 1} 盏`, here)).id);

  const clerk = await open.desk(communityDeskOf(here.code).login);
  const { page } = clerk;
  await clerk.opens('/phrases');
  await clerk.button('新建快捷操作').click();
  await expect(clerk.dialog).toContainText('新建快捷操作');
  await clerk.dialog.getByLabel('名称').fill('核实并派遣');
  await clerk.picks(clerk.dialog.getByRole('combobox', { name: '加一步' }), '核实');
  await clerk.dialog.getByRole('region', { name: '第 1 步：核实' }).getByLabel('核实情况').fill('{place}，情况属实');
  await clerk.picks(clerk.dialog.getByRole('combobox', { name: '加一步' }), '派遣');
  const second = clerk.dialog.getByRole('region', { name: '第 2 步：派遣' });
  await expect(second).toContainText('权责清单建议的单位');
  await second.getByRole('radio', { name: '一般' }).check();
  await clerk.dialog.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('row').filter({ hasText: '核实并派遣' })).toContainText('核实 → 派遣');

  await clerk.opens(`/cases?q=${encodeURIComponent(mark)}&sort=createdAt`);
  await expect(page.locator('tbody tr')).toHaveCount(10);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const words = page.getByRole('region', { name: '诉求内容' });
  for (let i = 0; i < 10; i++) {
    await expect(words).toContainText(`${mark}第 ${i + 1} 盏`);
    await expect(page.getByRole('toolbar', { name: '快捷操作' })).toContainText('核实并派遣');
    await page.keyboard.press('1');
    await expect(clerk.dialog).toContainText('待接收');
    await expect(clerk.dialog.getByRole('button', { name: '执行，接着下一件' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(clerk.dialog).toBeHidden();
  }
  await clerk.isIn('待接收');
  for (const id of ids) expect((await resident.case(id)).state).toBe('assigned');
});

test('two who have one case open see each other, and what one does the other sees without asking', async ({ open }) => {
  const here = await spot(5);
  const words = numbered('两个人同时打开的路灯');
  const { id } = await (await Hands.resident()).report(words, here);
  const worker = workerOf(here.code);
  const [one, other] = [await open.desk(worker.login), await open.desk(communityDeskOf(here.code).login)];
  await one.opens(`/cases/${id}`);
  await expect(one.page.getByRole('region', { name: '诉求内容' })).toContainText(words);
  await other.opens(`/cases/${id}`);
  await other.sees(`${worker.name}（`);
  await one.sees('也在看这件事');

  await one.begins('核实');
  await one.sends('核实');
  await other.isIn('待分流');
  await one.opens('/cases');
  await expect(other.page.getByText('也在看这件事')).toBeHidden();
});

test('what was typed is there at another computer, and both sides are shown when somebody was quicker', async ({
  open,
}) => {
  const here = await spot(6);
  const { id, number } = await bring(
    (await (await Hands.resident()).report(numbered('写了一半的路灯'), here)).id,
    'verified',
    here,
  );
  const { login } = the('dispatcher');
  const first = await open.desk(login);
  await first.opens(`/cases/${id}`);
  await first.begins('派遣');
  const kept = first.page.waitForResponse((r) => r.url().includes('/drafts/assign') && r.request().method() === 'PUT');
  await first.dialog.getByLabel('派遣说明').fill('先联系居委会开门');
  await kept;

  const second = await open.desk(login);
  await second.opens(`/cases/${id}`);
  await second.begins('派遣');
  await expect(second.dialog.getByLabel('派遣说明')).toHaveValue('先联系居委会开门');
  await expect(second.dialog).toContainText('写了没有提交的');

  const quicker = await Hands.of(communityDeskOf(here.code));
  const unit = (await quicker.case(id)).suggestion?.unit.id;
  await quicker.act(id, 'assign', { unit, urgency: 'soon', words: '已电话通知' });
  await expect(second.dialog.getByRole('region', { name: '您写的' })).toContainText('先联系居委会开门');
  await expect(second.dialog.getByRole('region', { name: '这期间发生的' })).toContainText('已电话通知');
  await expect(second.dialog).toContainText(sayCaseNumber(number));
});

test('a case beside another is merged by one key', async ({ open }) => {
  const here = await spot(7);
  const words = numbered('弄堂口路灯整夜不亮');
  const first = await (await Hands.resident()).report(words, here);
  const second = await (await Hands.resident()).report(`${words}，请来修`, here);
  const desk = await open.desk(communityDeskOf(here.code).login);
  await desk.opens(`/cases/${second.id}`);
  await expect(desk.page.getByRole('region', { name: '可能是同一件事' })).toContainText(sayCaseNumber(first.number));
  await desk.page.keyboard.press('m');
  await desk.isIn('并案');
  await desk.sees(`${sayCaseNumber(second.number)} 已并入 ${sayCaseNumber(first.number)}`);
  await desk.button('撤销并案').last().click();
  await desk.isIn('待核实');
  await desk.page.keyboard.press('m');
  await desk.isIn('并案');
});

test('a colleague takes over for a day, and the timeline says for whom', async ({ open }) => {
  const here = await spot(2);
  const words = numbered('网格员请假那天的路灯');
  const absent = workerOf(here.code);
  const other = colleagueOf(absent);
  const { id } = await (await Hands.resident()).report(words, here);

  const away = await open.desk(absent.login);
  await away.opens('/absence');
  await away.button('安排代班').click();
  const colleagues = away.dialog.getByRole('combobox', { name: '请谁代办' });
  const radio = away.dialog.getByRole('radio', { name: other.name });
  await expect(colleagues.or(radio).first()).toBeVisible();
  if (await colleagues.isVisible()) await away.picks(colleagues, other.name);
  else await radio.check();
  await away.dialog.getByRole('button', { name: '安排' }).click();
  await expect(away.page.getByRole('row').filter({ hasText: other.name })).toContainText('正在代班');

  const standIn = await open.desk(other.login);
  await standIn.opens('/cases?mine=true&sort=dueAt');
  await standIn.sees(`正在代 ${absent.name}`);
  await standIn.opens(`/cases/${id}`);
  await standIn.begins('核实');
  await standIn.sends('核实');
  await standIn.isIn('待分流');
  await away.page.getByRole('button', { name: '结束' }).click();
  await away.page.getByRole('tooltip').getByRole('button', { name: '结束' }).click();
  await away.sees('现在没有人代班');
});

test('somebody of another unit is named by who keeps the accounts, and does the work of both', async ({ open }) => {
  const here = await spot(3);
  const words = numbered('养护所的人都不在那天的路灯');
  const { unit, id } = await bring((await (await Hands.resident()).report(words, here)).id, 'assigned', here);
  const absent = handlerOf(unit ?? { name: '' });
  const other = peerOf(absent);

  const keeper = await open.desk(the('systemAdmin').login);
  await keeper.opens('/absence');
  await keeper.button('安排代班').click();
  await keeper.picks(keeper.dialog.getByLabel('谁不在'), absent.name, absent.name);
  await keeper.picks(keeper.dialog.getByLabel('请谁代办'), other.name, other.name);
  await keeper.dialog.getByRole('button', { name: '安排' }).click();
  const row = keeper.page.getByRole('row').filter({ hasText: absent.name }).filter({ hasText: other.name });
  await expect(row).toContainText('正在代班');

  const standIn = await open.desk(other.login);
  await standIn.opens(`/cases/${id}`);
  await standIn.sees(`正在代 ${absent.name}`);
  await standIn.begins('接收');
  await standIn.sends('接收');
  await standIn.isIn('处置中');
  await standIn.sees(new RegExp(`${other.name}（代 ${absent.name}）`));
  await row.getByRole('button', { name: '结束' }).click();
  await keeper.page.getByRole('tooltip').getByRole('button', { name: '结束' }).click();
  await expect(row).toHaveCount(0);
  await standIn.page.reload();
  await standIn.sees('没有找到');
});

test('the bars of an area add up to what is open there, with one for what lies in none of its parts', async ({
  open,
}) => {
  await (await Hands.resident()).report(numbered('说不清在哪里的路灯'), await spot(8), { place: undefined });
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens('/');
  const bars = page.getByRole('region', { name: '各街道未结' });
  await bars.getByRole('button', { name: '看表格' }).click();
  const all = page.getByRole('link', { name: /辖区未结/ }).locator('b');
  const sum = async () =>
    (await bars.locator('td:nth-child(2)').allTextContents()).reduce((n, cell) => n + Number(cell), 0);
  await expect.poll(async () => (await sum()) - Number(await all.textContent())).toBe(0);
  const link = bars.getByRole('row').filter({ hasText: '未落到街道' }).getByRole('link').first();
  const n = await link.textContent();
  await link.click();
  await clerk.sees(`共 ${n} 件`);
  await expect(page.locator('.chips')).toContainText('未落到街道');
});

test('the sheet of keys has each key, and what it does, on one line', async ({ open }) => {
  const clerk = await open.desk(the('dispatcher').login);
  await clerk.opens('/');
  await expect(clerk.button('键盘快捷键')).toBeVisible();
  await clerk.page.keyboard.press('?');
  await expect(clerk.dialog).toContainText('Alt + Shift + 数字');
  expect(await clerk.page.evaluate<number>(mostLines('.keys kbd, .keys dd'))).toBe(1);
});
