/** Residents in daily life: without a signal, without a position, in danger, on a phone that was put away, in large type. */
import { numbered, spot, the } from './city.js';
import { bring, Hands } from './hands.js';
import { fingerIn, photosAreReady, slowPhotos } from './in-page.js';
import { expect, test } from './test.js';

const LIST = /\/api\/cases(\?|$)/;

test('a report without a signal is kept and sent by itself, once', async ({ open }) => {
  const here = await spot(11);
  const words = numbered('井盖翘起来了');
  const phone = await open.phone({ at: here });
  await phone.signsIn();
  await phone.tap('首页', 'tab');
  await phone.tap(/^我要上报/);
  await phone.takes('manhole-before-1');
  await phone.tap(/^井盖/);
  await phone.sees(here.name);
  await phone.tap('位置没错，下一步');
  await phone.types('情况说明', words);
  await phone.hasAllPages();
  await phone.page.context().setOffline(true);
  await phone.tap('提交');
  await phone.sees('没有信号，已存为草稿，有信号时自动提交');
  await phone.tap('回首页');
  await expect(phone.thing('回首页')).toHaveCount(0);
  await phone.sees(words);
  await phone.page.context().setOffline(false);
  await phone.sees('已自动提交');
  await phone.tap('看看进展');
  await expect(phone.page).toHaveURL(/pages\/case\/index/);
  await phone.sees(words);
  const desk = await Hands.of(the('dispatcher'));
  const sent = (await desk.list('sort=-createdAt&size=50')).rows.filter((row) => row.words === words);
  expect(sent).toEqual([expect.objectContaining({ item: 'manhole', how: 'inside' })]);
});

test('a draft outlives the page, and whoever comes back goes on where they were', async ({ open }) => {
  const here = await spot(12);
  const phone = await open.phone({ at: here });
  await phone.opens();
  await phone.tap(/^我要上报/);
  await phone.takes('lamp-before-1', '从相册选');
  await phone.tap('路灯不亮或损坏');
  await phone.sees(here.name);
  await phone.page.goto('about:blank');
  await phone.opens();
  await phone.sees('接着上次没写完的');
  await phone.tap(/^我要上报/);
  await expect(phone.page.getByRole('img', { name: '第 1 张照片' })).toBeVisible();
  // What it is was said before the page was put away, so the photo stands second and the place is next.
  await phone.sees('第 2 步，共 4 步');
  await phone.tap('下一步');
  await phone.sees('第 3 步，共 4 步');
  await phone.sees(here.name);
});

test('who refuses the position and has no photo can still report, by an address', async ({ open }) => {
  const words = numbered('弄堂里路灯不亮');
  const phone = await open.phone();
  await phone.opens();
  await phone.tap('看看我在哪个网格');
  await phone.sees('没有得到位置权限，查不了网格；不影响上报');
  await phone.tap(/^我要上报/);
  await phone.tap('没有照片，跳过');
  await phone.types('说说是什么问题', '路灯');
  await phone.tap('路灯不亮或损坏');
  await phone.sees('没有得到位置权限，没有关系');
  await phone.types('地址（可以不写）', '宁波路 12 弄门口');
  await phone.tap('位置没错，下一步');
  await phone.tap(/^同意说明并提交/);
  // Two words at least: the fault stands at its field.
  await expect(phone.page.getByRole('alert').first()).toBeVisible();
  await phone.types('情况说明', words);
  await phone.tap(/^同意说明并提交/);
  await phone.sees('已提交，谢谢您');
  await phone.sees('受理中心，先看归哪个网格');
});

test('a field that is tapped while its page is still pushed in keeps the finger, and what is typed', async ({
  open,
}) => {
  const phone = await open.phone();
  await phone.page.addInitScript({ content: fingerIn('说说是什么问题') });
  await phone.opens();
  await phone.tap(/^我要上报/);
  await phone.tap('没有照片，跳过');
  await expect(phone.field('说说是什么问题')).toBeFocused();
  await phone.standsStill();
  await phone.page.keyboard.type('路灯');
  await expect(phone.field('说说是什么问题')).toHaveValue('路灯');
});

test('the pin is moved by buttons, and the grid is said at once', async ({ open }) => {
  const here = await spot(13);
  const phone = await open.phone({ at: here });
  await phone.opens('pages/report/where/index');
  await phone.sees(here.name);
  const pin = phone.page.locator('.map-pin');
  const place = async () => (await pin.boundingBox())?.y ?? 0;
  await expect(pin).toBeVisible();
  const before = await place();
  await phone.tap('大头针向北移 20 米');
  await expect.poll(place).toBeLessThan(before);
  await phone.sees(here.name);
});

