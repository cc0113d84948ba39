/** What a resident does about a case of theirs, on the compiled mini-program, also when the signal is bad. */
import { problems } from '../../../shared/problems.js';
import type { Person } from './person.js';
import { Phone } from './phone.js';
import { HERE, Town } from './town.js';

const town = new Town();
let person: Person;
beforeAll(() => town.start());
afterEach(() => town.rests());
afterAll(() => town.stop());

/** Somebody has reported this and looks at it. @returns its id */
async function looksAt(openid: string, words: string): Promise<string> {
  person = town.opensHere(openid);
  await town.reports(words);
  await person.sees('已提交，谢谢您');
  await person.tap('看看进展');
  await person.sees('诉求进展');
  return (await town.caseOf(words)).id;
}
const actionsOf = async (words: string) => (await town.caseOf(words)).timeline.map(({ action }) => action);

it('urges, once a day', async () => {
  const id = await looksAt('oUrge', '催一催的灯');
  await town.staffBring(id, 'assigned');
  person.pullsDown();
  await person.sees('已派给');
  await person.tap('催办');
  await person.tap('提交');
  await person.sees('您催办了一次，办理人员已收到');
  await person.sees('今天已经催办过');
  expect(await actionsOf('催一催的灯')).toContain('urge');
  person.closes();
});

it('answers a question, and the work goes on', async () => {
  const id = await looksAt('oAnswer', '问在几号的灯');
  await town.staffBring(id, 'waitingReporter');
  person.pullsDown();
  await person.sees('具体在几号门口');
  await person.tap('回答补充');
  await person.type('补充的情况', '12 号门口，靠东边');
  await person.tap('提交');
  await person.sees('您补充了情况，继续办理');
  expect(await town.caseOf('问在几号的灯')).toMatchObject({ state: 'verified' });
  person.closes();
});

it('appeals against a refusal, which goes to the supervision desk', async () => {
  const id = await looksAt('oAppeal', '没有受理的灯');
  await town.staffBring(id, 'rejected');
  person.pullsDown();
  await person.sees('请补充照片后重新提交');
  await person.tap('申诉');
  await person.type('为什么应当受理', '照片里看得到灯杆号');
  await person.tap('提交');
  await person.sees('监督中心正在复核');
  expect(await town.caseOf('没有受理的灯')).toMatchObject({ state: 'disputed' });
  person.closes();
});

it('is done once and well when the answer to it was lost, photo and all', async () => {
  await looksAt('oLost', '回音丢了的补充');
  await person.tap('补充');
  await person.type('补充的情况', '灯杆上写着 0412');
  await town.photographs();
  town.gateway.fails(/POST \/api\/cases\/.*\/acts\/add/, 'lost', 1);
  await person.tap('提交');
  await person.sees('写的内容还在，有信号时再按一次');
  await person.tap('提交');
  await person.sees('诉求进展');
  await person.sees('灯杆上写着 0412');
  expect((await actionsOf('回音丢了的补充')).filter((action) => action === 'add')).toHaveLength(1);
  expect(town.gateway.passed.filter((line) => line.startsWith('POST /api/files'))).toHaveLength(2);
  person.closes();
});

it('is taken for done when it was sent before the case was looked at again', async () => {
  await looksAt('oBefore', '看过以后再按的补充');
  const { phone } = person.program;
  await person.tap('补充');
  await person.type('补充的情况', '在三号楼门口');
  town.gateway.fails(/POST \/api\/cases\/.*\/acts\/add/, 'lost', 1);
  await person.tap('提交');
  await person.sees('写的内容还在，有信号时再按一次');
  person.closes();

  person = town.opens(phone);
  await person.tap('看过以后再按的补充');
  await person.tap('补充');
  await person.sees('在三号楼门口');
  await person.tap('提交');
  await person.sees('诉求进展');
  expect((await actionsOf('看过以后再按的补充')).filter((action) => action === 'add')).toHaveLength(1);
  await person.tap('补充');
  await person.sees('补充的情况会马上告诉办理的人');
  expect(person.screen()).not.toContain('在三号楼门口');
  person.closes();
});

it('keeps its frame and 长辈版 where the case cannot be loaded, and tries again', async () => {
  const id = await looksAt('oFrame', '打不开的补充');
  const { phone } = person.program;
  person.closes();
  town.gateway.fails(/GET \/api\/cases\//, 'gone');
  person = town.opens(phone, `pages/act/index?id=${id}&action=add`);
  await person.sees('没有信号，连不上服务器');
  await person.tap('切换到长辈版，字更大');
  await person.sees('标准版');
  town.gateway.mends();
  await person.tap('再试一次');
  await person.sees('补充的情况会马上告诉办理的人');
  person.closes();
});

it('says that a page cannot be drawn, and leads home, where the server answers what this app does not know', async () => {
  const id = await looksAt('oNewer', '服务器更新以后的灯');
  const { phone } = person.program;
  person.closes();
  town.gateway.fails(/GET \/api\/cases\/.*\/looks/, { status: 200, body: [null] });
  const said = jest.spyOn(console, 'error').mockImplementation(() => {});
  person = town.opens(phone, `pages/case/index?id=${id}`);
  await person.sees('这一页显示不出来');
  await person.tap('回首页');
  await person.sees('服务器更新以后的灯');
  said.mockRestore();
  person.closes();
});

it('asks whoever opens a case from a link to sign in, and then shows it', async () => {
  const id = await looksAt('oLink', '从链接打开的灯');
  person.closes();
  const other = new Phone({ openid: 'oLink', place: HERE });
  person = town.opens(other, `pages/case/index?id=${id}`);
  await person.sees('登录后看得到这件诉求');
  await person.tap('同意并微信登录');
  await person.sees('从链接打开的灯');
  person.closes();
});

it('leads to the notice where the consent has been taken back, and what was typed is kept', async () => {
  await looksAt('oConsent', '撤回同意以后的补充');
  await person.tap('补充');
  await person.type('补充的情况', '加一张照片');
  await town.photographs();
  const { status, title } = problems['consent.required'];
  town.gateway.fails(/POST \/api\/files/, { status, body: { code: 'consent.required', status, title } });
  await person.tap('提交');
  await person.sees(title);
  await person.tap('去看说明');
  await person.sees('谁在处理');
  person.back();
  town.gateway.mends();
  await person.tap('提交');
  await person.sees('加一张照片');
  person.closes();
});

it('shows each list of cases as its own, and says where there is nothing in it', async () => {
  await looksAt('oLists', '只有一件的清单');
  await person.tap('撤回');
  await person.tap('撤回');
  await person.tap('确定撤回');
  await person.sees('已撤回');
  person.closes();
  person = town.opens(person.program.phone);
  await person.tap('我的诉求');
  await person.sees('共 1 件');
  town.gateway.fails(/GET \/api\/cases\?.*open=true/, 'gone');
  await person.tap('正在办');
  await person.sees('没有信号，连不上服务器');
  expect(person.screen()).not.toMatch(/共 1 件|只有一件的清单/);
  town.gateway.mends();
  await person.tap('再试一次');
  await person.sees('没有正在办的');
  await person.tap('看全部');
  await person.sees('只有一件的清单');
  person.closes();
});
