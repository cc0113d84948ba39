/** The duty list at the desk: a line is tried and changed from a later day on, another is made for one community, and the case says why. */
import { communityDeskOf, numbered, spot, the, workerOf } from './city.js';
import { Hands } from './hands.js';
import { expect, test } from './test.js';

/** The city's day so many days from now. */
const dayIn = (days: number) => new Date(Date.now() + (8 + 24 * days) * 3_600_000).toISOString().slice(0, 10);

test('a line is tried on the last cases and changed from a later day on; what is open keeps the old one', async ({
  open,
}) => {
  const here = await spot(20);
  const resident = await Hands.resident();
  const { id, number } = await resident.report(numbered('流浪狗很多'), here, { item: 'dog' });
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens('/duty');
  await page.getByLabel('按事项搜索').fill('犬只');
  await page.getByLabel('按事项搜索').press('Enter');
  await page.getByRole('row').filter({ hasText: '犬只与动物' }).click();
  await expect(clerk.dialog).toContainText('随系统带来的清单');
  await clerk.dialog.getByRole('button', { name: '修改', exact: true }).click();

  const form = page.getByRole('dialog', { name: /^修改：犬只与动物/ });
  await clerk.picks(form.getByRole('combobox', { name: '牵头' }), '城管执法', '城管');
  await form.getByLabel('处置时限').fill('3 天');
  await form.getByRole('button', { name: /试算$/ }).click();
  await expect(form.getByRole('alert').first()).toBeVisible();
  await form.getByLabel('处置时限').fill('3 工作日');
  await form.getByLabel('法律依据').fill('《上海市养犬管理条例》第二十一条');
  const begins = form.getByLabel('生效日期');
  await begins.fill(dayIn(2));
  await begins.press('Enter');
  await form.getByRole('button', { name: /试算$/ }).click();
  const trial = form.getByRole('region', { name: '试算结果' });
  await expect(trial).toContainText('处置 3 个工作日');
  await expect(trial).toContainText(`${number.slice(0, 6)} ${number.slice(6)}`);
  await form.getByLabel('修改理由').fill('区里重新划分了养犬管理的职责');
  await form.getByRole('button', { name: '保存', exact: true }).click();

  await expect(form).toBeHidden();
  await expect(clerk.dialog.getByRole('region', { name: '历次规定' })).toContainText('第 2 版');
  await expect(clerk.dialog).toContainText('尚未生效');
  const { duty } = await (await Hands.of(the('dispatcher'))).case(id);
  expect(duty?.version).toBe(1);
});