test('fire is not a report: the number to call stands where the next step would', async ({ open }) => {
  const phone = await open.phone({ at: await spot() });
  await phone.opens();
  await phone.tap(/^我要上报/);
  await phone.tap('没有照片，跳过');
  await phone.types('说说是什么问题', '楼上着火了');
  await phone.sees(/119/);
  await expect(phone.thing(/119/)).toBeVisible();
  await expect(phone.thing('下一步')).toHaveCount(0);
});

test('a session that was ended asks to sign in again, and shows nothing of before', async ({ open }) => {
  const here = await spot(14);
  const resident = await Hands.resident();
  const words = numbered('灯罩上有鸟窝');
  const { id } = await resident.report(words, here);
  const phone = await open.phone();
  await phone.is(resident);
  await phone.opens('pages/cases/index');
  await phone.sees(words);
  await resident.signOut();
  await phone.page.reload();
  await phone.sees('登录后看得到您的诉求和进展');
  await expect(phone.page.getByText(words)).toHaveCount(0);
  await phone.opens(`pages/case/index?id=${id}`);
  await expect(phone.page.getByText(words)).toHaveCount(0);
});

test('somebody new finds empty pages that say the next step, and one without a server a way to try again', async ({
  open,
}) => {
  const phone = await open.phone();
  await phone.signsIn();
  await phone.tap('我的诉求', 'tab');
  await phone.sees('还没有诉求');
  await phone.sees('看到问题，拍张照片就能上报');
  await phone.tap('消息', 'tab');
  await phone.sees('还没有消息');
  await phone.page.route(LIST, (route) => route.abort());
  await phone.tap('我的诉求', 'tab');
  await expect(phone.page).toHaveURL(/pages\/cases\/index/);
  await phone.page.reload();
  await phone.sees('没有信号，连不上服务器');
  await phone.sees('请检查网络，信号恢复后再试');
  await phone.page.unroute(LIST);
  await phone.tap('再试一次');
  await phone.sees('还没有诉求');
});

test('what could not be had comes by itself with the signal', async ({ open }) => {
  const here = await spot(14);
  const words = numbered('灯罩裂了一半');
  const resident = await Hands.resident();
  await resident.report(words, here);
  const phone = await open.phone();
  await phone.is(resident);
  await phone.page.route(LIST, (route) => route.abort());
  await phone.opens();
  await phone.sees('没有信号，连不上服务器，现在看不到您正在办的诉求');
  await phone.page.unroute(LIST);
  await phone.page.context().setOffline(true);
  await phone.page.context().setOffline(false);
  await phone.sees(words);
});

test('a photo that takes its time holds up what is handed in, and what is written meanwhile stays', async ({
  open,
}) => {
  const words = numbered('台阶边上的灯');
  const resident = await Hands.resident();
  const { id } = await resident.report(words, await spot(14));
  const phone = await open.phone();
  await phone.is(resident);
  await phone.page.addInitScript({ content: slowPhotos });
  await phone.opens(`pages/act/index?id=${id}&action=add`);
  await phone.takes('lamp-before-1');
  await expect(phone.thing('照片处理中…')).toHaveAttribute('aria-disabled', 'true');
  await phone.types('补充的情况', '第三级台阶边上');
  await phone.page.evaluate(photosAreReady);
  await phone.tap('提交');
  // What was written stands in the form already.
  await expect(phone.page).toHaveURL(/pages\/case\/index/);
  const { timeline } = await resident.case(id);
  expect(timeline.find(({ action }) => action === 'add')).toMatchObject({ photos: { photos: [expect.anything()] } });
});

test('a question is answered, a case is urged and withdrawn, each as the resident reads it', async ({ open }) => {
  const here = await spot(15);
  const words = numbered('路灯照不到台阶');
  const resident = await Hands.resident();
  const { id } = await bring((await resident.report(words, here)).id, 'verified', here);
  const desk = await Hands.of(the('dispatcher'));
  await desk.act(id, 'ask', { question: '是哪一级台阶，晚上几点开始看不见' });
  const phone = await open.phone();
  await phone.is(resident);
  await phone.opens(`pages/case/index?id=${id}`);
  await phone.sees('是哪一级台阶，晚上几点开始看不见');
  await phone.tap('回答补充');
  await phone.types('补充的情况', '第三级，六点以后');
  await phone.tap('提交');
  await phone.sees('您补充了情况，继续办理');
  await phone.tap('催办');
  await phone.tap('提交');
  await phone.sees('您催办了一次，办理人员已收到');
  await phone.sees('催办：今天已经催办过，办理单位已收到');
  await phone.tap('撤回');
  // Both pages have a button of this name.
  await expect(phone.page).toHaveURL(/pages\/act\/index/);
  await phone.tap('撤回');
  await phone.tap('确定撤回');
  await phone.sees('您撤回了这件诉求');
});
