/** Photos that take their time, on the compiled mini-program: none is left out without a word. */
import type { Person } from './person.js';
import { Town } from './town.js';

const town = new Town();
let person: Person;
beforeAll(() => town.start());
afterEach(() => town.rests());
afterAll(() => town.stop());

const WAITS = '照片处理中…';

/** Takes a photo that is not ready. @returns makes it ready */
async function takes(): Promise<() => void> {
  const { phone } = person.program;
  let ready = () => {};
  phone.shrinks = new Promise((resolve) => {
    ready = resolve;
  });
  phone.gallery = [town.photo];
  await person.tap('拍照');
  await person.sees(WAITS);
  return ready;
}

it('holds up what is handed in until it is ready, and keeps what was written meanwhile', async () => {
  person = town.opensHere('oSlow');
  await town.reports('照片慢慢来的灯');
  await person.sees('已提交，谢谢您');
  await person.tap('看看进展');
  await person.tap('补充');
  const ready = await takes();
  await person.type('补充的情况', '灯杆上写着 0412');
  expect(person.screen()).not.toContain('提交');
  ready();
  await person.tap('提交');
  await person.sees('诉求进展');
  await person.sees('灯杆上写着 0412');
  const { timeline } = await town.caseOf('照片慢慢来的灯');
  const added = timeline.find(({ action }) => action === 'add');
  expect(Object.values(added?.photos ?? {}).flat()).toHaveLength(1);
  person.closes();
});

it('keeps its step of a report, and leads nowhere when that step was left meanwhile', async () => {
  person = town.opensHere('oLeft');
  await person.tap('我要上报');
  const ready = await takes();
  expect(person.screen()).not.toContain('跳过');
  person.back();
  await person.sees('看看我在哪个网格');
  ready();
  await person.sees('接着上次没写完的');
  await person.tap('我要上报');
  await person.sees('第 1 步');
  await person.sees('下一步');
  const again = await takes();
  again();
  await person.sees('第 2 步');
  await person.sees('已有 2 张照片');
  person.closes();
});
