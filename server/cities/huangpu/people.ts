// The people of the demo city: staff for every unit and grid ("1+3+N"), and residents. All names and numbers are invented.
import type { Role } from '../../../shared/permissions.js';
import type { Post } from '../../../shared/places.js';
import type { DemoResident, DemoStaff, DemoUnit, PlaceProperties } from '../city.js';
import { type Chance, chance } from './seeded.js';
import { keyAt } from './units.js';

const surnames = '王张陈李沈徐朱周吴陆顾金杨孙俞钱姚倪施蒋曹唐许潘汤龚严华邵范戴秦'.split('');
const men = (
  '建平 志强 国强 伟民 卫东 永康 德明 文斌 俊杰 浩然 子轩 一鸣 嘉豪 思远 晨阳 立新 海峰 振华 家骏 建国 ' +
  '根宝 阿福 晓东 宏伟 明辉 跃进 少华 春生 学文 小龙'
).split(' ');
const women = (
  '美芳 雅琴 丽华 秀英 桂珍 慧敏 晓雯 嘉怡 静怡 雨婷 佳琪 思敏 文静 玉兰 素芬 莉萍 梦洁 婉君 若兰 欣悦 ' +
  '凤英 彩霞 琴芳 惠珠 爱珍 敏华 倩雯 诗涵 可欣 丽娟'
).split(' ');

/** What the head and the others of a unit are, by its kind; three administrators sit in the command centre. */
const crews: Record<DemoUnit['kind'], ReadonlyArray<readonly Role[]>> = {
  command: [
    ['leader'],
    ['dispatcher'],
    ['dispatcher'],
    ['dispatcher'],
    ['operator'],
    ['operator'],
    ['operator'],
    ['systemAdmin'],
    ['securityAdmin'],
    ['auditAdmin'],
  ],
  supervision: [['leader', 'supervisor'], ['supervisor'], ['supervisor'], ['supervisor'], ['supervisor']],
  street: [['leader'], ['dispatcher'], ['operator'], ['handler'], []],
  community: [['communityWorker'], ['communityWorker'], ['communityWorker'], [], []],
  department: [['unitHead'], ['handler'], ['handler']],
  grid: [['gridLead'], ['gridWorker'], []],
};

/** Staff of all units, the head of each first. The same seed gives the same people. */
export function staffOf(units: readonly DemoUnit[], seed = 31): DemoStaff[] {
  const dice = chance(seed);
  const nameOf = namer(dice);
  let line = 0;
  const staff = units.flatMap((unit) =>
    crews[unit.kind].map((roles, i): DemoStaff => {
      const { name, called } = nameOf();
      return {
        login: `${unit.key}-${i + 1}`,
        name,
        workName: called,
        contact: `021-5550-${String(2000 + line++)}`,
        unit: unit.key,
        roles: [...roles],
        posts: [],
      };
    }),
  );
  fillPosts(units, staff);
  return staff;
}

/**
 * "1+3+N" for every grid: 网格长, 专职 and 志愿者 are its own people; 兼职 is a community worker, 指导员 a street cadre,
 * 警员 an officer of the street's station, 民情信息员 and 监督员 two neighbours whom the community has asked.
 */
function fillPosts(units: readonly DemoUnit[], staff: readonly DemoStaff[]): void {
  const byLogin = new Map(staff.map((one) => [one.login, one]));
  const give = (login: string, grid: string, post: Post) => {
    const person = byLogin.get(login);
    if (!person) throw new Error(`nobody has the login ${login}`);
    person.posts.push({ grid, post });
  };
  for (const [i, unit] of units.filter((one) => one.kind === 'grid').entries()) {
    const grid = unit.place;
    const community = grid.slice(0, 12);
    const street = grid.slice(0, 9);
    give(`${unit.key}-1`, grid, 'lead');
    give(`${unit.key}-2`, grid, 'worker');
    give(`${unit.key}-3`, grid, 'volunteer');
    give(`${keyAt('sq', community)}-${2 + (i % 2)}`, grid, 'partTime');
    give(`${keyAt('jd', street)}-5`, grid, 'guide');
    give(`${keyAt('gongan', street)}-${2 + (i % 2)}`, grid, 'police');
    give(`${keyAt('sq', community)}-4`, grid, 'informant');
    give(`${keyAt('sq', community)}-5`, grid, 'monitor');
  }
}

/** Residents who report: one in each base grid. */
export function residentsOf(places: readonly PlaceProperties[]): DemoResident[] {
  const dice = chance(199);
  const nameOf = namer(dice);
  return places
    .filter((place) => place.level === 'grid' && place.kind === 'base')
    .map((grid, i) => ({
      key: `resident-${i + 1}`,
      name: nameOf().name,
      phone: `1990000${String(1001 + i * 37).padStart(4, '0')}`,
      grid: grid.code,
    }));
}

/** Names that do not come twice, each with what people call such a person at work. */
function namer(dice: Chance): () => { name: string; called: string } {
  const used = new Set<string>();
  return () => {
    for (;;) {
      const surname = dice.pick(surnames);
      const isMan = dice.share(0.5);
      const name = surname + dice.pick(isMan ? men : women);
      if (used.has(name)) continue;
      used.add(name);
      const forms = isMan ? [`${surname}师傅`, `老${surname}`] : [`${surname}阿姨`, `${surname}姐`];
      return { name, called: dice.pick([...forms, `小${surname}`, `${surname}老师`]) };
    }
  };
}
