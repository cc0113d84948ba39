/** The office beside handling: a plan with a date, a case that is pressed, another department's help, visits by lot. */
import { sayDay } from '../../../shared/say.js';
import type { CaseRow, Page } from '../../../shared/views.js';
import { aWorkdayFrom } from '../../core/calendar.js';
import { dayAfter } from '../../test/clock.js';
import { checkerOf, handlerOf, numbered, spot, the } from './city.js';
import { bring, Hands } from './hands.js';
import { expect, test } from './test.js';

test('a case is put on the list until a day, pressed by a leader, and the resident reads both', async ({ open }) => {
  const here = await spot(18);
  const words = numbered('整排路灯杆都锈了，要整体更换');
  const resident = await Hands.resident();
  const { id, unit } = await bring((await resident.report(words, here)).id, 'handling', here);

  const leader = await open.desk(the('leader').login);
  await leader.finds(words);
  await leader.begins('督办');
  await leader.chooses('逾期');
  await leader.dialog.getByLabel('要求').fill('本周内拿出更换方案');
  await leader.dates('办到什么时候', dayAfter(20));
  await leader.sends('督办');
  await leader.isIn('督办中');
  await expect(leader.page.getByRole('region', { name: '督办与协作' })).toContainText('本周内拿出更换方案');

  const handler = await open.desk(handlerOf(unit ?? { name: '' }).login);
  await handler.opens('/cases?pressed=true');
  await expect(handler.page.getByRole('row').filter({ hasText: words })).toContainText('督办中');
  await handler.sees('督办中');

  const reviewOn = dayAfter(400);
  const dispatcher = await open.desk(the('dispatcher').login);
  await dispatcher.finds(words);
  await dispatcher.begins('挂账');
  await dispatcher.dates('复查日期', reviewOn);
  await dispatcher.dialog.getByLabel('挂账理由').fill('列入明年整体更换计划');
  await dispatcher.sends('挂账', true);
  await dispatcher.isIn('挂账');

  const phone = await open.phone();
  await phone.is(resident);
  await phone.opens(`pages/case/index?id=${id}`);
  await phone.sees(`${sayDay(`${reviewOn}T12:00:00+08:00`, Date.now())} 复查`);
  await phone.sees('已要求尽快办理');
  await phone.sees('列入明年整体更换计划');
});

test('a department is asked to help, answers from its own list, and both rate each other', async ({ open }) => {
  const here = await spot(19);
  const words = numbered('路灯被树枝挡得一点光也没有');
  const resident = await Hands.resident();
  const { unit } = await bring((await resident.report(words, here)).id, 'handling', here);
  const handler = await open.desk(handlerOf(unit ?? { name: '' }).login);
  await handler.finds(words);
  await handler.begins('请协办');
  await handler.picks(handler.dialog.getByLabel('协办单位'), '区绿化和市容管理局', '绿化');
  await handler.dialog.getByLabel('请协办什么').fill('请修剪遮光的枝条');
  await handler.dates('反馈日期', aWorkdayFrom(new Date()));
  await handler.sends('请协办');
  const tasks = handler.page.getByRole('region', { name: '督办与协作' });
  await expect(tasks).toContainText('协办 · 区绿化和市容管理局');

  const green = await open.desk('lvhua-2');
  await green.opens('/');
  await green.page.getByRole('link', { name: /等本单位协作/ }).click();
  await green.page.getByRole('row').filter({ hasText: words }).click();
  await green.begins('协办反馈');
  await green.dialog.getByLabel('反馈', { exact: true }).fill('已修剪三株，光线恢复');
  await green.sends('协办反馈');

  await handler.page.reload();
  await expect(tasks).toContainText('已修剪三株，光线恢复');
  await handler.begins('评价协作');
  await handler.chooses('好');
  await handler.sends('评价协作');
  await expect(tasks).toContainText('提出方评价对方：好');
});

test('supervision draws whom to ask, and writes down what was said', async ({ open }) => {
  const here = await spot(27);
  const operator = await Hands.of(the('operator'));
  // By telephone nobody rates: once closed, it can be asked about.
  const call = { source: 'counter', contactName: '吴阿姨', contactPhone: '13900001111' };
  const { id } = await operator.report(numbered('来电说路灯灭了'), here, call);
  await (await Hands.of(checkerOf(await bring(id, 'checked', here)))).act(id, 'close');
  const supervisor = await open.desk('jiandu-3');
  await supervisor.opens('/visits');
  await supervisor.sees('今天还没有抽取');
  const unrated = supervisor.page.getByRole('checkbox', { name: '不抽已经评价的' });
  await expect(unrated).toBeChecked();
  await supervisor.page.getByLabel('抽几件').fill('5');
  await supervisor.button('抽取').click();
  // How many the demo city has of them is a matter of the day.
  await supervisor.sees(/抽取了 [1-5] 件/);
  const api = await Hands.of({ login: 'jiandu-3' });
  const drawn = async () => (await api.get<Page<CaseRow>>('/api/visits?size=100')).rows;
  const rows = await drawn();
  await expect(supervisor.page.locator('tbody tr')).toHaveCount(rows.length);
  await expect(supervisor.page.locator('tbody tr').first()).toContainText('未回访');

  const ratings = async (of: CaseRow[]) => Promise.all(of.map(async ({ id }) => (await api.case(id)).rating));
  expect(await ratings(rows)).toEqual(rows.map(() => null));
  const mine = rows.find((row) => row.can.includes('visit')) as CaseRow;
  await supervisor.opens(`/cases/${mine.id}`);
  await supervisor.begins('回访');
  await supervisor.chooses('电话');
  await supervisor.chooses('没有联系上');
  await supervisor.sends('回访');
  await supervisor.opens('/visits');
  // Who was not reached was not asked, and stays to be called.
  await expect(supervisor.page.locator('tbody tr').filter({ hasText: '未回访' })).toHaveCount(rows.length);
  const answer = { how: 'phone', reached: 'yes', solved: 'yes', satisfied: 4 };
  await api.act(mine.id, 'visit', answer);
  await supervisor.page.reload();
  await supervisor.sees(/已回访/);

  // Who has rated can be asked all the same, where supervision wants it.
  await unrated.uncheck();
  await supervisor.page.getByLabel('抽几件').fill('90');
  await supervisor.button('抽取').click();
  await supervisor.sees(/抽取了 \d+ 件/);
  expect((await ratings(await drawn())).some((rating) => rating !== null)).toBe(true);
});
