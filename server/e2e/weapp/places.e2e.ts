/** Where a report lies, on the compiled mini-program: by map, buttons, WeChat's place picker or words, with or without permission. */
import { middleOf } from '../../test/given.js';
import type { Person } from './person.js';
import { Phone } from './phone.js';
import { HERE, Town } from './town.js';

const town = new Town();
let person: Person;
beforeAll(() => town.start());
afterEach(() => town.rests());
afterAll(() => town.stop());

/** Degrees: two metres. */
const NEAR = 2e-5;
const WEST_TWO = middleOf(1);

async function opensWhere(phone: Phone): Promise<void> {
  person = town.opens(phone);
  await person.tap('路灯不亮或损坏');
  await person.tap('没有照片，跳过');
  await person.sees('第 3 步');
}
const agreed = (openid: string, place: Phone['place'] = HERE) => {
  const phone = new Phone({ openid, place: place ?? undefined });
  phone.privacyAgreed = true;
  return phone;
};
/** Hands it in as it stands, and gives the place that arrived. */
async function arrives(words: string) {
  await person.tap('位置没错，下一步');
  await person.type('情况说明', words);
  await person.tap('同意说明并提交');
  await person.sees('已提交，谢谢您');
  return town.caseOf(words);
}

it.each(['inDetail', 'beside'] as const)(
  'follows the map that is dragged, as the client tells it %s',
  async (saying) => {
    await opensWhere(agreed(`oDrag${saying}`));
    await person.sees('西一网格');
    await person.dragMap(WEST_TWO, saying);
    await person.sees('西二网格');
    const { point } = await arrives(`拖动地图 ${saying}`);
    expect(Math.abs(point!.lng - WEST_TWO.lng)).toBeLessThan(NEAR);
    expect(Math.abs(point!.lat - WEST_TWO.lat)).toBeLessThan(NEAR);
    person.closes();
  },
);

it('follows a tap on the map, and says nothing of the grid that it left until the new one is known', async () => {
  await opensWhere(agreed('oTap'));
  await person.sees('西一网格');
  town.gateway.fails(/GET \/api\/places\/at/, 'gone');
  await person.tapMap(WEST_TWO);
  await person.sees('现在查不到，提交后自动分到负责的网格');
  expect(person.screen()).not.toContain('西一网格');
  town.gateway.mends();
  expect(await arrives('点一下地图')).toMatchObject({ grid: { name: '西二网格' } });
  person.closes();
});

it('is moved by buttons, twenty metres each', async () => {
  await opensWhere(agreed('oButtons'));
  await person.sees('西一网格');
  for (const to of ['北', '北', '东']) await person.tap(`大头针向${to}移 20 米`);
  const { point } = await arrives('用按钮移动');
  expect((point!.lat - HERE.lat) * 111_320).toBeCloseTo(40, 0);
  expect((point!.lng - HERE.lng) * 111_320 * Math.cos((HERE.lat * Math.PI) / 180)).toBeCloseTo(20, 0);
  person.closes();
});

it('is picked by name in WeChat, which writes the address; going back without picking changes nothing', async () => {
  const phone = agreed('oPick');
  await opensWhere(phone);
  await person.sees('西一网格');
  await person.tap('搜地点');
  await person.sees('西一网格');
  phone.picks = { name: '望海公园东门', address: '望海路 3 号', ...WEST_TWO };
  await person.tap('搜地点');
  await person.sees('西二网格');
  await person.sees('望海公园东门');
  expect(await arrives('搜到的地点')).toMatchObject({ address: '望海公园东门', grid: { name: '西二网格' } });
  person.closes();
});

it('can be moved by whoever denied the permission, which is allowed again on WeChat’s settings page', async () => {
  const phone = agreed('oDenied');
  phone.permits['scope.userLocation'] = false;
  await opensWhere(phone);
  await person.sees('没有得到位置权限，没有关系');
  await person.tapMap(WEST_TWO);
  await person.sees('西二网格');
  phone.changesSettings = { 'scope.userLocation': true };
  await person.tap('打开位置权限');
  await person.sees('西一网格');
  person.closes();
});

it('asks for the privacy guide again by a tap, never on the wrong page', async () => {
  const phone = new Phone({ openid: 'oPrivacy', place: HERE });
  await opensWhere(phone);
  await person.tap('不同意');
  await person.sees('没有同意使用位置，没有关系');
  expect(person.screen()).not.toContain('打开位置权限');
  // Asked at once WeChat refuses by itself; later it asks.
  await person.tap('重新选择是否同意');
  await person.sees('没有同意使用位置');
  person.program.privacy.pauseEnds();
  await person.tap('重新选择是否同意');
  await person.sees('使用前请您同意');
  await person.tap('同意');
  await person.sees('西一网格');
  person.closes();
});

it('takes no photo from whoever does not agree, says so on the page, and asks again by a tap', async () => {
  const phone = new Phone({ openid: 'oPhoto', place: HERE });
  phone.gallery = [town.photo];
  person = town.opens(phone);
  await person.tap('我要上报');
  await person.tap('拍照');
  await person.tap('不同意');
  await person.sees('没有同意使用相机和相册。照片可以不拍。');
  person.program.privacy.pauseEnds();
  await person.tap('重新选择是否同意');
  await person.sees('使用前请您同意');
  await person.tap('同意');
  await person.sees('第 2 步');
  expect(phone.gallery).toEqual([]);
  person.closes();
});

it('is where the phone is now, not where it was half a minute ago', async () => {
  const phone = agreed('oWalks');
  await opensWhere(phone);
  await person.sees('西一网格');
  phone.place = { ...WEST_TWO, accuracy: 15 };
  await person.tap('我的位置');
  await person.sees('西二网格');
  person.closes();
});

it('shows my grid with its number, as last known where it cannot be asked anew', async () => {
  const phone = agreed('oGrid');
  await town.given.the('gridWorker');
  person = town.opens(phone);
  await person.tap('看看我在哪个网格');
  await person.tap('021-00000001');
  await person.until(() => phone.dialled.length > 0, 'the phone to dial');
  person.closes();

  town.gateway.fails(/GET \/api\/places\/at/, 'gone');
  person = town.opens(phone);
  await person.sees('西一网格');
  await person.sees(/上次查询 \d+月\d+日/);
  person.closes();
});
