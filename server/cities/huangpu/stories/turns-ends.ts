// Stories that end otherwise: not accepted, appealed, withdrawn, joined to another, without a place.
import type { Turn } from './story.js';

export const refused: readonly Turn[] = [
  {
    item: 'dispute',
    spot: 'home',
    motif: 'paper',
    shown: false,
    words: '房子过户的官司法院已经开庭了，请你们帮我判一下谁对',
    age: [12, 20],
    play: (s) => s.verify('本人称下月宣判。').reject('judicial', '案件正在审理，行政机关不能介入。'),
  },
  {
    item: 'staff-conduct',
    spot: 'home',
    motif: 'paper',
    shown: false,
    words: '举报某科长收了装修公司的好处',
    age: [15, 25],
    play: (s) => s.reject('discipline'),
  },
  {
    item: 'other',
    spot: 'home',
    motif: 'paper',
    shown: false,
    words: '我要看九十年代动迁的批文复印件',
    age: [18, 30],
    play: (s) => s.reject('disclosure', '可以在区政府网站“依申请公开”栏目提交。'),
  },
  {
    item: 'road-lamp',
    spot: 'street',
    motif: 'lamp',
    words: '再报一次，路灯还没修，你们看到没有',
    age: [2, 4],
    play: (s) => s.reject('repeated', '上一件已派给养护单位，承诺后天前完成。'),
  },
  {
    item: 'consumer',
    spot: 'street',
    motif: 'paper',
    shown: false,
    words: '朋友借了我三万块不还，请帮我要回来',
    age: [10, 18],
    play: (s) => s.verify('属个人借款。').reject('notPublic', '如需要，社区调解员可以先帮您联系对方。'),
  },
  {
    item: 'other',
    spot: 'home',
    motif: 'paper',
    shown: false,
    words: '你们都是吃干饭的！！！',
    age: [20, 35],
    play: (s) => s.reject('empty', '打电话没有接通，如有具体问题欢迎重新提交。'),
  },
  {
    item: 'tree-trim',
    spot: 'home',
    motif: 'tree',
    words: '请把楼下那棵树砍掉，挡我风水',
    age: [22, 30],
    play: (s) =>
      s
        .verify('树木健康，距窗 6 米。')
        .reject('notPublic', '健康树木依法不得砍伐。')
        .appeal('不是风水，是树根把下水管顶裂了，有照片')
        .admit('补充的照片显示管道确有裂缝，予以受理')
        .assign('lvhua', '请会同水务看根系')
        .accept()
        .handle('已切除入侵根系、设根障板，管道由水务更换。')
        .pass()
        .confirm('yes', 5, '讲道理就好'),
  },
  {
    item: 'hardship',
    kind: 'help',
    spot: 'home',
    motif: 'paper',
    shown: false,
    words: '请政府帮我还网贷',
    age: [14, 20],
    play: (s) =>
      s
        .verify('本人有固定工作，生活无困难。')
        .reject('notPublic', '网贷属个人债务，可以咨询法律援助。')
        .appeal('我压力很大，你们不能不管')
        .dismiss('个人债务不属救助范围，已转介心理援助热线和法律援助，维持不予受理。'),
  },
  {
    item: 'group-rent',
    spot: 'home',
    motif: 'wall',
    shown: false,
    words: '邻居租户穿得奇奇怪怪，请把他赶走',
    age: [3, 5],
    play: (s) =>
      s
        .verify('正常租住一人，无违规。')
        .reject('unlawful', '衣着属个人自由。')
        .appeal('他半夜带很多人回来唱歌，这个总可以管吧'),
  },
];

