// Stories that go back and forth: questions to the resident, returns between units, rulings.
import type { Turn } from './story.js';

export const askedBack: readonly Turn[] = [
  {
    item: 'road-lamp',
    spot: 'street',
    motif: 'lamp',
    words: '路灯坏了，快来修',
    age: [9, 14],
    play: (s) =>
      s
        .ask('您好，这一段有六盏灯，请问是哪一盏？杆子上有没有编号？')
        .supply('银行门口那盏，杆子上写着 0417')
        .verify('已找到 0417 号灯杆，确不亮。')
        .assign()
        .accept()
        .handle('更换了驱动电源，已亮。')
        .pass()
        .confirm('yes', 5, '问得很仔细，修得也快', ['clear']),
  },
  {
    item: 'leak',
    spot: 'home',
    motif: 'leak',
    words: '家里漏水，找过物业没人理',
    age: [1, 2],
    play: (s) =>
      s
        .verify('电话无人接，门上留了联系条。')
        .assign('wuye')
        .accept()
        .ask('请告诉我们哪一间漏、什么时候人在家，我们约时间上门。'),
  },
  {
    item: 'other',
    spot: 'home',
    motif: 'paper',
    shown: false,
    words: '还是上次那个事情，请你们抓紧',
    age: [0.6, 1.4],
    play: (s) => s.ask('您好，没有查到您以前的诉求，请说一下是什么事情、在什么位置。'),
  },
  {
    item: 'noise-life',
    spot: 'home',
    motif: 'speaker',
    shown: false,
    words: '每天晚上有人弹钢琴，实在太吵',
    age: [1.2, 2.5],
    play: (s) =>
      s
        .verify('在楼下听了半小时，未听到琴声。')
        .assign('gongan')
        .accept()
        .ask('请问大概是几点到几点，能分辨是哪一层吗？'),
  },
  {
    item: 'consumer',
    spot: 'street',
    motif: 'paper',
    shown: false,
    words: '美发卡退款一直拖着',
    age: [2, 4],
    play: (s) => s.verify('店还在营业。').assign().accept().ask('请补充付款记录和店名全称，我们好立案调解。'),
  },
  {
    item: 'illegal-building',
    spot: 'home',
    motif: 'bricks',
    words: '楼顶又在搭东西',
    age: [1.5, 3],
    play: (s) => s.verify('楼顶门锁着，上不去。').ask('请问您能拍一张照片吗，或者方便我们从您家看一眼？'),
  },
  {
    item: 'sewer',
    spot: 'home',
    motif: 'flood',
    words: '下水道味道很大，水下得慢',
    age: [20, 26],
    play: (s) =>
      s
        .verify('厨房下水确实慢。')
        .assign()
        .accept()
        .ask('请问是只有您一家，还是楼上也一样？')
        .supply('楼上 302、402 都一样，一起堵')
        .handle('立管底部堵塞，已疏通，三户排水正常。')
        .pass()
        .confirm('yes', 5, '一次解决三家', ['quick']),
  },
];

export const returned: readonly Turn[] = [
  {
    item: 'hanging-wire',
    spot: 'street',
    motif: 'wire',
    words: '两根线垂到店招上了，一根粗一根细，分不清是什么线',
    age: [16, 22],
    play: (s) =>
      s
        .verify('现场两根线，一根疑似低压线。')
        .assign('tongxin', '请先辨线')
        .return('notOurDuty', '经辨认主线是低压电力线，不是通信线')
        .assign('dianli')
        .return('needsOthers', '电力线已停用，悬挂点属通信杆，需通信单位拆杆')
        .decide('tongxin', '主杆属通信单位，由其牵头拆除，供电配合停电，不得再退')
        .accept()
        .handle('会同供电停电后，两根废线和旧杆一并拆除。', 'solved', 0.9)
        .pass('fair', '结果好，前期来回耽误了时间。', ['time'])
        .confirm('yes', 4, '终于拆了，就是等太久', ['slow']),
  },
  {
    item: 'piling',
    spot: 'street',
    motif: 'bricks',
    words: '绿化带旁边堆了一大堆木板，好像是哪个工地的',
    age: [10, 15],
    play: (s) =>
      s
        .verify('木板约 3 立方米，无标识。')
        .assign('chengguan')
        .return('needsOthers', '系在建工地材料，请建设管理部门牵头')
        .assign('jianshe', '请核实是否为 7 号地块工地材料')
        .accept()
        .handle('已要求施工单位当天搬回场内。')
        .pass()
        .confirm('yes', 4),
  },
  {
    item: 'road-flood',
    spot: 'street',
    motif: 'flood',
    words: '地下通道口一直有水，不下雨也有，鞋子都湿了',
    age: [24, 30],
    play: (s) =>
      s
        .verify('通道口常年渗水，约 2 平方米。')
        .assign('shuiwu')
        .return('notOurDuty', '排水管无渗漏，水来自通道结构缝')
        .assign('shizheng')
        .accept()
        .handle('结构缝已注浆堵漏，渗水止住，地面已擦干。')
        .pass('good', '复看地面干燥。')
        .confirm('yes', 5, '查到根上了'),
  },
  {
    item: 'waste-bin',
    spot: 'home',
    motif: 'litter',
    words: '垃圾房旁边的墙倒了一块，砖头散在地上',
    age: [0.8, 1.6],
    play: (s) => s.verify('围墙缺口约 1 米。').assign('lvhua').return('notOurDuty', '围墙属小区公共部位，请物业维修'),
  },
  {
    item: 'dog',
    spot: 'street',
    motif: 'bench',
    words: '绿地里有人喂流浪猫，十几只，尿味很重',
    age: [3, 5],
    play: (s) =>
      s
        .verify('上午看到猫 7 只、食盆 5 个。')
        .assign('gongan')
        .return('notOurDuty', '流浪猫不属犬类管理')
        .assign('lvhua')
        .return('notOurDuty', '绿化养护不含动物管理')
        .decide('jiedao', '由街道牵头，会同社区、绿化和爱心组织处理')
        .accept(),
  },
  {
    item: 'cabinet',
    spot: 'street',
    motif: 'sign',
    words: '一根木电线杆歪了，上面还有鸟窝',
    age: [5, 8],
    play: (s) =>
      s
        .verify('杆体倾斜约 10 度，木质老化。')
        .assign('tongxin')
        .accept()
        .transfer('dianli', '查明为供电线杆，转供电处理')
        .accept()
        .handle('已换为水泥杆，鸟窝移到旁边树上。')
        .pass()
        .confirm('yes', 5, '连鸟窝都想到了', ['polite']),
  },
];
