// Stories in which the office does more than handle: plans, extensions, pressing, other units' help, visits afterwards.
import type { Turn } from './story.js';

const plans: readonly Turn[] = (
  [
    [
      'road-flood',
      'bricks',
      '弄堂口一下雨就积水，几十年的老毛病',
      '雨水管径不够，须随旧管改造一并实施，列入明年计划',
      60,
    ],
    ['pavement', 'pothole', '整条人行道的砖都松了，补了这块坏那块', '整路段翻修已列入年度计划，分段施工', 45],
    ['property-service', 'paper', '小区没有业委会，公共收益没人管', '业委会筹备组已成立，等换届程序走完', 90],
    ['bike-parking', 'bikes', '这一片没有地方停电瓶车，只好停在楼道', '充电棚选址已定，等规划审批', 30],
    ['barrier-free', 'railing', '菜场门口三级台阶，轮椅进不去', '与菜场改造同步做坡道，已排进工程', 40],
  ] as const
).map(
  ([item, motif, words, why, days]): Turn => ({
    item,
    spot: 'street',
    motif,
    words,
    age: [10, 25],
    play: (s) => s.verify('情况属实，非一时能解决。').assign().accept().suspend(why, days),
  }),
);

const resumed: Turn = {
  item: 'barrier-free',
  spot: 'street',
  motif: 'railing',
  words: '盲道到了路口就断了，接下去是一根电线杆',
  age: [32, 38],
  play: (s) =>
    s
      .verify('盲道断头约 4 米。')
      .assign()
      .accept()
      .suspend('电线杆须待架空线入地后移除', 12)
      .resume('架空线已入地，本周施工', 11)
      .handle('电杆已移，盲道接通并增设提示砖。', 'solved', 0.4)
      .pass('good', '现场走过一遍。')
      .confirm('yes', 5, '说了哪天就是哪天', ['clear']),
};

const extensions: readonly Turn[] = [
  {
    item: 'road-sign',
    spot: 'street',
    motif: 'railing',
    words: '路名牌被撞歪了，方向指反了',
    age: [3, 5],
    play: (s) =>
      s
        .verify('路名牌偏转约 90 度。')
        .assign()
        .accept()
        .askExtension('牌面须按新版式定制，厂家交货要三周')
        .grantExtension('情况属实，先扶正临时使用，同意延期'),
  },
  {
    item: 'tree-trim',
    spot: 'home',
    motif: 'tree',
    words: '大树枝压到晾衣架了，风大的时候打在窗上',
    age: [2, 3],
    play: (s) => s.verify('枝条距窗约 30 厘米。').assign().accept().askExtension('须等登高车排期，请求延期'),
  },
  {
    item: 'road-broken',
    spot: 'street',
    motif: 'pothole',
    words: '公交站前面一个坑，下车一脚踩进去',
    age: [16, 22],
    play: (s) =>
      s
        .verify('坑深约 8 厘米。')
        .assign()
        .accept()
        .askExtension('想等大修时一起做')
        .denyExtension('站点人流大，请先行修补，不同意延期')
        .handle('已用冷补料填平压实。', 'solved', 0.4)
        .pass()
        .confirm('yes', 4, '总算补上了'),
  },
];

const pressed: readonly Turn[] = [
  {
    item: 'noise-shop',
    spot: 'street',
    motif: 'speaker',
    words: '健身房早上六点就放音乐，反映过好几次',
    age: [12, 16],
    play: (s) =>
      s
        .verify('早 6 点 20 分实测有低音。')
        .assign()
        .accept()
        .urge('天天这样，请管一管')
        .press('overdue', '三个工作日内约谈经营者并复测，结果当面告知居民', 5, 'leader'),
  },
  {
    item: 'litter',
    spot: 'street',
    motif: 'litter',
    words: '拆迁工地外面堆了一个月的垃圾没人清',
    age: [20, 26],
    play: (s) =>
      s
        .verify('堆放约 6 立方米。')
        .assign()
        .accept()
        .press('harm', '影响通行和消防，两日内清运完毕', 3)
        .handle('已清运 6 车并围挡。', 'solved', 0.3)
        .endPress('现场已清空，围挡到位')
        .pass()
        .confirm('yes', 5, '一个月的事两天办好了', ['quick']),
  },
];