test('a community has a line of its own: it asks the resident, sends by itself, and the case says why', async ({
  open,
}) => {
  const here = await spot(21);
  const desk = communityDeskOf(here.code);
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  await clerk.opens('/duty');
  await clerk.button('新增规定').click();
  const form = page.getByRole('dialog', { name: '新增规定' });
  await clerk.picks(form.getByRole('combobox', { name: '事项' }), '共享单车堆放', '共享单车');
  await clerk.picks(form.getByLabel('适用区域'), here.name, here.code);
  await clerk.picks(form.getByRole('combobox', { name: '牵头' }), '居委会', '居委会');
  for (const step of ['核实', '分流', '接收', '首次联系', '处置', '核查'])
    await form.getByLabel(`${step}时限`).fill('4 工作时');
  await form.getByLabel('另问诉求人').fill('大约有几辆｜单选：十辆以内、十辆以上｜必答');
  await form.getByLabel('核实后自动派遣').click();
  await form.getByLabel('生效日期').fill(dayIn(0));
  await form.getByLabel('生效日期').press('Enter');
  await form.getByLabel('修改理由').fill('居委会每天清理两次');
  await form.getByRole('button', { name: '保存', exact: true }).click();
  await expect(form).toBeHidden();
  await expect(clerk.dialog).toContainText('核实后自动派遣');

  const words = numbered('门口共享单车堆成山');
  const phone = await open.phone({ at: here });
  await phone.signsIn();
  await phone.tap('首页', 'tab');
  await phone.tap(/^我要上报/);
  await phone.tap('没有照片，跳过');
  await phone.types('说说是什么问题', '共享单车');
  await phone.tap('共享单车堆放');
  await phone.sees(here.name);
  await phone.tap('位置没错，下一步');
  await phone.types('情况说明', words);
  await phone.sees('大约有几辆');
  await phone.tap('提交');
  await phone.sees('请选一项');
  await phone.tap('十辆以上', 'radio');
  await phone.tap('提交');
  await phone.sees('已提交，谢谢您');
  const worker = await Hands.of(workerOf(here.code));
  const row = (await worker.list('sort=-createdAt&size=20')).rows.find((one) => one.words === words);
  expect((await worker.act(String(row?.id), 'verify')).state).toBe('assigned');

  const reader = await open.desk(desk.login);
  await reader.opens(`/cases/${row?.id}`);
  const facts = reader.page.getByRole('region', { name: '基本情况' });
  await expect(facts).toContainText('为什么派给它');
  await expect(facts).toContainText(`“共享单车堆放”在${here.name}由居委会牵头`);
  await expect(facts).toContainText('大约有几辆');
  await expect(facts).toContainText('十辆以上');
  await expect(reader.page.getByRole('region', { name: '办理过程' })).toContainText('系统 派遣');
});

test('a line of one grid is tried as if it ended, and then ends on that day with its reason', async ({ open }) => {
  const here = await spot(22);
  const clerk = await open.desk(the('dispatcher').login);
  const { page } = clerk;
  const limits = { verify: '4 工作时', assign: '2 工作时', accept: '4 工作时', contact: '1 工作日', check: '1 工作日' };
  const line = { about: 'tree-trim', ledBy: 'juwei', area: here.code, handle: '9 工作日', evidence: '', ...limits };
  const rule = { ...line, effectiveFrom: dayIn(0), why: '这个网格的树由居委会请人修' };
  expect((await page.request.post('/api/duty/rules', { data: { rule, version: 0 } })).status()).toBe(201);
  const { number } = await (await Hands.resident()).report(numbered('树枝伸进窗户'), here, { item: 'tree-trim' });

  await clerk.opens('/duty');
  await page.getByLabel('按事项搜索').fill('树木遮挡');
  await page.getByLabel('按事项搜索').press('Enter');
  await page.getByRole('row').filter({ hasText: here.name }).click();
  await expect(clerk.dialog).toContainText('第 1 版');
  await clerk.dialog.getByRole('button', { name: '终止', exact: true }).click();
  const form = page.getByRole('dialog', { name: '终止这一条' });
  const tries = form.getByRole('button', { name: /试算$/ });
  // Its sign of loading may stand before the words.
  const ends = form.getByRole('button', { name: /(^| )终止这一条$/ });
  await expect(tries).toBeDisabled();
  const from = form.getByLabel('从哪天起终止');
  await from.fill(dayIn(1));
  await from.press('Enter');
  await tries.click();
  const trial = form.getByRole('region', { name: '试算结果' });
  const row = trial.getByRole('row').filter({ hasText: `${number.slice(0, 6)} ${number.slice(6)}` });
  await expect(row).toContainText('处置 9 个工作日');
  await expect(row).toContainText('居委会');

  // Another day is another trial.
  await from.fill(dayIn(2));
  await from.press('Enter');
  await expect(trial).toHaveCount(0);
  await ends.click();
  await expect(form.getByRole('alert')).toContainText('请填写理由');
  await form.getByLabel('理由').fill('改由区里统一修剪');
  await ends.click();
  await expect(form).toBeHidden();
  const history = clerk.dialog.getByRole('region', { name: '历次规定' });
  await expect(history).toContainText('第 2 版');
  await expect(history).toContainText('改由区里统一修剪');
});
