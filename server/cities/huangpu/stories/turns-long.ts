// Stories that are settled on the spot, and such as take weeks or a plan.
import type { Turn } from './story.js';

export const atOnce: readonly Turn[] = (
  [
    [
      'litter',
      'street',
      'litter',
      '{near}有几袋垃圾没人收',
      '当场清走四袋垃圾，并同旁边便利店讲好定点投放。',
      '人刚发完消息垃圾就没了',
    ],
    ['shared-bike', 'street', 'bikes', '共享单车倒在盲道上', '已扶起并排齐 12 辆。', ''],
    ['stair-pile', 'home', 'stairs', '楼梯口有一堆纸板', '同住户一起搬下楼，已送回收点。', '网格员亲自搬的，辛苦了'],
    ['small-ads', 'home', 'ads', '信箱上又贴广告了', '当场铲除 6 张。', ''],
    [
      'elder-alone',
      'home',
      'visit',
      '老人家门锁钥匙断了，进不去家',
      '请锁匠上门开锁换芯，费用由老人子女转来。',
      '多亏你们',
    ],
    ['fire-lane', 'home', 'firelane', '消防通道停了一辆小货车在卸货', '现场劝离，通道已空。', ''],
    ['dog', 'home', 'bench', '花坛边有狗屎，小孩踩到了', '已清理，花坛边放了便民袋盒。', '还放了袋子，想得周到'],
    ['guardrail', 'street', 'railing', '隔离栏倒在路边', '已扶正并拧紧螺栓。', ''],
    ['bike-parking', 'street', 'bikes', '电瓶车堵住轮椅坡道', '挪开三辆车，坡道口画了禁停标识。', ''],
    ['waste-bin', 'home', 'litter', '湿垃圾桶盖坏了味道大', '已从备用桶换上新桶。', ''],
  ] as const
).map(
  ([item, spot, motif, words, reply, said], i): Turn => ({
    item,
    spot,
    motif,
    words,
    age: i < 2 ? [0.3, 0.8] : [4, 50],
    play: (s) => (i < 2 ? s.settle(reply) : s.settle(reply).pass().confirm('yes', 5, said, ['quick'])),
  }),
);

export const longWaits: readonly Turn[] = [
  {
    item: 'illegal-building',
    spot: 'home',
    motif: 'bricks',
    words: '底楼破墙开店，承重墙都敲了，楼上好几家墙面开裂，我们写过联名信，请一定重视',
    age: [38, 42],
    play: (s) =>
      s
        .verify('承重墙开洞约 1.5 米宽，二楼墙面有裂缝。')
        .assign('chengguan', '请会同房管查勘结构安全', 'soon')
        .accept()
        .contact('已告知查勘时间。')
        .urge('墙缝又大了一点')
        .handle('已立案，责令恢复，房管出具加固方案，洞口已砌回并植筋加固。', 'solved', 0.8)
        .pass()
        .confirm('yes', 5, '整幢楼的人都谢谢你们'),
  },
  {
    item: 'add-elevator',
    kind: 'help',
    spot: 'home',
    motif: 'elevator',
    shown: false,
    words: '加装电梯签字差最后一户，能不能请社区出面谈谈',
    age: [30, 34],
    play: (s) =>
      s
        .verify('一楼住户担心采光和噪声。')
        .assign('fangguan')
        .accept()
        .add('一楼阿姨说可以坐下来谈，但希望有个保证')
        .handle('已组织协商，井道改用玻璃并后移 30 厘米，一楼同意，方案报审中。', 'planned', 0.7)
        .pass()
        .confirm('partly', 4, '谈成了，等开工'),
  },
  {
    item: 'signal',
    kind: 'suggestion',
    spot: 'street',
    motif: 'sign',
    shown: false,
    words: '学校门口能不能装一个按钮式红绿灯，早晚高峰很需要，平时又不影响车流',
    age: [25, 28],
    play: (s) =>
      s
        .verify('早高峰过街约 300 人次。')
        .assign()
        .accept()
        .answer('建议采纳。已做流量调查，列入明年第一批路口改造，方案确定后在校门口公示。')
        .confirm('yes', 5, '期待早点装上'),
  },
  {
    item: 'hanging-wire',
    spot: 'street',
    motif: 'wire',
    words: '架空线像蜘蛛网，能不能入地',
    age: [44, 52],
    play: (s) =>
      s
        .verify('约 200 米架空线。')
        .assign()
        .accept()
        .handle('该路段已列入明年架空线入地计划，先行捆扎整理。', 'planned')
        .pass()
        .confirm('partly', 4, '有计划就好'),
  },
  {
    item: 'public-toilet',
    spot: 'street',
    motif: 'paving',
    words: '这一片没有公厕，老人出来走走很不方便',
    age: [40, 48],
    play: (s) =>
      s
        .verify('最近公厕 650 米。')
        .assign()
        .accept()
        .handle('附近无法新建，已同两家单位谈妥对外开放厕所，并设指引牌。', 'explained')
        .pass()
        .confirm('yes', 5, '指引牌很清楚'),
  },
  {
    item: 'traffic-order',
    spot: 'street',
    motif: 'car',
    words: '希望把弄堂改成单行，会车天天吵架',
    kind: 'suggestion',
    age: [33, 37],
    play: (s) =>
      s
        .verify()
        .assign()
        .accept()
        .answer('经征求意见，61% 居民赞成单行，但消防车转弯半径不够，暂不改，先在两端设会车让行标志。')
        .confirm('partly', 3, '理由可以理解', ['clear']),
  },
  {
    item: 'noise-life',
    spot: 'home',
    motif: 'speaker',
    shown: false,
    words: '楼上孩子练琴，一天四个小时',
    age: [28, 31],
    play: (s) =>
      s
        .verify('双方都在家，愿意谈。')
        .assign('gongan')
        .accept()
        .handle('双方约定每天练到晚 8 点，周日上午不练，琴脚加垫。', 'explained')
        .pass()
        .confirm('yes', 4),
  },
  {
    item: 'dead-car',
    spot: 'street',
    motif: 'car',
    words: '路边停了一辆报废车，车窗都没了',
    age: [50, 56],
    play: (s) =>
      s
        .verify()
        .assign()
        .accept()
        .handle('到场时车辆已不在，向周边商户了解，三天前已被拖走。', 'nothingFound', 0.2)
        .pass()
        .confirm('yes', 4),
  },
  {
    item: 'house-danger',
    spot: 'home',
    motif: 'wall',
    words: '阳台栏杆是铁的，锈断了两根',
    age: [46, 54],
    play: (s) =>
      s
        .verify('私有部位，锈蚀明显。')
        .assign()
        .accept()
        .handle('栏杆属业主专有部分，房管已告知危险，社区联系志愿维修队以成本价更换。', 'notOurs')
        .pass()
        .confirm('partly', 4, '最后志愿队帮我换的'),
  },
  {
    item: 'park',
    spot: '沐风公园',
    motif: 'bench',
    words: '希望公园里设遛狗区',
    kind: 'suggestion',
    age: [17, 21],
    play: (s) =>
      s
        .verify()
        .answer('公园面积较小，问卷中六成游客不赞成，暂不设置；附近绿地正在研究，定了会告诉大家。')
        .confirm('partly', 3, '', ['clear']),
  },
];
