/** The whole task of a resident on the compiled mini-program: report, follow, rate, against a real server. */
import { sayCaseNumber } from '../../../shared/say.js';
import type { Person } from './person.js';
import { Phone } from './phone.js';
import { HERE, Town } from './town.js';
import { elementsOf } from './wxml.js';

/** Degrees: two metres. The phone speaks GCJ-02, the database WGS-84. */
const NEAR = 2e-5;

const town = new Town();
let person: Person;
beforeAll(() => town.start());
afterEach(() => town.rests());
afterAll(() => town.stop());

const opens = (phone: Phone) => {
  person = town.opens(phone);
};
const reports = (words: string) => town.reports(words);
const caseOf = (words: string) => town.caseOf(words);
const staffBring: Town['staffBring'] = (id, state) => town.staffBring(id, state);

it('reports a broken lamp with photo and place, follows it, and rates it', async () => {
  opens(new Phone({ openid: 'oWang', place: HERE }));
  await reports('门口的路灯三天没亮了');
  await person.sees('已提交，谢谢您');
  // Besides photo, words and WeChat's own question.
  expect(person.taps - 2).toBeLessThanOrEqual(5);

  const made = await caseOf('门口的路灯三天没亮了');
  await person.sees(sayCaseNumber(made.number));
  expect(made).toMatchObject({
    state: 'reported',
    item: 'road-lamp',
    source: 'resident',
    grid: { name: '西一网格' },
    how: 'inside',
  });
  expect(made.photos).toEqual([expect.objectContaining({ width: 1600, height: 1200 })]);
  expect(made.given).toMatchObject({ datum: 'gcj02', accuracy: 15 });
  expect(Math.abs(made.point!.lng - HERE.lng)).toBeLessThan(NEAR);
  expect(Math.abs(made.point!.lat - HERE.lat)).toBeLessThan(NEAR);

  await person.tap('看看进展');
  await person.sees('已提交');
  await person.sees('已交给西一网格');
  await staffBring(made.id, 'checked');
  person.pullsDown();
  await person.sees('已更换灯泡，恢复照明');
  await person.tap('确认评价');
  await person.tap('解决了');
  await person.tap('5 星，很满意');
  await person.tap('办得快');
  await person.tap('提交');
  await person.sees('您确认并评价，已办结');

  const closed = await caseOf('门口的路灯三天没亮了');
  expect(closed).toMatchObject({ state: 'closed', rating: { solved: 'yes', satisfied: 5, reasons: ['quick'] } });
  person.closes();
});

it('goes on with a draft after the app was closed in the middle', async () => {
  const phone = new Phone({ openid: 'oZhao', place: HERE });
  phone.privacyAgreed = true;
  opens(phone);
  await person.tap('我要上报');
  phone.gallery = [town.photo];
  await person.tap('从相册选');
  await person.tap('路灯不亮或损坏');
  await person.sees('西一网格');
  person.closes();

  opens(phone);
  await person.sees('接着上次没写完的');
  await person.tap('我要上报');
  // What it is was said already.
  await person.sees('要报的是');
  await person.tap('下一步');
  await person.tap('位置没错，下一步');
  await person.type('情况说明', '写到一半的路灯');
  await person.tap('同意说明并提交');
  await person.sees('已提交，谢谢您');
  expect((await caseOf('写到一半的路灯')).photos).toHaveLength(1);
  person.closes();
});

it.each(['我要上报', '垃圾堆积未清'])(
  'goes on with it for whoever taps %s before the phone has remembered it',
  async (tapped) => {
    const phone = new Phone({ openid: 'oFast', place: HERE });
    phone.privacyAgreed = true;
    opens(phone);
    await person.tap('路灯不亮或损坏');
    phone.gallery = [town.photo];
    await person.tap('拍照');
    await person.sees('第 3 步');
    person.closes();

    let remember = () => {};
    phone.remembers = new Promise((resolve) => {
      remember = resolve;
    });
    opens(phone);
    await person.tap(tapped);
    remember();
    await person.sees('要报的是');
    await person.sees('路灯不亮或损坏');
    const isThere = () => [...elementsOf(person.root())].some((e) => e.attr['aria-label'] === '删去第 1 张照片');
    await person.until(isThere, 'to see the photo');
    person.closes();
  },
);

it('begins with a common problem from the home page, which is then not asked for again', async () => {
  const phone = new Phone({ openid: 'oHe', place: HERE });
  phone.privacyAgreed = true;
  opens(phone);
  await person.tap('垃圾堆积未清');
  await person.sees('第 2 步');
  await person.tap('更改');
  await person.tap('机动车乱停放');
  await person.tap('没有照片，跳过');
  await person.sees('第 3 步');
  await person.sees('西一网格');
  await person.tap('位置没错，下一步');
  await person.type('情况说明', '车停在人行道上');
  await person.tap('同意说明并提交');
  await person.sees('已提交，谢谢您');
  expect(await caseOf('车停在人行道上')).toMatchObject({ item: 'car-parking', kind: 'complaint' });
  person.closes();
});

