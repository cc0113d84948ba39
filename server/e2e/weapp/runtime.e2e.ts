/** The test runtime itself, on a mini-program written by hand: pages behave and fail as on a phone. */
import { OnFixture, SHANGHAI } from './on-fixture.js';

const on = new OnFixture();
beforeAll(() => on.start());
afterAll(() => on.stop());
afterEach(() => on.person.program.close());

describe('the realm', () => {
  it('has what old phones have, no browser, no Node, no eval', async () => {
    on.opens();
    await on.person.tap('环境');
    await on.person.sees('"known":["flat"]');
    await on.person.sees('"globals":["undefined","undefined","undefined","undefined","undefined","object"]');
    await on.person.sees('"made":"EvalError"');
  });

  it('tells what the code of a page throws, also later', async () => {
    on.opens();
    await expect(on.person.tap('出错')).rejects.toMatchObject({ cause: { message: '页面的错误' } });
    expect(() => on.person.closes()).toThrow('failed');
  });

  it('stops its timers when it is closed', async () => {
    on.opens();
    await on.person.tap('计时');
    await on.person.sees('还在走');
    const page = on.person.program.pages.top;
    on.person.closes();
    page.setData({ answer: '停了' });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(page.data.answer).toBe('停了');
  });
});

describe('a page', () => {
  it('gets its query as it was written, and shows what its data says', async () => {
    on.opens(undefined, 'pages/form/form?id=7&q=%E8%B7%AF');
    await on.person.sees('{"id":"7","q":"%E8%B7%AF"}');
    await on.person.tap('稍后');
    await on.person.sees('到了');
  });

  it('takes typed words up to the limit of the field, and choices', async () => {
    on.opens(undefined, 'pages/form/form');
    await on.person.type('写点什么', '字'.repeat(200));
    await on.person.sees('140 字');
    await on.person.choose('北京', '上海');
    await on.person.turn('大字', true);
    await on.person.tap('提交');
    await on.person.sees(`{"words":"${'字'.repeat(140)}","big":true}`);
    await expect(on.person.choose('上海', '广州')).rejects.toThrow('offers 北京、上海');
  });

  it('hears taps from the inside out, and not what is caught', async () => {
    on.opens(undefined, 'pages/form/form');
    await on.person.tap('里外都听');
    await on.person.sees('记：内外');
    await on.person.tap('只有里面听');
    await on.person.sees('记：内外内');
  });

  it('cannot be tapped where a finger could not', async () => {
    on.opens(undefined, 'pages/form/form');
    on.person.patience = 50;
    await expect(on.person.tap('没人听')).rejects.toThrow('in vain: to tap 没人听');
    await expect(on.person.tap('看不见')).rejects.toThrow('in vain: to tap 看不见');
    on.person.patience = 10_000;
    await expect(on.person.tap('同名')).rejects.toThrow('2 times');
    await on.person.tap('同名', { nth: 1 });
    await on.person.sees('记：内');
    expect(on.person.screen()).not.toContain('看不见');
  });

  it('is waited for until a button can be pressed', async () => {
    on.opens(undefined, 'pages/form/form');
    await on.person.tap('稍后');
    await on.person.tap('等一会儿');
    await on.person.sees('记：内');
  });

  it('goes on inside a component below 16 levels', async () => {
    on.opens();
    await on.person.tap('深处');
    await on.person.sees('深处听到了');
  });

  it('asks where its map looks, and how large things are', async () => {
    on.opens(undefined, 'pages/form/form');
    await on.person.tap('中心');
    await on.person.sees('121.5000,31.2000');
    await on.person.dragMap(SHANGHAI);
    await on.person.sees('end');
    await on.person.tap('中心');
    await on.person.sees('121.4845,31.2280');
    await on.person.tap('量一量');
    await on.person.sees('375 null');
  });
});

describe('going from page to page', () => {
  it('keeps the pages below, and tabs while another is shown', async () => {
    on.opens();
    await on.goes('navigateTo', { url: '/pages/form/form?id=1' });
    await on.person.sees('{"id":"1"}');
    on.person.back();
    await on.person.sees('来了 2 次');
    await on.goes('switchTab', { url: '/pages/tab/tab' });
    await on.person.sees('装了 1 次，见了 1 次');
    await on.person.tap('回首页');
    await on.person.sees('来了 3 次');
    await on.goes('switchTab', { url: '../tab/tab' });
    await on.person.sees('装了 1 次，见了 2 次');
    expect(() => on.person.back()).toThrow('cannot navigate back');
  });

  it('is refused where WeChat refuses', async () => {
    on.opens();
    expect(await on.calls('navigateTo', { url: '/pages/none' })).toContain(
      'navigateTo:fail page \\"pages/none\\" is not found',
    );
    expect(await on.calls('navigateTo', { url: '/pages/tab/tab' })).toContain('can not navigateTo a tabbar page');
    expect(await on.calls('switchTab', { url: '/pages/form/form' })).toContain('can not switch to no-tabBar page');
  });
});