export const leftOff: readonly Turn[] = [
  {
    item: 'car-parking',
    spot: 'street',
    motif: 'car',
    words: '一辆车堵住我家车库门，出不去了',
    age: [4, 12],
    play: (s) => s.withdraw('车主已经来开走了，不麻烦了'),
  },
  {
    item: 'water-supply',
    spot: 'home',
    motif: 'leak',
    words: '停水了，什么时候来水',
    age: [6, 20],
    play: (s) => s.verify('上门时已恢复。').withdraw('来水了，谢谢'),
  },
  {
    item: 'noise-site',
    spot: 'street',
    motif: 'site',
    words: '楼下在切割石板，声音尖得受不了',
    age: [8, 25],
    play: (s) => s.withdraw('已经停了'),
  },
  {
    item: 'stair-lamp',
    spot: 'home',
    motif: 'stairs',
    words: '门禁卡刷不开单元门',
    age: [10, 30],
    play: (s) => s.verify().assign('wuye').withdraw('是我的卡消磁了，换了新卡就好'),
  },
  {
    item: 'litter',
    spot: 'street',
    motif: 'litter',
    words: '有人在马路边倒了一桶涂料',
    age: [15, 40],
    play: (s) => s.withdraw('环卫师傅已经在冲了'),
  },
];

export const together: readonly Turn[] = [
  {
    item: 'power-outage',
    spot: 'home',
    motif: 'wire',
    words: '整幢楼停电，冰箱里的东西要坏了',
    age: [13, 17],
    joined: ['停电了！！隔壁楼有电就我们没有', '又停电，请问几点能来电？老人怕热', '没电，电梯也停了'],
    play: (s) =>
      s
        .verify('两个门洞 42 户停电。')
        .assign()
        .accept()
        .handle('配电间跳闸，更换断路器后全部来电。')
        .pass()
        .confirm('yes', 5, '', ['quick']),
  },
  {
    item: 'noise-site',
    spot: 'street',
    motif: 'site',
    words: '工地半夜倒钢筋，整条街的人都醒了',
    age: [1.6, 2.6],
    joined: ['凌晨两点工地施工，太过分', '被工地吵醒第三晚了，请严肃处理'],
    play: (s) => s.verify('门卫承认夜间卸料。').assign().accept(),
  },
  {
    item: 'road-flood',
    spot: 'street',
    motif: 'flood',
    words: '路口大积水，车子熄火两辆',
    age: [26, 32],
    joined: ['积水到膝盖了，公交车都绕行'],
    play: (s) =>
      s
        .verify('水深约 25 厘米，已设绕行牌。')
        .assign()
        .accept()
        .handle('两台泵车抽排一小时，已退水，雨水口全部清掏。')
        .pass()
        .confirm('yes', 5),
  },
];

export const nowhere: readonly Turn[] = [
  {
    item: 'road-lamp',
    spot: 'street',
    motif: 'lamp',
    words: '我家门口路灯不亮',
    age: [0.2, 0.5],
    where: 'none',
    play: () => undefined,
  },
  {
    item: 'pension',
    kind: 'question',
    spot: 'home',
    motif: 'paper',
    shown: false,
    words: '养老金今年涨多少，什么时候到账',
    age: [7, 12],
    where: 'none',
    play: (s) =>
      s
        .verify('一般咨询，不需位置。')
        .answer('今年调整方案公布后会补发差额，一般在下半年到账，可以在社保卡账户查询。')
        .confirm('yes', 5, '', ['clear']),
  },
  {
    item: 'stall',
    spot: 'street',
    motif: 'stall',
    words: '菜场门口的摊子占了半条路',
    age: [0.8, 1.3],
    where: 'none',
    play: (s) => s.ask('请问是哪个菜场？可以在地图上点一下位置。'),
  },
  {
    item: 'hanging-wire',
    spot: 'street',
    motif: 'wire',
    words: '桥边的线掉下来了，碰到行人',
    age: [0.1, 0.3],
    where: 'outside',
    play: () => undefined,
  },
  {
    item: 'manhole',
    spot: 'street',
    motif: 'manhole',
    words: '高架下面的井盖移位，压上去会翘',
    age: [10, 20],
    where: 'outside',
    play: (s) =>
      s
        .verify('位置在区界，已同邻区确认属我区养护。')
        .assign()
        .accept()
        .handle('井盖已复位并加固。')
        .pass()
        .confirm('yes', 5),
  },
];