it('is sent to the telephone by words of danger, and goes on where the person says that it is none', async () => {
  const phone = new Phone({ openid: 'oQian', place: HERE });
  phone.privacyAgreed = true;
  opens(phone);
  await person.tap('我要上报');
  await person.tap('没有照片，跳过');
  await person.type('说说是什么问题', '小偷');
  await person.sees('违法犯罪或人身危险：请直接打 110');
  await person.tap('返回修改');
  await person.tap('路灯不亮或损坏');
  await person.tap('位置没错，下一步');
  await person.type('情况说明', '灯坏了，怕进小偷，也想谢谢抓住小偷的保安');
  await person.tap('同意说明并提交');
  await person.sees('请直接打 110');
  await person.tap('不是紧急情况，继续上报');
  await person.sees('已提交，谢谢您');
  const made = await caseOf('灯坏了，怕进小偷，也想谢谢抓住小偷的保安');
  expect(made.timeline[0].why).toContain('诉求人确认不是紧急情况');
  person.closes();
});

it('keeps what was typed for an act over closing, until it is sent', async () => {
  const phone = new Phone({ openid: 'oXu', place: HERE });
  opens(phone);
  await reports('补充两次的路灯');
  await person.tap('看看进展');
  await person.tap('补充');
  await person.type('补充的情况', '灯杆上写着 0412');
  person.closes();

  opens(phone);
  await person.tap('补充两次的路灯');
  await person.tap('补充');
  await person.sees('灯杆上写着 0412');
  await person.tap('提交');
  await person.sees('诉求进展');
  await person.sees('灯杆上写着 0412');
  expect((await caseOf('补充两次的路灯')).timeline.map(({ action }) => action)).toContain('add');
  await person.tap('补充');
  await person.sees('补充的情况会马上告诉办理的人');
  expect(person.screen()).not.toContain('灯杆上写着 0412');
  person.closes();
});

it('starts in large type for whoever has set large type in WeChat, until they choose', async () => {
  const phone = new Phone({ openid: 'oLv', place: HERE, fontSizeScaleFactor: 1.3 });
  opens(phone);
  const type = () =>
    [...elementsOf(person.root())].find(({ attr }) => String(attr.class).startsWith('screen '))?.attr.style;
  await person.sees('标准版');
  expect(type()).toBe('--body: 22.1px; --title: 26.0px; --small: 19.5px;');
  await person.tap('标准版');
  await person.sees('长辈版');
  expect(type()).toBe('--body: 22.1px; --title: 26.0px; --small: 19.5px;');
  person.closes();

  opens(phone);
  await person.sees('长辈版');
  person.closes();
});

it('can be used by somebody who gives neither photo nor place', async () => {
  opens(new Phone({ openid: 'oQian', place: HERE }));
  await person.tap('我要上报');
  await person.tap('没有照片，跳过');
  await person.tap('路灯不亮或损坏');
  await person.tap('不同意');
  await person.sees('第 3 步');
  await person.type('地址（可以不写）', '望海路 12 弄门口');
  await person.tap('位置没错，下一步');
  await person.type('情况说明', '没有照片的路灯');
  await person.tap('同意说明并提交');
  await person.sees('已提交，谢谢您');
  expect(await caseOf('没有照片的路灯')).toMatchObject({
    address: '望海路 12 弄门口',
    point: null,
    how: 'unlocated',
    grid: null,
  });
  person.closes();
});

it('says on the page of the rating that it is not solved: it goes to the supervision desk', async () => {
  opens(new Phone({ openid: 'oSun', place: HERE }));
  await reports('修了还是不亮的路灯');
  await person.sees('已提交，谢谢您');
  const { id } = await caseOf('修了还是不亮的路灯');
  await staffBring(id, 'checked');
  await person.tap('回首页');
  await person.tap('修了还是不亮的路灯');
  await person.tap('确认评价');
  await person.tap('没有解决');
  await person.sees('会转给监督中心复核');
  await person.tap('2 星，不满意');
  await person.tap('提交，转监督中心复核');
  await person.sees('请看标出的地方：哪里没有办好');
  await person.type('哪里没有办好', '灯还是不亮');
  await person.tap('提交，转监督中心复核');
  await person.sees('监督中心正在复核');
  expect(await caseOf('修了还是不亮的路灯')).toMatchObject({
    state: 'disputed',
    rating: { solved: 'no', satisfied: 2 },
  });
  person.closes();
});

it('shows whom to call when it burns, and queues nothing', async () => {
  const phone = new Phone({ openid: 'oLi', place: HERE });
  opens(phone);
  await person.tap('我要上报');
  await person.tap('没有照片，跳过');
  await person.type('说说是什么问题', '楼上着火了');
  await person.sees('119');
  await person.tap('打 119');
  await person.until(() => phone.dialled.length > 0, 'the phone to dial');
  expect(phone.dialled).toEqual(['119']);
  person.closes();
});

it('takes a report back after one question', async () => {
  opens(new Phone({ openid: 'oZhou', place: HERE }));
  await reports('自己修好了的路灯');
  await person.tap('看看进展');
  await person.tap('撤回');
  await person.tap('撤回');
  await person.tap('确定撤回');
  await person.sees('已撤回');
  expect(await caseOf('自己修好了的路灯')).toMatchObject({ state: 'withdrawn' });
  person.closes();
});
