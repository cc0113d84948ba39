// Stories that are looked at twice: rework, disputes, reopened cases.
import type { Turn } from './story.js';

export const weighed: readonly Turn[] = [
  {
    item: 'road-broken',
    spot: 'street',
    motif: 'pothole',
    words: '补过的坑又塌下去了，比原来还深',
    age: [18, 24],
    play: (s) =>
      s
        .verify('确为旧坑，直径约 60 厘米。')
        .assign()
        .accept()
        .handle('已用沥青填平。', 'solved', 0.3)
        .rework(['evidence', 'reply'], '照片看不出位置，答复没有说明为什么会再塌，请补做基层并写明')
        .handle('开挖后发现下方水管渗漏冲空，已由水务修管，回填夯实后重铺。', 'solved', 0.6)
        .pass('good', '复看路面平整，原因写清。')
        .confirm('yes', 5, '这次修得扎实'),
  },
  {
    item: 'small-ads',
    spot: 'home',
    motif: 'ads',
    words: '楼道小广告清了又贴，墙面花得一塌糊涂',
    age: [12, 16],
    play: (s) =>
      s
        .verify('各层均有。')
        .assign('wuye')
        .accept()
        .handle('小广告已清除。')
        .rework(['evidence'], '三层以上仍有，请逐层清到顶')
        .handle('一到六层全部清除并刷白，加装公共信息栏。')
        .pass()
        .confirm('yes', 4, '可以，干净了'),
  },
  {
    item: 'fumes',
    spot: 'home',
    motif: 'chimney',
    words: '投诉过一次，换了净化器还是有油烟，晚饭时间最重',
    age: [22, 28],
    play: (s) =>
      s
        .verify('晚 6 点到场，有明显油烟味。')
        .assign()
        .accept()
        .contact('约好晚饭时间上门一起闻。')
        .handle('净化器已清洗，检测达标。')
        .pass('fair', '数据达标，建议再看一次晚高峰。', ['reply'])
        .disagree('检测是下午三点做的，那时候店里没客人，请晚上来')
        .overrule('理由成立，请在晚 6 点到 8 点复测，并请居民在场')
        .accept()
        .handle('晚高峰复测超标，已责令加装二级净化并抬高排口，复测达标，居民在场签字。')
        .pass('good', '居民在场。')
        .confirm('yes', 5, '较真的人碰到较真的部门，服气', ['clear']),
  },
  {
    item: 'car-parking',
    spot: 'street',
    motif: 'car',
    words: '门口违停贴单根本没用，晚上照样停满',
    age: [14, 18],
    play: (s) =>
      s
        .verify('晚 9 点 7 辆。')
        .assign()
        .accept()
        .handle('已夜间集中查处 7 起。')
        .pass()
        .disagree('第二天晚上又停了五辆')
        .uphold('三次夜间抽查分别为 1、0、2 辆，较前明显减少，维持处理结果，纳入每周夜查。'),
  },
  {
    item: 'noise-shop',
    spot: 'street',
    motif: 'speaker',
    words: '楼下台球房半夜还在开门，球声人声吵得要命',
    age: [5, 8],
    play: (s) =>
      s
        .verify('夜间 11 点半仍有客人。')
        .assign()
        .accept()
        .handle('已约谈经营者，承诺 23 点打烊。', 'explained')
        .pass()
        .disagree('昨天一点钟还有人，承诺是假的，我录了视频'),
  },
  {
    item: 'property-service',
    spot: 'home',
    motif: 'paper',
    shown: false,
    words: '公共收益不公开，要求查账',
    age: [9, 13],
    play: (s) =>
      s
        .verify('公告栏有一张去年的表。')
        .assign('fangguan')
        .accept()
        .handle('物业已张贴上半年收支表。', 'explained', 0.3)
        .pass('fair', '内容较粗。', ['reply'])
        .disagree('只有总数，没有明细，我要看合同和发票'),
  },
  {
    item: 'tree-trim',
    spot: 'home',
    motif: 'tree',
    words: '剪树剪成光头了，我们是要采光，不是要砍光',
    age: [6, 9],
    play: (s) =>
      s
        .verify('香樟截干过重。')
        .assign()
        .accept()
        .handle('向居民说明修剪要求，明年长势会恢复，已加强养护。', 'explained', 0.3)
        .pass()
        .disagree('没有看到修剪方案，也没有征求过意见'),
  },
  {
    item: 'stall',
    spot: 'street',
    motif: 'stall',
    words: '夜市摊管了三天又回来了，怎么一阵一阵的',
    age: [34, 40],
    play: (s) =>
      s
        .verify('晚 8 点 6 个摊位。')
        .assign()
        .accept()
        .handle('摊位已全部劝离。')
        .pass()
        .confirm('partly', 2, '管了一晚，第二天又来了', ['notFixed'])
        .redo('电话回访反映反弹，要求固定值守并找疏导点', 4)
        .accept()
        .handle('已在停车场设夜间疏导点 12 个摊位，原地不再设摊。')
        .pass('good', '连看三晚无摊。')
        .confirm('yes', 5, '给人家一条出路，两边都好', ['clear']),
  },
  {
    item: 'elevator',
    spot: 'home',
    motif: 'elevator',
    words: '电梯修好不到一个礼拜又停了',
    age: [30, 36],
    play: (s) =>
      s
        .verify('电梯停用，住户意见大。')
        .assign()
        .accept()
        .handle('更换变频器后恢复。')
        .pass()
        .confirm('yes', 4)
        .redo('十天后再次停梯，要求彻底排查', 10)
        .accept()
        .handle('查明为曳引机轴承问题，已更换，连续运行一周无故障。', 'solved', 0.8)
        .pass()
        .confirm('yes', 5, '希望这次是真的好了'),
  },
  {
    item: 'odor',
    spot: 'street',
    motif: 'chimney',
    words: '地铁工地那边有股怪味，半夜更重',
    age: [4, 6],
    play: (s) =>
      s
        .verify('夜间 11 点有轻微气味。')
        .escalate('涉及两个区的工地，请上一级协调')
        .assign()
        .accept()
        .urge('又闻到了，请快一点'),
  },
];
