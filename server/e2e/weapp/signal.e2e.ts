/** The signal that comes back, on the compiled mini-program: what could not be had is there without a tap. */
import type { Person } from './person.js';
import { Town } from './town.js';

const town = new Town();
let person: Person;
beforeAll(() => town.start());
afterEach(() => town.rests());
afterAll(() => town.stop());

const NOTHING = '没有信号，连不上服务器';

it('fills the pages that had nothing to show', async () => {
  person = town.opensHere('oBack');
  const { phone } = person.program;
  await town.reports('没有信号时要看的灯');
  await person.sees('已提交，谢谢您');
  const { id } = await town.caseOf('没有信号时要看的灯');
  person.closes();

  phone.online = false;
  person = town.opens(phone);
  await person.sees(`${NOTHING}，现在看不到您正在办的诉求`);
  await person.tap('我的诉求');
  await person.sees(NOTHING);
  phone.online = true;
  await person.sees('没有信号时要看的灯');
  await person.seesNoMore(NOTHING);
  await person.tap('首页');
  await person.sees('没有信号时要看的灯');
  person.closes();

  phone.online = false;
  person = town.opens(phone, `pages/case/index?id=${id}`);
  await person.sees(NOTHING);
  phone.online = true;
  await person.sees('没有信号时要看的灯');
  person.closes();
});

it('asks nothing for a page that was left', async () => {
  person = town.opensHere('oGone');
  const { phone } = person.program;
  await town.reports('看了一眼就走的灯');
  await person.sees('已提交，谢谢您');
  const { id } = await town.caseOf('看了一眼就走的灯');
  await person.tap('回首页');
  await person.sees('看了一眼就走的灯');
  phone.online = false;
  await person.tap('看了一眼就走的灯');
  await person.sees(NOTHING);
  person.back();
  await person.until(() => person.program.isQuiet, 'the page to be gone');
  town.gateway.passed.length = 0;
  phone.online = true;
  await person.seesNoMore(NOTHING);
  await person.until(() => town.gateway.passed.some((line) => line.includes('open=true')), 'the home page to ask');
  expect(town.gateway.passed.filter((line) => line.includes(id))).toEqual([]);
  person.closes();
});

it('finds the grid of a place that was pointed out without it', async () => {
  person = town.opensHere('oGridBack');
  const { phone } = person.program;
  await person.tap('路灯不亮或损坏');
  phone.online = false;
  await person.tap('没有照片，跳过');
  await person.sees('现在查不到，提交后自动分到负责的网格');
  phone.online = true;
  await person.sees('西一网格');
  person.closes();
});
