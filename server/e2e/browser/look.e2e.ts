/** What everybody must be able to see and reach: axe, sizes of 长辈版, nothing wider than the screen. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { checkerOf, numbered, spot, the, workerOf } from './city.js';
import type { Clerk } from './clerk.js';
import { bring, Hands } from './hands.js';
import { tooSmall, widerThanPage } from './in-page.js';
import type { Phone } from './phone.js';
import { expect, test } from './test.js';

/** antd hides the list behind its own focusable input; known, and without effect on those who use it. */
const KNOWN = ['aria-hidden-focus'];

async function isAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .disableRules(KNOWN)
    .analyze();
  const said = violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html} ${node.failureSummary ?? ''}`));
  expect(said, what).toEqual([]);
}

/** The page itself is never scrolled sideways. */
async function fits(page: Page, what: string): Promise<void> {
  expect(await page.evaluate<string[]>(widerThanPage), what).toEqual([]);
}

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

/** Walks a resident's pages and looks at each. */
async function walk(phone: Phone, id: string, look: (what: string) => Promise<void>): Promise<void> {
  await phone.opens();
  await phone.sees('我要上报');
  await look('首页');
  for (const [tab, shows] of [
    ['我的诉求', /共 \d+ 件/],
    ['消息', '未读'],
    ['我的', '退出登录'],
  ] as const) {
    await phone.tap(new RegExp(`^${tab}(，|$)`), 'tab');
    await phone.sees(shows);
    await look(tab);
  }
  await phone.opens(`pages/case/index?id=${id}`);
  await phone.sees('已更换灯泡，恢复照明');
  await look('诉求进展');
  await phone.opens(`pages/act/index?id=${id}&action=confirm`);
  await phone.sees('满意吗');
  await look('评价');
  await phone.opens('pages/report/photo/index');
  await phone.sees('第 1 步，共 4 步');
  await look('上报 1');
  await phone.tap('没有照片，跳过');
  await phone.sees('第 2 步，共 4 步');
  await look('上报 2');
  await phone.tap('路灯不亮或损坏');
  await phone.sees(/第.网格/);
  await look('上报 3');
  await phone.tap('位置没错，下一步');
  await phone.sees('第 4 步，共 4 步');
  await look('上报 4');
  for (const [page, shows] of [
    ['privacy', '个人信息'],
    ['about', '关于'],
    ['contact', '电话'],
  ] as const) {
    await phone.opens(`pages/${page}/index`);
    await phone.sees(new RegExp(shows));
    await look(page);
  }
}

for (const [name, elder, limits] of [
  ['标准版', false, { type: 12, target: 24 }],
  ['长辈版', true, { type: 18, target: 60 }],
] as const)
  test(`mini-program: every page passes axe in ${name}, fits 375 px, with type and targets large enough`, async ({
    open,
  }) => {
    const here = await spot(elder ? 17 : 18);
    const resident = await Hands.resident({ name: '顾阿姨', phone: '13900001234' });
    const { id } = await bring((await resident.report(numbered('路灯不亮'), here)).id, 'checked', here);
    const phone = await open.phone({ at: here });
    await phone.is(resident);
    await phone.opens();
    if (elder) await phone.tap(/^切换到长辈版/);
    await walk(phone, id, async (what) => {
      await expect(phone.page.getByRole('button', { name: elder ? '切换到标准版' : /^切换到长辈版/ })).toBeVisible();
      await isAccessible(phone.page, what);
      await fits(phone.page, what);
      expect(await phone.page.evaluate<string[]>(tooSmall(limits)), what).toEqual([]);
    });
  });
