/** The office at its desks: contacts seen with a reason, two clerks at once, reports by telephone, messages. */
import { communityDeskOf, handlerOf, numbered, spot, the, workerOf } from './city.js';
import { bring, Hands } from './hands.js';
import { expect, test } from './test.js';

test('a contact is masked, shown for a reason, and its owner reads who looked', async ({ open }) => {
  const here = await spot(4);
  const resident = await Hands.resident({ name: '顾阿姨', phone: '13900001234' });
  const words = numbered('楼道口路灯坏了');
  const contact = { contactName: '顾阿姨', contactPhone: '13900001234' };
  const { id } = await resident.report(words, here, contact);

  const desk = await open.desk(communityDeskOf(here.code).login);
  await desk.opens(`/cases/${id}`);
  const facts = desk.page.getByRole('region', { name: '基本情况' });
  await expect(facts).toContainText('139****1234');
  await expect(facts).not.toContainText('13900001234');
  await desk.button('查看联系方式').click();
  await desk.dialog.getByRole('button', { name: '查看', exact: true }).click();
  await expect(desk.dialog.getByRole('alert')).toBeVisible();
  await desk.dialog.getByLabel('为什么要看').fill('约上门查看的时间');
  await desk.dialog.getByRole('button', { name: '查看', exact: true }).click();
  await expect(facts).toContainText('13900001234');
  await expect(facts).toContainText('顾阿姨');

  const phone = await open.phone();
  await phone.is(resident);
  await phone.opens(`pages/case/index?id=${id}`);
  await phone.sees(/居委会：约上门查看的时间/);
});

test('of two clerks at once the second sees what happened, and keeps what was typed', async ({ open }) => {
  const here = await spot(5);
  const words = numbered('路灯一闪一闪');
  const { id } = await bring((await (await Hands.resident()).report(words, here)).id, 'verified', here);
  const [one, two] = [await open.desk('zhihui-2'), await open.desk('zhihui-3')];
  for (const clerk of [one, two]) {
    await clerk.opens(`/cases/${id}`);
    await clerk.begins('派遣');
  }
  await two.dialog.getByLabel('派遣说明').fill('请夜间去看，白天看不出来');

  await one.sends('派遣');
  await two.dialog.getByRole('button', { name: '派遣', exact: true }).click();
  await expect(two.dialog).toContainText('别人刚刚处理了这件事');
  await expect(two.dialog).toContainText('孙国强 派遣');
  await expect(two.dialog).toContainText('不能再派遣');
  await expect(two.dialog.getByLabel('派遣说明')).toHaveValue('请夜间去看，白天看不出来');
  await expect(two.dialog.getByRole('button', { name: /派遣$/ })).toBeDisabled();
});

test('an operator takes down a call: words, item, place on the map, and reads out the number', async ({ open }) => {
  const operator = await open.desk(the('operator').login);
  const words = numbered('来电说井盖翘起来了');
  await operator.opens('/intake');
  await operator.page.getByLabel('情况说明').fill(words);
  await expect(operator.page.getByRole('radio', { name: '来电来访代报' })).toBeChecked();
  await operator.picks(operator.page.getByRole('combobox', { name: '事项' }), '井盖', '井盖');
  await operator.page.getByLabel('地址').fill('宁波路 12 号门口');
  await operator.page.getByLabel('称呼').fill('陈先生');
  await operator.page.getByLabel('联系电话').fill('13800005678');
  const map = operator.page.getByRole('region', { name: '在地图上点出位置' });
  await expect(map.locator('canvas').first()).toBeVisible();
  await map.click();
  await expect(operator.page.getByText(/第.网格/).first()).toBeVisible();
  await operator.button('登记').click();
  await expect(operator.page.getByRole('heading', { name: '已登记' })).toBeVisible();
  await expect(operator.page.locator('.big-number')).toHaveText(/^\d{6} \d{5}$/);
  await operator.page.getByRole('link', { name: '打开这件事' }).click();
  await operator.isIn('待分流');
  await operator.sees(words);
});

test('words of danger tell the operator which number to call, and an item that is telephoned is not taken down', async ({
  open,
}) => {
  const operator = await open.desk(the('operator').login);
  await operator.opens('/intake');
  await operator.page.getByLabel('情况说明').fill('三楼着火了，有人困在里面');
  await expect(operator.page.getByRole('alert')).toContainText('119');
  await expect(operator.button('登记')).toBeEnabled();
  await operator.page.getByLabel('情况说明').fill('有人在撬邻居家的门');
  await operator.picks(operator.page.getByRole('combobox', { name: '事项' }), '违法犯罪', '正在发生违法犯罪');
  await expect(operator.page.getByRole('alert')).toContainText('110');
  await expect(operator.button('登记')).toBeDisabled();
});

test('a message leads to its case and counts as read', async ({ open }) => {
  const here = await spot(6);
  const words = numbered('路灯罩子掉了');
  const { id } = await (await Hands.resident()).report(words, here);
  await (await Hands.of(workerOf(here.code))).isTold(id);
  const worker = await open.desk(workerOf(here.code).login);
  await worker.opens('/');
  await worker.page.getByRole('link', { name: /^消息，\d+ 条未读$/ }).click();
  await expect(worker.page.getByRole('heading', { name: '消息' })).toBeVisible();
  const { number } = await (await Hands.of(the('dispatcher'))).case(id);
  const about = worker.page.getByRole('row').filter({ hasText: `${number.slice(0, 6)} ${number.slice(6)}` });
  await about.filter({ hasText: '未读' }).first().click();
  await expect(worker.page).toHaveURL(new RegExp(`/cases/${id}$`));
  await worker.isIn('待核实');
  await worker.opens('/notices');
  const all = worker.button('全部标为已读');
  if (await all.isEnabled()) await all.click();
  await worker.sees('没有未读');
});

test('a handler is shown what was reported and done, and cannot check what the own unit did', async ({ open }) => {
  const here = await spot(7);
  const words = numbered('路灯白天也亮着');
  const { id, unit } = await bring((await (await Hands.resident()).report(words, here)).id, 'handled', here);
  const handler = await open.desk(handlerOf(unit ?? { name: '' }).login);
  await handler.opens(`/cases/${id}`);
  await handler.isIn('待核查');
  await expect(handler.page.getByRole('img', { name: /处置后/ }).first()).toBeVisible();
  await expect(handler.button('核查通过')).toHaveCount(0);
});
