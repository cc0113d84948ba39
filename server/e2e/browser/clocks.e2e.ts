/** Clocks as people see them: office hours are set, a wait has its end, the promise says why it moved, units their time. */
import { handlerOf, numbered, spot, the } from './city.js';
import { bring, Hands } from './hands.js';
import { expect, test } from './test.js';

test('the system administrator sets the office hours, and is told what is wrong with them', async ({ open }) => {
  const admin = await open.desk(the('systemAdmin').login);
  await admin.opens('/');
  await admin.platform('工作时间').click();
  const from = admin.page.getByLabel('第 2 段开始');
  await expect(from).toHaveValue('13:30');
  await admin.sees('一个工作日是 7.5 小时');
  await from.fill('11:00');
  await admin.button('保存').click();
  await expect(admin.page.getByRole('alert')).toContainText('要在上一段结束之后开始');
  await from.fill('13：00');
  await admin.sees('一个工作日是 8 小时');
  await admin.button('保存').click();
  await admin.sees('工作时间已保存，新的事件按它计时');
  await admin.page.reload();
  await expect(admin.page.getByLabel('第 2 段开始')).toHaveValue('13:00');
  await admin.page.getByLabel('第 2 段开始').fill('13:30');
  await admin.sees('一个工作日是 7.5 小时');
  await admin.button('保存').click();
  await admin.sees('工作时间已保存，新的事件按它计时');

  const auditor = await open.desk(the('auditAdmin').login);
  await auditor.opens('/audit');
  await auditor.sees('修改工作时间');
});

test('a resident who is asked reads until when, and later why the promise was moved; staff see the time of each unit', async ({
  open,
}) => {
  const here = await spot(7);
  const resident = await Hands.resident();
  const { id, unit } = await bring((await resident.report(numbered('路灯忽明忽暗'), here)).id, 'handling', here);
  const handler = handlerOf(unit ?? { name: '' });
  await (await Hands.of(handler)).act(id, 'ask', { question: '具体是哪一盏' });

  const phone = await open.phone();
  await phone.is(resident);
  await phone.opens(`pages/case/index?id=${id}`);
  await phone.sees('前回答，过期将按现有情况继续办理');
  const clerk = await open.desk(handler.login);
  await clerk.opens(`/cases/${id}`);
  const times = clerk.page.getByRole('region', { name: '时限' });
  await expect(times).toContainText('等诉求人');
  await expect(times).toContainText('过期将按现有情况继续办理');
  await expect(times).toContainText(unit?.name ?? '');

  await resident.act(id, 'supply', { words: '路口东边第一盏' });
  const { promiseChanges } = await resident.case(id);
  await clerk.page.reload();
  await expect(clerk.page.getByText('处置中').first()).toBeVisible();
  await expect(times).toContainText('各单位用时');
  await expect(times.getByText('等诉求人')).toHaveCount(0);
  // At night and on days off nothing is promised later, for nothing was paused.
  await phone.page.reload();
  await phone.sees('您补充了情况，继续办理');
  for (const { why } of promiseChanges) {
    await phone.sees(why);
    await expect(times).toContainText(why);
  }
});
