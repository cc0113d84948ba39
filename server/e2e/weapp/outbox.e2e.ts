/** Reports that cannot be sent at once, on the compiled mini-program: none is lost, none is sent twice or without its person. */
import { PRIVACY_VERSION } from '../../../shared/privacy.js';
import { problems } from '../../../shared/problems.js';
import type { Person } from './person.js';
import { Phone } from './phone.js';
import { HERE, Town } from './town.js';

const town = new Town();
let person: Person;
beforeAll(() => town.start());
afterEach(() => town.rests());
afterAll(() => town.stop());

const WAITS = '没有信号，已存为草稿，有信号时自动提交';
const problem = (code: keyof typeof problems) => ({ status: problems[code].status, body: { code, ...problems[code] } });

/** Somebody who has signed in and agreed, on the home page. */
async function resident(openid: string): Promise<Phone> {
  person = town.opensHere(openid);
  await person.tap('我的');
  await person.tap('同意并微信登录');
  await person.sees('退出登录');
  await person.tap('首页');
  return person.program.phone;
}
/** Hands a report in without a signal and goes back to the home page. */
async function handsInWithout(phone: Phone, words: string): Promise<void> {
  await town.writes(words);
  phone.online = false;
  await person.tap('提交');
  await person.sees(WAITS);
  await person.tap('回首页');
}

it('is kept over closing, and sent by itself, once, when there is a signal', async () => {
  const phone = await resident('oChen');
  await handsInWithout(phone, '弄堂口的灯不亮');
  person.closes();

  person = town.opens(phone);
  await person.sees(WAITS);
  await person.sees('弄堂口的灯不亮');
  phone.online = true;
  await person.sees('已自动提交');
  // Which of several it is.
  expect(person.screen()).toContain('弄堂口的灯不亮');
  expect(await town.caseOf('弄堂口的灯不亮')).toMatchObject({ item: 'road-lamp', grid: { name: '西一网格' } });
  await person.tap('看看进展');
  await person.sees('弄堂口的灯不亮');
  person.closes();
});

it('of somebody who is not signed in waits for their word, and is neither signed in nor agreed to by itself', async () => {
  const phone = new Phone({ openid: 'oFang', place: HERE });
  phone.privacyAgreed = true;
  person = town.opens(phone);
  await town.writes('还没登录时写的');
  phone.online = false;
  await person.tap('同意说明并提交');
  await person.sees('已存为草稿，还没有提交');
  await person.tap('回首页');
  phone.online = true;
  await person.sees('需要您再同意一次');
  expect(town.gateway.passed.filter((line) => /session\/(wechat|consent)/.test(line))).toHaveLength(0);
  await person.tap('同意并提交');
  await person.sees('已自动提交');
  expect(await town.casesOf('还没登录时写的')).toHaveLength(1);
  person.closes();
});

it('is not sent once its person has taken the consent back, here or elsewhere, until they give it again', async () => {
  const phone = await resident('oWei');
  await handsInWithout(phone, '撤回同意以后的灯');
  const sql = 'SELECT id FROM account ORDER BY createdAt DESC LIMIT 1';
  const [{ id }] = await town.server.db.read.query<{ id: string }>(sql);
  const withdraw = 'UPDATE account SET consentVersion = NULL, consentAt = NULL WHERE id = ?';
  await town.server.db.write((tx) => tx.run(withdraw, [id]));
  phone.online = true;
  await person.sees('需要您再同意一次');
  expect(await town.casesOf('撤回同意以后的灯')).toHaveLength(0);
  await person.tap('同意并提交');
  await person.sees('已自动提交');
  const consents = await town.server.db.read.query('SELECT version FROM consent WHERE account = ?', [id]);
  expect(consents).toEqual([{ version: PRIVACY_VERSION }, { version: PRIVACY_VERSION }]);
  person.closes();
});

