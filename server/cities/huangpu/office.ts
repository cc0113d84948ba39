// How the demo office has set up its desk: quick actions, reply templates, views, and its own changes of the duty list.
import { SUGGESTED } from '../../../shared/desk.js';
import type { DemoOffice } from '../city.js';

const STREET = '310101001';
const DESK = 'zhihui-2';
const CHECKERS = 'jiandu-2';
const ROADS = 'shizheng-1';

export const office: DemoOffice = {
  templates: [
    {
      by: DESK,
      name: '派遣：夜间查看',
      words: '请夜间到{place}现场查看，处理后拍照，{date}前回复。',
    },
    {
      by: DESK,
      name: '请补充：位置',
      words: '您好，您反映的“{item}”还差一个准确的位置。请补充门牌号或附近的店名，我们好马上安排人去。',
    },
    {
      by: ROADS,
      name: '办结：已修复',
      words: '您好，{place}的问题已经修好，请您看看。如还有问题，可以在小程序里告诉我们。',
    },
    {
      by: ROADS,
      name: '办结：已列入计划',
      words: '您好，{place}需要整段施工，已列入养护计划，施工前会在现场贴告示。这期间我们每周巡查一次。',
    },
    {
      by: CHECKERS,
      name: '返工：照片看不出',
      words: '处置后的照片看不出是同一个地方，请到{place}补拍远景和近景各一张。',
    },
  ],
  macros: [
    {
      by: DESK,
      name: '照建议派遣，接着下一件',
      steps: [{ action: 'assign', input: { unit: SUGGESTED, urgency: 'normal' } }],
      onward: true,
    },
    {
      by: DESK,
      name: '照建议加急派遣',
      steps: [
        { action: 'assign', input: { unit: SUGGESTED, urgency: 'urgent', words: '有安全隐患，请先到现场设好围挡。' } },
      ],
      onward: true,
    },
    {
      by: ROADS,
      name: '接收并电话联系',
      steps: [
        { action: 'accept', input: {} },
        { action: 'contact', input: { how: 'phone', words: '已电话告知安排。' } },
      ],
      onward: false,
    },
    {
      by: CHECKERS,
      name: '核查合格，接着下一件',
      steps: [{ action: 'pass', input: { quality: 'good' } }],
      onward: true,
    },
  ],
  views: [
    { by: DESK, name: '街面秩序待分流', filter: { state: 'verified', group: 'street', sort: 'dueAt' } },
    { by: ROADS, name: '路灯', filter: { open: 'true', item: 'road-lamp', sort: 'dueAt' } },
  ],
  duty: [
    {
      by: DESK,
      since: 'founded',
      item: 'road-lamp',
      form: { law: '《城市道路照明设施管理规定》第二十四条', why: '写明依据，答复居民时可以引用' },
    },
    {
      by: DESK,
      since: 'founded',
      item: 'bulky-waste',
      form: {
        questions: '堆了多少｜单选：一两件、一小堆、半车以上',
        why: '先问清多少，好安排车辆',
      },
    },
    {
      by: DESK,
      since: 'tomorrow',
      item: 'stall',
      form: { area: STREET, handle: '4 工作时', why: '校门口放学时段流动摊贩多，本街道缩短处置时限' },
    },
    {
      by: DESK,
      since: 'tomorrow',
      item: 'elder-alone',
      form: { area: STREET, asksWorkers: true, why: '寒潮期间请网格员每周上门看望独居老人一次，满三个月即止' },
      days: 90,
    },
  ],
};
