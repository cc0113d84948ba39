/** What residents must be able to see and reach: axe, sizes of type and targets, three sizes of the browser's type. */
import type { Page } from '@playwright/test';
import type { Action } from '../../../shared/case-flow.js';
import { actions } from '../../../shared/case-flow.js';
import { numbered, type Spot, spot, the } from './city.js';
import { bring, Hands } from './hands.js';
import { tooSmall, typeOf, waitingReports } from './in-page.js';
import { fits, isAccessible } from './looking.js';
import type { Phone } from './phone.js';
import { expect, test } from './test.js';

type Look = (what: string) => Promise<void>;

/** Cases in the states in which a resident may do each thing. */
async function casesOf(resident: Hands, here: Spot): Promise<{ id: string; acts: Action[] }[]> {
  const report = async () => (await resident.report(numbered('路灯不亮'), here)).id;
  const fresh = await report();
  const asked = (await bring(await report(), 'verified', here)).id;
  const desk = await Hands.of(the('dispatcher'));
  await desk.act(asked, 'ask', { question: '是哪一盏，晚上几点开始不亮' });
  const rejected = (await bring(await report(), 'verified', here)).id;
  await desk.act(rejected, 'reject', { reason: 'empty', goTo: '请补充照片后重新提交' });
  const checked = (await bring(await report(), 'checked', here)).id;
  return [
    { id: fresh, acts: ['add', 'urge', 'withdraw'] },
    { id: asked, acts: ['supply'] },
    { id: rejected, acts: ['appeal'] },
    { id: checked, acts: ['confirm', 'disagree'] },
  ];
}

async function walkTabs(phone: Phone, look: Look): Promise<void> {
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
  for (const [page, shows] of [
    ['privacy', '谁在处理'],
    ['about', '我们不做的事'],
    ['contact', '删去称呼和电话'],
  ] as const) {
    await phone.opens(`pages/${page}/index`);
    await phone.sees(shows);
    await look(page);
  }
}

async function walkReport(phone: Phone, look: Look): Promise<void> {
  await phone.opens('pages/report/photo/index');
  await phone.sees('第 1 步，共 4 步');
  await look('上报 1');
  await phone.takes('lamp-before-1');
  await phone.sees('第 2 步，共 4 步');
  await look('上报 2');
  await phone.page.goBack();
  await phone.sees('已上传');
  await look('上报 1，有照片');
  await phone.tap('下一步');
  await phone.types('说说是什么问题', '着火了');
  await phone.sees(/请直接打 119/);
  await look('紧急情况');
  await phone.tap('返回修改');
  await phone.types('说说是什么问题', '');
  await phone.tap('路灯不亮或损坏');
  await phone.sees(/第.网格/);
  await look('上报 3');
  await phone.tap('位置没错，下一步');
  await phone.sees('第 4 步，共 4 步');
  await look('上报 4');
  await phone.types('情况说明', numbered('路灯不亮'));
  await phone.tap('提交');
  await phone.sees('在谁手里');
  await look('已提交');
}

/** Everything that may wait on the phone, as the app keeps it. */
async function walkWaiting(phone: Phone, look: Look): Promise<void> {
  // As long as its content: where the tabs cover half a button, it is a matter of how far one has scrolled.
  await phone.page.setViewportSize({ width: 375, height: 4000 });
  await phone.opens();
  await phone.page.evaluate(waitingReports);
  await phone.page.reload();
  for (const words of ['需要您再同意一次', '还有一份没写完的', '没有提交成功', '已自动提交']) await phone.sees(words);
  await look('等待提交的');
}

/** With the browser's type as delivered, larger, and half as large again. */
async function fitsAtAllSizes(page: Page, what: string): Promise<void> {
  for (const size of [20, 24, 16]) {
    await page.evaluate(typeOf(size));
    await fits(page, `${what} at ${size} px`);
  }
}

for (const [name, elder, limits] of [
  ['标准版', false, { type: 12, target: 44 }],
  ['长辈版', true, { type: 18, target: 60 }],
] as const)
  test.describe(`mini-program in ${name}: passes axe, fits 375 px, type and targets are large enough`, () => {
    const opens = async (phone: Phone, resident: Hands): Promise<Look> => {
      await phone.is(resident);
      await phone.opens();
      if (elder) await phone.tap(/^切换到长辈版/);
      return async (what) => {
        await phone.standsStill();
        await expect(phone.page.getByRole('button', { name: elder ? '切换到标准版' : /^切换到长辈版/ })).toHaveCount(1);
        await isAccessible(phone.page, what);
        await fitsAtAllSizes(phone.page, what);
        expect(await phone.page.evaluate<string[]>(tooSmall(limits)), what).toEqual([]);
      };
    };

    test('the tabs, a report from its first step to the last, and what waits', async ({ open }) => {
      const here = await spot(elder ? 17 : 18);
      const resident = await Hands.resident({ name: '顾阿姨', phone: '13900001234' });
      const { id } = await resident.report(numbered('路灯不亮'), here);
      await bring(id, 'checked', here);
      await resident.isTold(id);
      const phone = await open.phone({ at: here });
      const look = await opens(phone, resident);
      await walkTabs(phone, look);
      await walkReport(phone, look);
      await walkWaiting(phone, look);
    });

    test('a case in each state that asks something of the resident, and everything they may do', async ({ open }) => {
      const here = await spot(elder ? 17 : 18);
      const resident = await Hands.resident();
      const cases = await casesOf(resident, here);
      const phone = await open.phone({ at: here });
      const look = await opens(phone, resident);
      for (const { id, acts } of cases) {
        await phone.opens(`pages/case/index?id=${id}`);
        await phone.sees('谁看过我的联系方式');
        await look(`诉求，可以${acts.map((act) => actions[act].label).join('、')}`);
        for (const act of acts) {
          await phone.opens(`pages/act/index?id=${id}&action=${act}`);
          await phone.sees(/^编号/);
          await look(actions[act].label);
        }
      }
    });
  });
