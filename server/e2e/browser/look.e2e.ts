/** What staff must be able to see and reach: axe, nothing wider than the screen. */
import { checkerOf, numbered, spot, the, workerOf } from './city.js';
import type { Clerk } from './clerk.js';
import { bring, Hands } from './hands.js';
import { fits, isAccessible } from './looking.js';
import { expect, test } from './test.js';

/** Pages of the console, each with what shows that it is there. */
const desks: Record<string, { as: Parameters<typeof the>[0]; path: string; shows: (clerk: Clerk) => Promise<void> }> = {
  工作台: { as: 'dispatcher', path: '/', shows: (c) => expect(c.page.locator('tbody tr').first()).toBeVisible() },
  事件列表: {
    as: 'dispatcher',
    path: '/cases',
    shows: (c) => expect(c.page.locator('tbody tr').first()).toBeVisible(),
  },
  地图: { as: 'dispatcher', path: '/map', shows: (c) => c.sees(/画面内 [1-9]\d* 件/) },
  登记事件: {
    as: 'operator',
    path: '/intake',
    shows: (c) => expect(c.page.getByRole('region', { name: '在地图上点出位置' })).toBeVisible(),
  },
  话术与快捷操作: {
    as: 'dispatcher',
    path: '/phrases',
    shows: (c) => expect(c.page.getByRole('heading', { name: '话术与快捷操作' })).toBeVisible(),
  },
  代班: {
    as: 'dispatcher',
    path: '/absence',
    shows: (c) => expect(c.page.getByRole('heading', { name: '代班', exact: true })).toBeVisible(),
  },
  消息: {
    as: 'dispatcher',
    path: '/notices',
    shows: (c) => expect(c.page.getByRole('heading', { name: '消息' })).toBeVisible(),
  },
  抽样回访: {
    as: 'supervisor',
    path: '/visits',
    shows: (c) => expect(c.page.getByRole('button', { name: '抽取' })).toBeVisible(),
  },
  区划与网格: { as: 'systemAdmin', path: '/places?code=310101001', shows: (c) => c.sees('申澜街道') },
  工作时间: { as: 'systemAdmin', path: '/hours', shows: (c) => c.sees('一个工作日是') },
  单位: { as: 'systemAdmin', path: '/units', shows: (c) => expect(c.page.locator('tbody tr').first()).toBeVisible() },
  人员: {
    as: 'systemAdmin',
    path: '/accounts',
    shows: (c) => expect(c.page.locator('tbody tr').first()).toBeVisible(),
  },
  办结线索: {
    as: 'supervisor',
    path: '/hints',
    shows: (c) => expect(c.page.locator('tbody tr').first()).toBeVisible(),
  },
  权责清单: {
    as: 'dispatcher',
    path: '/duty',
    shows: (c) => expect(c.page.locator('tbody tr').first()).toBeVisible(),
  },
  审计日志: {
    as: 'auditAdmin',
    path: '/audit',
    shows: (c) => expect(c.page.locator('tbody tr').first()).toBeVisible(),
  },
  统计: {
    as: 'dispatcher',
    path: '/stats',
    shows: (c) => expect(c.page.getByRole('cell', { name: '合计' })).toBeVisible(),
  },
  登录: { as: 'dispatcher', path: '/sign-in', shows: (c) => c.sees('工作人员登录') },
};
for (const [name, { as, path, shows }] of Object.entries(desks))
  test(`console: ${name} passes axe and fits 1366 × 768`, async ({ open }) => {
    const clerk = await open.desk(name === '登录' ? undefined : the(as).login);
    await clerk.opens(path);
    await shows(clerk);
    await isAccessible(clerk.page, name);
    await fits(clerk.page, name);
  });

test('console: a case and its dialog pass axe and fit 1366 × 768', async ({ open }) => {
  const here = await spot(16);
  const resident = await Hands.resident();
  const view = await bring((await resident.report(numbered('路灯灯泡爆裂'), here)).id, 'handled', here);
  const { id } = view;
  const clerk = await open.desk(checkerOf(view).login);
  await clerk.opens(`/cases/${id}`);
  await clerk.isIn('待核查');
  await isAccessible(clerk.page, 'case');
  await fits(clerk.page, 'case');
  await clerk.page.getByRole('button', { name: /^更多/ }).click();
  await expect(clerk.page.getByRole('menuitem', { name: '督办', exact: true })).toBeVisible();
  await isAccessible(clerk.page, 'seldom actions');
  await clerk.page.keyboard.press('Escape');
  // Half gone it would be measured under the dialog.
  await expect(clerk.page.getByRole('menuitem', { name: '督办', exact: true })).toBeHidden();
  await clerk.begins('返工');
  await isAccessible(clerk.page, 'dialog');
  await fits(clerk.page, 'dialog');
});

test('console: two people of one grid see the same at 1600 px, the list beside the case', async ({ open }) => {
  const here = await spot(16);
  const clerk = await open.desk(workerOf(here.code).login, { viewport: { width: 1600, height: 900 } });
  await clerk.opens('/cases');
  await clerk.page.locator('tbody tr').first().click();
  await expect(clerk.page.getByRole('region', { name: '事件详情' })).toBeVisible();
  await expect(clerk.page.getByRole('region', { name: '事件列表' })).toBeVisible();
  await fits(clerk.page, 'list beside case');
});