const together: readonly Turn[] = [
  {
    item: 'road-lamp',
    spot: 'street',
    motif: 'lamp',
    words: '灯是亮的，被树叶挡得地上一点光都没有',
    age: [1, 2],
    play: (s) => s.verify('灯具正常，被树冠遮挡。').assign().accept().split('lvhua', '请修剪遮住路灯的树枝'),
  },
  {
    item: 'road-lamp',
    spot: 'home',
    motif: 'lamp',
    words: '弄堂里的灯修了又暗，树把光都遮了',
    age: [14, 18],
    play: (s) =>
      s
        .verify('两处原因：灯具老化、树枝遮挡。')
        .assign()
        .accept()
        .split('lvhua', '请修剪弄内遮光枝条')
        .finishSubtask('已修剪四株，灯下可见度恢复。')
        .handle('灯具更换为 LED，绿化部门同步修剪，夜间复测合格。', 'solved', 0.2)
        .pass()
        .confirm('yes', 5, '两个部门一起来的，一次办好', ['quick', 'clear']),
  },
  {
    item: 'stair-pile',
    spot: 'home',
    motif: 'stairs',
    words: '楼道被一户人家堆满，劝了多次不听',
    age: [16, 20],
    play: (s) =>
      s
        .verify('二至三层通道剩余约 50 厘米。')
        .assign('wuye')
        .accept()
        .askHelp('chengguan', '请派员到场，告知消防责任')
        .giveHelp('已到场告知并开具限期整改单，当事人同意清理。')
        .rateHelper('good', '来得快，说得清')
        .handle('当事人清理三车杂物，通道恢复。', 'solved', 0.5)
        .pass()
        .confirm('yes', 5),
  },
  {
    item: 'stall',
    spot: 'street',
    motif: 'stall',
    words: '校门口放学时段全是流动摊，小孩只能走马路',
    age: [0.3, 0.8],
    play: (s) => s.verify('放学时段 9 个摊位。').whistle('chengguan', '今天放学前到校门口，一起疏导'),
  },
  {
    item: 'fire-lane',
    spot: 'home',
    motif: 'firelane',
    words: '消防通道又被装修队的材料堵了',
    age: [8, 12],
    play: (s) =>
      s
        .verify('材料占道约 8 米。')
        .whistle('chengguan', '通道被堵，请到现场一起处置')
        .answerWhistle('20 分钟到场，责令装修队当场搬离。')
        .rateHelper('good', '一叫就到')
        .assign('wuye')
        .accept()
        .handle('材料已搬离，通道划线并张贴告知。', 'solved', 0.2)
        .pass()
        .confirm('yes', 5, '来得真快', ['quick']),
  },
];

const afterwards: readonly Turn[] = [
  {
    item: 'noise-shop',
    spot: 'street',
    motif: 'speaker',
    words: '要求楼下面包店全天不许开门，开门就有香味',
    age: [18, 24],
    play: (s) =>
      s
        .verify('证照齐全，油烟达标。')
        .assign()
        .accept()
        .handle('证照齐全，检测达标，已请店家调整排风方向。', 'explained', 0.3)
        .pass()
        .disagree('还是开着门', 1)
        .doubt('合法经营，检测达标，要求停业没有依据')
        .confirmDoubt('依据充分，认定不合理')
        .uphold('店家证照齐全、检测达标，答复依据充分，维持处理结果'),
  },
  {
    item: 'dog',
    spot: 'home',
    motif: 'bench',
    words: '邻居的狗白天叫一声也不行，请把狗没收',
    age: [12, 16],
    play: (s) =>
      s
        .verify('已办证，白天偶有叫声。')
        .assign()
        .accept()
        .handle('已上门劝导训犬，狗证齐全，无没收依据。', 'explained', 0.3)
        .pass()
        .disagree('狗还在，白天照样叫', 1)
        .doubt('白天偶发叫声，没收没有依据'),
  },
  {
    item: 'manhole',
    spot: 'street',
    motif: 'manhole',
    words: '井盖一过车就哐当响，整夜睡不着',
    age: [18, 26],
    play: (s) =>
      s
        .verify('井盖与座圈间隙约 1 厘米。')
        .assign()
        .accept()
        .handle('已加装防响垫圈并调平。')
        .pass()
        .confirm('yes', 5)
        .visit('yes', 5, '现在一点声音都没有，谢谢'),
  },
  {
    item: 'litter',
    spot: 'home',
    motif: 'litter',
    words: '垃圾房门口地上总是油水，走过去滑',
    age: [20, 28],
    play: (s) =>
      s
        .verify('地面油污约 3 平方米。')
        .assign('wuye')
        .accept()
        .handle('已高压冲洗，并改为每日两次。')
        .pass('fair')
        .confirm('partly', 3)
        .visit('partly', 3, '洗是洗了，周末还是脏'),
  },
  {
    item: 'guardrail',
    spot: 'street',
    motif: 'railing',
    words: '护栏少了一节，小孩会从那里冲出去',
    age: [1, 2],
    play: (s) =>
      s
        .verify('缺一节约 3 米。')
        .assign()
        .accept()
        .handle('已补装护栏一节。', 'solved', 0.1)
        .redraw('抽中的人当天休假'),
  },
];

export const inOffice: readonly Turn[] = [...plans, resumed, ...extensions, ...pressed, ...together, ...afterwards];
