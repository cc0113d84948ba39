// The duty list is complete, can be searched in everyday words, and stops what must be telephoned.
import { findItems, groups, itemOf, items, kindOf, leads, stopInWords, stops } from './duty-list.js';

const best = (words: string) => findItems(words)[0]?.code;

describe('the duty list', () => {
  it('has about 60 items or more, each code once, in kebab English', () => {
    expect(items.length).toBeGreaterThanOrEqual(60);
    expect(new Set(items.map((item) => item.code)).size).toBe(items.length);
    expect(new Set(items.map((item) => item.name)).size).toBe(items.length);
    for (const item of items) expect(item.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('has ten groups, none empty, and knows every lead', () => {
    expect(Object.keys(groups)).toHaveLength(10);
    for (const group of Object.keys(groups)) expect(items.some((item) => item.group === group)).toBe(true);
    for (const item of items) expect(Object.keys(leads)).toContain(item.lead);
    for (const lead of Object.keys(leads)) {
      expect({ lead, used: items.some((item) => item.lead === lead) }).toEqual({ lead, used: true });
    }
  });

  it('gives each step a limit above nothing', () => {
    for (const item of items) {
      expect(Object.keys(item.limits).sort()).toEqual(['accept', 'assign', 'check', 'contact', 'handle', 'verify']);
      for (const limit of Object.values(item.limits)) expect(limit.amount).toBeGreaterThan(0);
    }
  });

  it('has an item for whoever does not know', () => {
    expect(itemOf('other')?.name).toBe('其他');
    expect(itemOf('nothing-like-it')).toBeUndefined();
  });
});

describe('finding an item', () => {
  it.each(items.map((item) => [item.code, item] as const))(
    '%s is found first by its name and by each keyword',
    (_, item) => {
      expect(best(item.name)).toBe(item.code);
      for (const keyword of item.keywords)
        expect({ keyword, found: best(keyword) }).toEqual({ keyword, found: item.code });
    },
  );

  it.each([
    ['门口路灯坏了三天', 'road-lamp'],
    ['弄堂口的窨井盖翘起来了，车子压过去哐哐响', 'manhole'],
    ['楼道灯不亮，晚上老人上楼看不见', 'stair-lamp'],
    ['消防通道被一排私家车堵死了', 'fire-lane'],
    ['隔壁饭店油烟直接往我家窗户里排', 'fumes'],
    ['有人把电瓶车推进电梯上楼充电', 'ebike-charging'],
    ['半夜12点工地还在打桩', 'noise-site'],
    ['我妈妈一个人住，想请居委会上门看看', 'elder-alone'],
    ['老板拖欠工资两个月', 'wages'],
    ['健身卡办了三个月，店关门跑路', 'consumer'],
    ['楼上漏水，天花板都发霉了', 'leak'],
    ['共享单车把人行道全占了', 'shared-bike'],
    ['梧桐树枝伸到三楼窗口，想请修剪', 'tree-trim'],
    ['下水道堵了，粪水冒出来', 'sewer'],
    ['想咨询加装电梯要多少户同意', 'add-elevator'],
    ['居住证到期了怎么续', 'papers'],
  ])('%s → %s', (words, code) => {
    expect(best(words)).toBe(code);
  });

  it('helps while the word is still being typed, and finds nothing in nothing', () => {
    expect(findItems('路').map((item) => item.code)).toContain('road-lamp');
    expect(findItems('井').map((item) => item.code)).toContain('manhole');
    expect(findItems(' ，。')).toEqual([]);
    expect(findItems('qqqq')).toEqual([]);
  });
});

describe('stop rules', () => {
  it.each([
    ['三楼着火了快来', 'fire'],
    ['居委会旁边垃圾桶起火', 'fire'],
    ['厨房里一股煤气味', 'gas'],
    ['有个老伯伯晕倒在路边', 'medical'],
    ['我们被困电梯了', 'rescue'],
    ['有人持刀追人', 'crime'],
    ['昨天晚上电瓶车被偷了', 'crime'],
    ['楼顶有人要跳楼', 'crime'],
    ['以前就反映过飞线充电，今天真的着火了', 'fire'],
  ] as const)('%s → %s', (words, stop) => {
    expect(stopInWords(words)).toBe(stop);
    expect(stops[stop].call).toMatch(/^1(10|19|20)$/);
  });

  it.each([
    '楼道里飞线充电，很容易着火',
    '灭火器过期了，万一着火怎么办',
    '煤气灶打不着火',
    '路面坏了差点晕倒',
    '希望社区多做反诈骗宣传',
    '上个月垃圾房着火以后一直没修',
    '我爱人昏迷住院三个月了，想申请救助',
    '垃圾桶着火，已经扑灭了，想请换个新桶',
    '路灯不亮',
    '消防通道被堵',
    '',
  ])('does not stop: %s', (words) => {
    expect(stopInWords(words)).toBeNull();
  });
});

describe('the kind of a report', () => {
  it.each([
    ['road-lamp', '', 'help'],
    ['litter', '三天没人扫', 'complaint'],
    ['tree-trim', '', 'help'],
    ['pension', '', 'question'],
    ['wages', '', 'complaint'],
    ['litter', '请问大件垃圾放在哪里', 'question'],
    ['road-lamp', '建议这条弄堂加一盏灯', 'suggestion'],
    ['staff-conduct', '感谢居委会的小王', 'praise'],
    [null, '', 'help'],
    ['nothing-like-it', '', 'help'],
  ] as const)('%s with “%s” is mostly %s', (item, words, kind) => {
    expect(kindOf(item, words)).toBe(kind);
  });
});