it('that is refused opens again, and what was being written is laid aside, over closing at any time', async () => {
  const phone = await resident('oTao');
  town.gateway.fails(/POST \/api\/files$/, 'gone');
  await handsInWithout(phone, '照片丢了的灯');
  town.gateway.mends();
  // Somebody has cleaned up the phone.
  for (const path of phone.files.keys()) phone.files.delete(path);
  phone.online = true;
  await person.sees('没有提交成功：有一张照片已经不在手机里');
  await town.writes('写到一半的另一份');
  for (let steps = 0; steps < 4; steps++) person.back();
  await person.tap('打开修改');
  await person.sees('第 4 步');
  expect(person.screen()).toContain('照片丢了的灯');
  person.closes();

  person = town.opens(phone);
  await person.sees('接着上次没写完的');
  await person.sees('还有一份没写完的');
  await person.tap('接着写');
  // Before all of it is written down: whichever of the two is the draft now, the other is laid aside.
  person.closes();
  const stored = [...phone.storage.values()].map(({ json }) => json).join();
  for (const words of ['照片丢了的灯', '写到一半的另一份']) expect(stored).toContain(words);

  person = town.opens(phone);
  await person.sees('接着上次没写完的');
  await person.sees('还有一份没写完的');
  await person.tap('不要了');
  await person.tap('删去');
  await person.seesNoMore('还有一份没写完的');
  await person.sees('接着上次没写完的');
  person.closes();
});

it('says why it waits, and does not hold up the next', async () => {
  const phone = await resident('oRen');
  town.gateway.fails(/POST \/api\/cases$/, problem('rate.limited'), 1);
  await town.reports('人多时报的灯');
  await person.sees('现在人多，已存好，稍后自动提交');
  await person.tap('回首页');
  await handsInWithout(phone, '人多时报的第二盏');
  town.gateway.fails(/POST \/api\/cases$/, problem('server.busy'), 1);
  phone.online = true;
  await person.sees('已自动提交');
  await person.sees('现在人多，已存好，稍后自动提交');
  expect(await town.casesOf('人多时报的灯')).toHaveLength(0);
  expect(await town.casesOf('人多时报的第二盏')).toHaveLength(1);
  // Looked at again by itself when something changes for the better.
  phone.online = true;
  await person.seesNoMore('现在人多，已存好，稍后自动提交');
  expect(await town.casesOf('人多时报的灯')).toHaveLength(1);
  person.closes();
});

it('can be mended while it waits; sent before without an answer, it is not sent twice unknowingly', async () => {
  const phone = await resident('oLu');
  town.gateway.fails(/POST \/api\/cases$/, 'lost', 1);
  await town.reports('回音丢了的灯');
  await person.sees(WAITS);
  phone.online = false;
  await person.tap('回首页');
  await person.tap('打开修改');
  await person.type('情况说明', '回音丢了的灯，在门口');
  phone.online = true;
  await person.tap('提交');
  await person.sees('之前写的那份已经收到');
  expect(await town.casesOf('回音丢了的灯')).toHaveLength(1);
  await person.tap('提交');
  await person.sees('已提交，谢谢您');
  expect(await town.casesOf('回音丢了的灯，在门口')).toHaveLength(1);
  person.closes();
});

it('can be handed in by somebody new though the settings could not be had when the app was opened', async () => {
  town.gateway.fails(/GET \/api\/settings$/, 'gone');
  person = town.opensHere('oXin');
  await town.reports('没有设置时的灯');
  await person.sees('已提交，谢谢您');
  person.closes();
});

it('tells the reason of a refusal: the notice has a newer text than this app', async () => {
  const detail = '个人信息保护说明已更新，请关掉再打开，看过新的说明再同意';
  const { status, body } = problem('input.invalid');
  town.gateway.fails(/PUT \/api\/session\/consent$/, {
    status,
    body: { ...body, errors: { version: 'invalid' }, detail },
  });
  person = town.opensHere('oJiu');
  await town.reports('旧说明时的灯');
  await person.sees(detail);
  expect(person.screen()).toContain('旧说明时的灯');
  person.closes();
});

it('is done under an address that can be opened again', async () => {
  const phone = await resident('oHui');
  await town.reports('刷新以后的灯');
  await person.sees('已提交，谢谢您');
  const { number, id } = await town.caseOf('刷新以后的灯');
  person.closes();
  person = town.opens(phone, `pages/report/done/index?id=${id}&number=${number}`);
  await person.sees('已提交，谢谢您');
  await person.sees('已交给西一网格');
  expect(person.screen().match(/预计/g)).toHaveLength(1);
  expect(person.screen()).not.toContain('承诺办好');
  person.closes();
});
