/** The states and actions of a case as one table: server, console, mini-program and docs all read it. */
import {
  type Evidence,
  type Outcome,
  outcomes,
  qualities,
  qualityAspects,
  rejectionLabels,
  returnReasons,
  satisfiedReasons,
  solvedAnswers,
  urgencies,
  usualEvidence,
} from './case.js';
import { pressCauses, taskRatings, visitReached, visitWays, whistleAnswers } from './case-office.js';
import { choice, choices, date, type Fault, type Fields, longText, photos, point, ref, stars, text } from './fields.js';
import type { Tone } from './look.js';
import type { Permission } from './permissions.js';

/** Who must move next, and with which permission. */
export const seats = {
  worker: { label: '网格员', by: 'case.verify' },
  desk: { label: '派遣员', by: 'case.assign' },
  unit: { label: '承办单位', by: 'case.handle' },
  checker: { label: '监督员', by: 'case.check' },
  reporter: { label: '居民', by: 'case.follow' },
  supervisor: { label: '监督中心', by: 'case.review' },
  nobody: { label: '无', by: null },
} as const satisfies Record<string, { label: string; by: Permission | null }>;
export type Seat = keyof typeof seats;

/** The steps that have a clock; limits stand in the duty list, and 5 working days for the resident. */
export const stepLabels = {
  verify: '核实',
  assign: '分流',
  accept: '接收',
  handle: '处置',
  check: '核查',
  rate: '评价',
  review: '复核',
} as const;
export type ClockStep = keyof typeof stepLabels;

interface StateRow {
  label: string;
  /** What the resident reads; `{unit}`, `{date}` and, of a suspended case, `{review}` are filled in. */
  resident: string;
  /** What those read whose report was merged into this one, where that speaks to its reporter. */
  follower?: string;
  tone: Tone;
  seat: Seat;
  step?: ClockStep;
  /** Nothing more is to be done unless somebody objects: such cases leave the queues. */
  settled?: true;
  /** No way out at all. */
  final?: true;
  /** The clock stands still here, and the resident sees it. */
  paused?: true;
}

export const states = {
  reported: { label: '待核实', resident: '已提交', tone: 'waiting', seat: 'worker', step: 'verify' },
  verified: { label: '待分流', resident: '已受理', tone: 'waiting', seat: 'desk', step: 'assign' },
  assigned: { label: '待接收', resident: '已派给{unit}', tone: 'waiting', seat: 'unit', step: 'accept' },
  handling: { label: '处置中', resident: '处理中，承诺{date}前', tone: 'active', seat: 'unit', step: 'handle' },
  handled: { label: '待核查', resident: '已处理，正在核查', tone: 'waiting', seat: 'checker', step: 'check' },
  checked: {
    label: '待评价',
    resident: '请您确认',
    follower: '已处理，正在等最先反映的人确认',
    tone: 'waiting',
    seat: 'reporter',
    step: 'rate',
  },
  closed: { label: '已办结', resident: '已办结', tone: 'done', seat: 'nobody', settled: true },
  waitingReporter: {
    label: '待补充',
    resident: '请您补充情况',
    follower: '正在向最先反映的人了解情况',
    tone: 'waiting',
    seat: 'reporter',
    paused: true,
  },
  suspended: { label: '挂账', resident: '已列入计划，{review}复查', tone: 'stopped', seat: 'unit', paused: true },
  disputed: { label: '复核中', resident: '复核中', tone: 'active', seat: 'supervisor', step: 'review' },
  rejected: { label: '不予受理', resident: '不予受理', tone: 'stopped', seat: 'nobody', settled: true },
  merged: { label: '并案', resident: '已并入同一件事一起办理', tone: 'stopped', seat: 'nobody', settled: true },
  withdrawn: { label: '已撤回', resident: '已撤回', tone: 'stopped', seat: 'nobody', settled: true, final: true },
} as const satisfies Record<string, StateRow>;
export type State = keyof typeof states;
export const stateOrder = Object.keys(states) as State[];
export const openStates = stateOrder.filter((s) => !('settled' in states[s]));

/** 补充 of one case on one of the city's days. */
export const MOST_ADDS = 10;

/** Why an action is not possible although the state allows it. Each has its rule in the server's cases.guards.ts. */
export const guards = {
  returnedTwice: '已经退过两次，不能再退；可以报请裁定',
  finallyAssigned: '这是裁定后的派遣，不能再退回或转办',
  neverReturned: '没有退单，直接派遣即可，不需要裁定',
  handledIt: '您或您代班的人办理过这件事，不能再核查（监督与处置分开）',
  ofHandlingUnit: '这件事由您所在或代班的单位办理，须由其他单位核查',
  noReporter: '没有诉求人可以联系',
  offline: '诉求人没有用小程序，不能在线补充，请电话或上门联系',
  hasReporter: '诉求人还可以评价，由诉求人确认',
  isMain: '有其他事件并入这件事，请先撤销并案',
  urgedToday: '今天已经催办过，办理单位已收到',
  addedToday: `今天已经补充过 ${MOST_ADDS} 次，办理人员都已收到；还有情况请明天一次写全再补充，急的请打网格监督电话`,
  appealedBefore: '复核后维持不予受理，不能再次申诉',
  admittedBefore: '复核裁定予以受理的，不能再次不予受理；不属于受理范围的请在办结回复里说明',
  rejectedIt: '不予受理是您决定的，须由另一人复核',
  passedIt: '这件事是您核查通过的，须由另一人复核',
  fromRejection: '这是对不予受理的申诉，请选择“予以受理”或“维持不予受理”',
  notFromRejection: '这不是对不予受理的申诉',
  notAnswerable: '投诉和求助须派给单位处置，不能直接答复',
  atTheTop: '已经在最上一级',
  notEscalated: '没有等协调的请求',
  beyondDesk: '已经报请上一级，由上一级答复',
  otherChecker: '核查人是随机抽取的，抽中的不是您；抽中的人来不了，可以重新抽取',
  openSubtasks: '还有子任务没有办结',
  noSubtask: '没有等本单位办结的子任务',
  noHelpAsked: '没有等本单位协办的请求',
  noWhistle: '没有向本单位吹的哨',
  noTaskGiven: '没有本单位提出、还没有反馈的任务',
  nothingToRate: '没有等本单位评价的协作',
  extensionAsked: '已经申请延期，等派遣员批复',
  noExtensionAsked: '没有等批复的延期申请',
  extendedTwice: '已经延期两次，不能再延',
  askedItself: '延期是您申请的，须由别人批复',
  pressedAlready: '已经在督办',
  notPressed: '没有在督办',
  doubtedAlready: '已经提出过不合理认定，或已经认定',
  notDoubted: '没有等认定的不合理意见',
  proposedIt: '这是您提出的，须由另一人认定',
} as const;
export type Guard = keyof typeof guards;
/** What residents read instead, where the office's reason is not for them: who else reported is nobody's business. */
const residentGuards: { readonly [G in Guard]?: string } = {
  isMain: '这件事正在办理，现在不能撤回；情况有变化请用“补充”告诉我们',
};
export const sayGuard = (guard: Guard, isResident: boolean): string =>
  (isResident ? residentGuards[guard] : undefined) ?? guards[guard];

export const listeners = {
  reporter: '诉求人',
  worker: '本网格的网格员',
  desk: '分流岗',
  unit: '承办单位',
  checkers: '监督员',
  followers: '并案的诉求人',
  doer: '承担任务的单位',
  asker: '提出任务的单位',
} as const;
export type Listener = keyof typeof listeners;

/**
 * What an action does besides moving the state. A field of its form that is named like a column of the case
 * (unit, urgency, item, outcome, quality, main) fills that column without being said here.
 */
export const effects = {
  returned: '退单次数加一',
  decided: '不得再退',
  restarted: '时限重新计算，可以再退',
  rejected: '记下谁决定不予受理',
  appealed: '记为申诉',
  admitted: '时限重新计算，不得再次不予受理',
  dismissed: '时限重新计算，不得再次申诉',
  passed: '记下谁核查通过',
  urged: '记下催办的日子',
  added: '记下当天补充的次数',
  escalated: '分流岗上移一级，等上一级答复',
  coordinated: '协调已答复',
  received: '第一个接收的记为首接单位',
  rated: '记下评价',
  notSolved: '记下评价：没有解决',
  contacted: '联系上的，首次联系的时限到此为止',
  reworked: '处置质量记为不合格',
  readmitted: '时限重新计算',
  redrawn: '另抽核查人',
  suspended: '记下复查日期',
  extensionAsked: '记下延期申请',
  extended: '本步期限和承诺日期顺延',
  extensionDenied: '延期申请已答复',
  reckoned: '期限和承诺日期按公布的放假安排重算',
  pressed: '记为督办',
  unpressed: '督办结束',
  subtaskGiven: '交给另一单位，到期提醒',
  helpAsked: '请另一单位协办，到期提醒',
  whistled: '叫来另一单位，到期提醒',
  taskDone: '任务已反馈',
  taskCancelled: '任务不用办了',
  taskRated: '记下对另一方的评价',
  doubted: '记下不合理意见',
  doubtConfirmed: '认定不合理，不计入考核',
  doubtDropped: '不合理意见不成立',
  visited: '记下回访日期',
} as const;
export type Effect = keyof typeof effects;

export interface ActionRow {
  label: string;
  from: readonly State[];
  /** `same` stays; `back` goes to the state before waiting or merging. */
  to: State | 'same' | 'back';
  by: Permission;
  asks: Fields;
  /** Faults that need more than one field to see. @param evidence what the duty list asks of this case */
  check?: (input: Record<string, unknown>, evidence?: Evidence) => Record<string, Fault>;
  unless?: readonly Guard[];
  effect?: Effect;
  /** Who does this has a hand in the handling, and never checks the case (监督与处置分开). */
  handles?: true;
  tells: readonly Listener[];
  /** How the timeline tells it to staff, after the unit's name. */
  did: string;
  /** How it is told to the resident; absent: not shown. `{unit}`, `{date}` are filled in. */
  says?: string;
  /** How those are told whose reports were merged into this one; beside the blanks of `says`, `{answer}` is filled in. */
  saysFollower?: string;
  /** May be done to many cases at once with one form. */
  bulk?: true;
  /** Stops or sends back: the button is not primary and asks once more. */
  grave?: true;
  /** Seldom what somebody came for: in the console it stands under 更多. */
  rare?: true;
  /** An answer of its form that is another action: a client goes on with that one, the server says so. */
  turns?: Turn;
}
export interface Turn {
  /** The choice, the answer that it does not take itself, and that answer's label. */
  field: string;
  answer: string;
  label: string;
  action: string;
  says: string;
}

const openBeforeReply = ['reported', 'verified', 'assigned', 'handling'] as const;
/** While a unit has the case, be its clock running or not: tasks of other units are answered here. */
const withUnit = ['assigned', 'handling', 'waitingReporter', 'suspended'] as const;
const unfinished = [...openBeforeReply, 'waitingReporter', 'suspended', 'handled', 'checked', 'disputed'] as const;
const why = (label: string) => longText(label, { required: true, min: 2, max: 500 });
const toldWhy = (label: string) =>
  longText(label, { required: true, min: 2, max: 500, hint: '诉求人会看到', told: true });
const taskAsks = (unit: string, words: string, by: string) =>
  ({
    doer: ref('unit', unit, { required: true }),
    words: why(words),
    dueOn: date(by, { required: true, when: 'future' }),
  }) as const;
const untilDay = (label: string) => date(label, { required: true, when: 'future', hint: '到这一天下班时', told: true });
const visitNeeds = (i: Record<string, unknown>): Record<string, Fault> =>
  i.reached === 'yes'
    ? { ...(i.solved ? {} : { solved: 'required' }), ...(i.satisfied ? {} : { satisfied: 'required' }) }
    : { ...(i.solved ? { solved: 'invalid' } : {}), ...(i.satisfied ? { satisfied: 'invalid' } : {}) };
/** What is asked beside whether it is solved: the second question, and why. */
const satisfiedAsks = {
  satisfied: stars('满意吗', { required: true }),
  reasons: choices('为什么', satisfiedReasons),
} as const;
const urgency = choice('紧急程度', urgencies, { required: true });
/** For a report without a usable place, or with a wrong one: by the place the case is routed anew. */
export const whereAsks = {
  address: text('地址', { max: 120, hint: '诉求人会看到', told: true, single: true }),
  place: point('位置', { hint: '按位置归到网格，诉求人会看到归谁管', single: true }),
} as const;

const outcomeNeeds = (i: Record<string, unknown>, evidence: Evidence = usualEvidence): Record<string, Fault> => {
  const photosNeeded = evidence[i.outcome as Outcome] ?? 0;
  const none = (v: unknown) => !v || (Array.isArray(v) && v.length === 0);
  return {
    ...(i.outcome === 'planned' && none(i.plannedOn) ? { plannedOn: 'required' } : {}),
    ...(i.outcome === 'notOurs' && none(i.goTo) ? { goTo: 'required' } : {}),
    ...(((i.photos as unknown[] | undefined) ?? []).length < photosNeeded ? { photos: 'required' } : {}),
  };
};
const outcomeAsks = {
  outcome: choice('结果', outcomes, { required: true, told: true }),
  reply: longText('答复', { required: true, min: 5, max: 1000, hint: '诉求人会看到这段话', told: true }),
  photos: photos('处置后照片', { hint: '结果为“已解决”时一般必须有，按权责清单', told: true }),
  plannedOn: date('计划完成日期', { when: 'future', within: 3650, hint: '结果为“已列入计划”时必填', told: true }),
  goTo: longText('应当找谁', { max: 200, hint: '结果为“非职责范围”时必填', told: true }),
} as const;

export const actions = {
  verify: {
    label: '核实',
    from: ['reported'],
    to: 'verified',
    by: 'case.verify',
    asks: {
      findings: longText('核实情况', { max: 500, hint: '现场看到的情况' }),
      item: ref('item', '更正事项', { hint: '居民选错时更正' }),
      photos: photos('现场照片'),
      ...whereAsks,
    },
    tells: ['reporter', 'desk'],
    did: '核实了情况',
    says: '网格员已核实，正在分派',
    bulk: true,
  },
  settle: {
    label: '即办',
    from: ['reported', 'verified'],
    to: 'handled',
    by: 'case.settle',
    asks: {
      before: photos('处置前照片', { required: true, min: 1, told: true }),
      photos: photos('处置后照片', { required: true, min: 1, told: true }),
      reply: outcomeAsks.reply,
    },
    handles: true,
    tells: ['reporter', 'checkers'],
    did: '当场办好',
    says: '网格员已当场处理，正在核查',
  },
  answer: {
    label: '答复',
    from: ['verified', 'handling'],
    to: 'checked',
    by: 'case.ask',
    asks: { reply: outcomeAsks.reply },
    unless: ['notAnswerable', 'openSubtasks'],
    handles: true,
    tells: ['reporter', 'followers'],
    did: '答复',
    says: '已答复，请您确认',
    saysFollower: '{answer}',
    bulk: true,
  },
  assign: {
    label: '派遣',
    from: ['verified'],
    to: 'assigned',
    by: 'case.assign',
    asks: {
      unit: ref('unit', '承办单位', { required: true }),
      urgency,
      words: longText('派遣说明', { max: 500 }),
      ...whereAsks,
    },
    handles: true,
    tells: ['unit', 'reporter'],
    did: '派遣',
    says: '已派给{unit}，预计{date}前处理',
    bulk: true,
  },
  decide: {
    label: '裁定派遣',
    from: ['verified'],
    to: 'assigned',
    by: 'case.decide',
    asks: {
      unit: ref('unit', '承办单位', { required: true }),
      urgency,
      words: why('裁定理由'),
      ...whereAsks,
    },
    unless: ['neverReturned'],
    handles: true,
    effect: 'decided',
    tells: ['unit', 'reporter'],
    did: '裁定派遣（不得再退）',
    says: '已确定由{unit}办理，预计{date}前处理',
  },
  accept: {
    label: '接收',
    from: ['assigned'],
    to: 'handling',
    by: 'case.handle',
    asks: {},
    handles: true,
    effect: 'received',
    tells: ['reporter'],
    did: '接收',
    says: '{unit}已开始处理',
    bulk: true,
  },
  handle: {
    label: '办结回复',
    from: ['handling'],
    to: 'handled',
    by: 'case.handle',
    asks: outcomeAsks,
    check: outcomeNeeds,
    unless: ['openSubtasks'],
    handles: true,
    tells: ['reporter', 'checkers'],
    did: '办结回复',
    says: '{unit}已处理，正在核查',
    bulk: true,
  },
  contact: {
    label: '首次联系',
    from: ['assigned', 'handling'],
    to: 'same',
    by: 'case.handle',
    asks: {
      how: choice(
        '方式',
        { phone: '电话', visit: '上门', message: '消息', notReached: '未联系上' },
        { required: true },
      ),
      words: longText('联系情况', { max: 500 }),
    },
    unless: ['noReporter'],
    effect: 'contacted',
    tells: [],
    did: '联系了诉求人',
    says: '{unit}已与您联系',
  },
  ask: {
    label: '请补充',
    from: openBeforeReply,
    to: 'waitingReporter',
    by: 'case.ask',
    asks: { question: toldWhy('要问的问题') },
    // Only the reporter leads out of 待补充.
    unless: ['noReporter', 'offline'],
    tells: ['reporter'],
    did: '请诉求人补充',
    says: '需要您补充情况，补充前时限暂停',
  },
  return: {
    label: '退单',
    // 首接负责: who has received it leads to the end, asks for help, splits it, or has it coordinated from above.
    from: ['assigned'],
    to: 'verified',
    by: 'case.handle',
    asks: { reason: choice('退单原因', returnReasons, { required: true }), words: why('说明') },
    unless: ['returnedTwice', 'finallyAssigned'],
    effect: 'returned',
    tells: ['desk'],
    did: '退单',
    says: '正在重新分派，承诺的日期不变',
    grave: true,
  },
  transfer: {
    label: '转办',
    from: ['assigned', 'handling'],
    to: 'assigned',
    by: 'case.assign',
    asks: { unit: ref('unit', '转给单位', { required: true }), words: why('转办理由') },
    unless: ['finallyAssigned'],
    handles: true,
    tells: ['unit', 'reporter'],
    did: '转办',
    says: '已转由{unit}办理，承诺的日期不变',
  },
  escalate: {
    label: '报请协调',
    from: ['reported', 'verified', 'assigned', 'handling'],
    to: 'same',
    by: 'case.escalate',
    asks: { words: why('请上一级协调什么') },
    unless: ['atTheTop', 'beyondDesk'],
    effect: 'escalated',
    tells: ['desk'],
    did: '报请上一级协调',
    says: '已报请上一级协调',
  },
  coordinate: {
    label: '协调答复',
    from: ['reported', 'verified', 'assigned', 'handling'],
    to: 'same',
    by: 'case.assign',
    asks: { words: why('协调的意见') },
    unless: ['notEscalated', 'beyondDesk'],
    handles: true,
    effect: 'coordinated',
    tells: ['worker', 'unit', 'desk'],
    did: '答复了协调请求',
  },
  pass: {
    label: '核查通过',
    from: ['handled'],
    to: 'checked',
    by: 'case.check',
    asks: {
      quality: choice('处置质量', { good: qualities.good, fair: qualities.fair }, { required: true }),
      aspects: choices('不足之处', qualityAspects),
      words: longText('核查情况', { max: 500 }),
      photos: photos('核查照片'),
    },
    unless: ['handledIt', 'ofHandlingUnit', 'otherChecker'],
    effect: 'passed',
    tells: ['reporter', 'followers'],
    did: '核查通过',
    says: '核查已通过，请您确认',
    saysFollower: '{answer}',
  },
  rework: {
    label: '返工',
    from: ['handled'],
    to: 'handling',
    by: 'case.check',
    asks: {
      aspects: choices('不合格之处', qualityAspects, { required: true, min: 1 }),
      words: why('要求'),
      photos: photos('核查照片'),
    },
    unless: ['handledIt', 'ofHandlingUnit', 'otherChecker'],
    effect: 'reworked',
    tells: ['unit', 'reporter'],
    did: '核查不合格，要求返工',
    says: '核查没有通过，已要求重新处理',
    grave: true,
  },
  redraw: {
    label: '重新抽取核查人',
    from: ['handled'],
    to: 'same',
    by: 'case.check',
    asks: { words: why('为什么重新抽取') },
    unless: ['handledIt', 'ofHandlingUnit'],
    effect: 'redrawn',
    tells: ['checkers'],
    did: '重新抽取了核查人',
    rare: true,
  },
  close: {
    label: '结案',
    from: ['checked'],
    to: 'closed',
    by: 'case.close',
    asks: { words: longText('结案说明', { max: 500 }) },
    unless: ['hasReporter', 'handledIt', 'ofHandlingUnit'],
    tells: ['followers'],
    did: '结案',
    says: '已办结',
    saysFollower: '已办结。{answer}',
    bulk: true,
  },
  redo: {
    label: '重办',
    from: ['closed'],
    to: 'assigned',
    by: 'case.close',
    asks: { unit: ref('unit', '承办单位', { required: true }), words: why('重办理由') },
    handles: true,
    effect: 'restarted',
    tells: ['unit', 'reporter', 'followers'],
    did: '要求重办',
    says: '已重新交给{unit}办理',
    saysFollower: '已重新交给{unit}办理',
    grave: true,
  },
  overrule: {
    label: '复核：重新办理',
    from: ['disputed'],
    to: 'assigned',
    by: 'case.review',
    asks: { unit: ref('unit', '承办单位', { required: true }), words: toldWhy('复核意见') },
    unless: ['fromRejection'],
    handles: true,
    effect: 'restarted',
    tells: ['unit', 'reporter', 'followers'],
    did: '复核裁定：重新办理',
    says: '经复核，由{unit}重新办理',
    saysFollower: '没有办好，由{unit}重新办理',
  },
  uphold: {
    label: '复核：维持处理',
    from: ['disputed'],
    to: 'closed',
    by: 'case.review',
    asks: { words: toldWhy('复核意见') },
    unless: ['fromRejection', 'handledIt', 'ofHandlingUnit', 'passedIt'],
    tells: ['reporter', 'followers'],
    did: '复核裁定：维持处理结果',
    says: '经复核，维持处理结果',
    saysFollower: '经复核，维持处理结果，已办结。{answer}',
    grave: true,
  },
  admit: {
    label: '复核：予以受理',
    from: ['disputed'],
    to: 'verified',
    by: 'case.review',
    asks: { words: toldWhy('复核意见') },
    unless: ['notFromRejection', 'rejectedIt'],
    effect: 'admitted',
    tells: ['reporter', 'desk'],
    did: '复核裁定：予以受理',
    says: '经复核，予以受理',
  },
  dismiss: {
    label: '复核：维持不予受理',
    from: ['disputed'],
    to: 'rejected',
    by: 'case.review',
    asks: { words: toldWhy('复核意见') },
    unless: ['notFromRejection', 'rejectedIt'],
    effect: 'dismissed',
    tells: ['reporter'],
    did: '复核裁定：维持不予受理',
    says: '经复核，维持不予受理',
    grave: true,
  },
  reject: {
    label: '不受理',
    from: ['reported', 'verified'],
    to: 'rejected',
    by: 'case.reject',
    asks: {
      reason: choice('理由', rejectionLabels, { required: true, told: true }),
      goTo: longText('可以去哪里办', { required: true, min: 2, max: 300, hint: '诉求人会看到', told: true }),
      words: longText('说明', { max: 500 }),
    },
    unless: ['isMain', 'admittedBefore'],
    effect: 'rejected',
    tells: ['reporter'],
    did: '不予受理',
    says: '不予受理；不同意可以申诉',
    grave: true,
  },
  readmit: {
    label: '改为受理',
    from: ['rejected'],
    to: 'verified',
    by: 'case.reject',
    asks: { words: toldWhy('改为受理的理由') },
    effect: 'readmitted',
    tells: ['reporter', 'desk'],
    did: '改为受理',
    says: '已改为受理，正在分派',
  },
  merge: {
    label: '并案',
    from: openBeforeReply,
    to: 'merged',
    by: 'case.merge',
    asks: { main: ref('case', '主事件', { required: true }), words: longText('说明', { max: 300 }) },
    unless: ['isMain'],
    tells: ['reporter'],
    did: '并入主事件',
    says: '已并入同一件事一起办理，办结时会告诉您',
    bulk: true,
  },
  unmerge: {
    label: '撤销并案',
    from: ['merged'],
    to: 'back',
    by: 'case.merge',
    asks: { words: why('理由') },
    tells: ['reporter'],
    did: '撤销并案',
    says: '已恢复单独办理',
  },
  askExtension: {
    label: '申请延期',
    from: ['handling'],
    to: 'same',
    by: 'case.handle',
    asks: { until: untilDay('希望延到'), words: toldWhy('延期理由') },
    unless: ['extensionAsked', 'extendedTwice'],
    effect: 'extensionAsked',
    tells: ['desk'],
    did: '申请延期',
    says: '{unit}申请延期，批准后会告诉您新的日期',
    rare: true,
  },
  grantExtension: {
    label: '批准延期',
    from: ['handling'],
    to: 'same',
    by: 'case.decide',
    asks: { until: untilDay('延到'), words: toldWhy('批准理由') },
    unless: ['noExtensionAsked', 'askedItself'],
    handles: true,
    effect: 'extended',
    tells: ['unit', 'reporter'],
    did: '批准延期',
    says: '已批准延期，改为{date}前处理',
  },
  denyExtension: {
    label: '驳回延期',
    from: ['handling'],
    to: 'same',
    by: 'case.decide',
    asks: { words: toldWhy('驳回理由') },
    unless: ['noExtensionAsked', 'askedItself'],
    handles: true,
    effect: 'extensionDenied',
    tells: ['unit', 'reporter'],
    did: '驳回延期申请',
    says: '延期没有批准，承诺的日期不变',
    grave: true,
  },
  suspend: {
    label: '挂账',
    from: ['assigned', 'handling'],
    to: 'suspended',
    by: 'case.decide',
    asks: { reviewOn: date('复查日期', { required: true, when: 'future', told: true }), words: toldWhy('挂账理由') },
    handles: true,
    effect: 'suspended',
    tells: ['unit', 'checkers', 'reporter', 'followers'],
    did: '挂账',
    says: '已列入计划，{review}复查',
    saysFollower: '已列入计划，{review}复查',
    grave: true,
    rare: true,
  },
  postpone: {
    label: '改复查日期',
    from: ['suspended'],
    to: 'same',
    by: 'case.decide',
    asks: {
      reviewOn: date('新的复查日期', { required: true, when: 'future', told: true }),
      words: toldWhy('为什么改'),
    },
    handles: true,
    effect: 'suspended',
    tells: ['unit', 'reporter', 'followers'],
    did: '改了复查日期',
    says: '还在计划中，改为{review}复查',
    saysFollower: '还在计划中，改为{review}复查',
  },
  resume: {
    label: '恢复办理',
    from: ['suspended'],
    to: 'back',
    by: 'case.handle',
    asks: { words: toldWhy('恢复办理的安排') },
    handles: true,
    tells: ['unit', 'desk', 'reporter'],
    did: '恢复办理',
    says: '{unit}已恢复办理，预计{date}前处理',
  },
  press: {
    label: '督办',
    from: ['reported', 'verified', 'assigned', 'handling', 'suspended', 'handled', 'disputed'],
    to: 'same',
    by: 'case.press',
    asks: {
      cause: choice('事由', pressCauses, { required: true }),
      demand: why('要求'),
      until: date('办到什么时候', { required: true, when: 'future' }),
    },
    unless: ['pressedAlready'],
    effect: 'pressed',
    tells: ['worker', 'desk', 'unit', 'checkers', 'reporter'],
    did: '督办',
    says: '已要求尽快办理',
    rare: true,
  },
  endPress: {
    label: '销督',
    from: unfinished,
    to: 'same',
    by: 'case.press',
    asks: { result: why('督办结果') },
    unless: ['notPressed'],
    effect: 'unpressed',
    tells: ['desk', 'unit'],
    did: '销督',
  },
  split: {
    label: '拆分子任务',
    from: ['handling'],
    to: 'same',
    by: 'case.handle',
    asks: taskAsks('交给单位', '任务内容', '办结日期'),
    handles: true,
    effect: 'subtaskGiven',
    tells: ['doer'],
    did: '拆分了子任务',
    says: '{unit}已请其他单位分头办理',
    rare: true,
  },
  finishSubtask: {
    label: '子任务办结',
    from: withUnit,
    to: 'same',
    by: 'case.assist',
    asks: {
      task: ref('task', '哪一项', { required: true }),
      reply: why('办理情况'),
      photos: photos('照片'),
    },
    unless: ['noSubtask'],
    handles: true,
    effect: 'taskDone',
    tells: ['asker'],
    did: '办结了子任务',
    says: '分头办理的一项已办完',
  },
  askHelp: {
    label: '请协办',
    from: ['handling'],
    to: 'same',
    by: 'case.handle',
    asks: taskAsks('协办单位', '请协办什么', '反馈日期'),
    handles: true,
    effect: 'helpAsked',
    tells: ['doer'],
    did: '请协办',
    says: '{unit}已请其他单位一起办理',
    rare: true,
  },
  giveHelp: {
    label: '协办反馈',
    from: withUnit,
    to: 'same',
    by: 'case.assist',
    asks: {
      task: ref('task', '哪一项', { required: true }),
      reply: why('反馈'),
      photos: photos('照片'),
    },
    unless: ['noHelpAsked'],
    handles: true,
    effect: 'taskDone',
    tells: ['asker'],
    did: '反馈了协办情况',
  },
  whistle: {
    label: '吹哨',
    from: ['verified', 'assigned', 'handling'],
    to: 'same',
    by: 'case.assign',
    asks: taskAsks('叫哪个部门', '什么事，到哪里', '应哨日期'),
    handles: true,
    effect: 'whistled',
    tells: ['doer'],
    did: '吹哨',
    says: '已叫有关部门到场一起处理',
    rare: true,
  },
  answerWhistle: {
    label: '应哨',
    from: ['verified', ...withUnit],
    to: 'same',
    by: 'case.assist',
    asks: {
      task: ref('task', '哪一项', { required: true }),
      answer: choice('应哨', whistleAnswers, { required: true }),
      reply: why('情况'),
      photos: photos('照片'),
    },
    unless: ['noWhistle'],
    handles: true,
    effect: 'taskDone',
    tells: ['asker'],
    did: '应哨',
  },
  cancelTask: {
    label: '撤回任务',
    from: ['verified', ...withUnit],
    to: 'same',
    by: 'case.assist',
    asks: { task: ref('task', '哪一项', { required: true }), words: why('为什么不用办了') },
    unless: ['noTaskGiven'],
    effect: 'taskCancelled',
    tells: ['doer'],
    did: '撤回了任务',
    rare: true,
  },
  rateTask: {
    label: '评价协作',
    from: [...openBeforeReply, 'suspended', 'handled', 'checked', 'closed'],
    to: 'same',
    by: 'case.assist',
    asks: {
      task: ref('task', '哪一项', { required: true }),
      rating: choice('对方配合得怎样', taskRatings, { required: true }),
      words: longText('说明', { max: 300 }),
    },
    unless: ['nothingToRate'],
    effect: 'taskRated',
    tells: [],
    did: '评价了协作',
    rare: true,
  },
  visit: {
    label: '回访',
    from: ['checked', 'closed'],
    to: 'same',
    by: 'case.visit',
    asks: {
      how: choice('方式', visitWays, { required: true }),
      reached: choice('联系上了吗', visitReached, { required: true }),
      solved: choice('解决了吗', solvedAnswers),
      satisfied: stars('满意吗'),
      words: longText('诉求人说', { max: 500 }),
    },
    check: visitNeeds,
    unless: ['noReporter', 'handledIt', 'ofHandlingUnit'],
    effect: 'visited',
    tells: [],
    did: '回访',
    says: '监督中心进行了回访',
  },
  doubt: {
    label: '提出不合理',
    from: ['checked', 'closed', 'disputed'],
    to: 'same',
    by: 'case.handle',
    asks: { words: why('为什么不合理') },
    unless: ['doubtedAlready'],
    effect: 'doubted',
    tells: ['checkers'],
    did: '提出这件诉求不合理',
    rare: true,
  },
  confirmDoubt: {
    label: '认定不合理',
    from: ['checked', 'closed', 'disputed'],
    to: 'same',
    by: 'case.review',
    asks: { words: toldWhy('认定理由') },
    unless: ['notDoubted', 'proposedIt', 'handledIt', 'ofHandlingUnit'],
    effect: 'doubtConfirmed',
    tells: ['unit', 'reporter'],
    did: '认定不合理，不计入考核',
    says: '经两人核对，您提的要求办不到，给您的答复不变',
    rare: true,
  },
  dropDoubt: {
    label: '不认定',
    from: ['checked', 'closed', 'disputed'],
    to: 'same',
    by: 'case.review',
    asks: { words: why('理由') },
    unless: ['notDoubted', 'proposedIt'],
    effect: 'doubtDropped',
    tells: ['unit'],
    did: '没有认定不合理',
    rare: true,
  },
  supply: {
    label: '回答补充',
    from: ['waitingReporter'],
    to: 'back',
    by: 'case.follow',
    asks: { words: why('补充的情况'), photos: photos('照片') },
    tells: ['worker', 'desk', 'unit'],
    did: '补充了情况',
    says: '您补充了情况，继续办理',
  },
  lapse: {
    label: '到期恢复',
    from: ['waitingReporter'],
    to: 'back',
    by: 'case.silence',
    asks: {},
    tells: ['reporter', 'worker', 'desk', 'unit'],
    did: '5 个工作日未收到补充，恢复办理',
    says: '5 个工作日没有收到您的补充，按现有情况继续办理',
  },
  add: {
    label: '补充',
    from: [...openBeforeReply, 'suspended'],
    to: 'same',
    by: 'case.follow',
    asks: { words: why('补充的情况'), photos: photos('照片') },
    unless: ['addedToday'],
    effect: 'added',
    tells: ['worker', 'desk', 'unit'],
    did: '主动补充了情况',
    says: '您补充了情况',
  },
  urge: {
    label: '催办',
    from: [...openBeforeReply, 'suspended'],
    to: 'same',
    by: 'case.follow',
    asks: { words: longText('想说的话', { max: 300 }) },
    unless: ['urgedToday'],
    effect: 'urged',
    tells: ['worker', 'desk', 'unit'],
    did: '催办',
    says: '您催办了一次，办理人员已收到',
  },
  urgeFor: {
    label: '代催办',
    from: [...openBeforeReply, 'suspended'],
    to: 'same',
    by: 'case.relay',
    asks: { words: longText('诉求人想说的话', { max: 300 }) },
    unless: ['urgedToday'],
    effect: 'urged',
    tells: ['worker', 'desk', 'unit', 'reporter'],
    did: '代诉求人催办',
    says: '工作人员替您催办了一次，办理人员已收到',
  },
  addFor: {
    label: '代补充',
    from: [...openBeforeReply, 'suspended'],
    to: 'same',
    by: 'case.relay',
    asks: { words: why('补充的情况'), photos: photos('照片') },
    tells: ['worker', 'desk', 'unit', 'reporter'],
    did: '代诉求人补充了情况',
    says: '工作人员替您补充了情况',
  },
  confirm: {
    label: '确认评价',
    from: ['checked'],
    to: 'closed',
    by: 'case.follow',
    asks: {
      solved: choice('解决了吗', { yes: solvedAnswers.yes, partly: solvedAnswers.partly }, { required: true }),
      ...satisfiedAsks,
      words: longText('想说的话', { max: 500 }),
    },
    turns: {
      field: 'solved',
      answer: 'no',
      label: solvedAnswers.no,
      action: 'disagree',
      says: '没有解决请选“不认可”，会转给监督中心复核，不会就此办结',
    },
    effect: 'rated',
    tells: ['unit', 'followers'],
    did: '确认并评价',
    says: '您确认并评价，已办结',
    saysFollower: '已办结。{answer}',
  },
  closeUnrated: {
    label: '到期结案',
    from: ['checked'],
    to: 'closed',
    by: 'case.silence',
    asks: {},
    tells: ['reporter', 'unit', 'followers'],
    did: '5 个工作日未评价，自动结案',
    says: '5 个工作日没有收到您的评价，已自动结案；问题还在可以重新反映',
    saysFollower: '已办结。{answer}',
  },
  reckon: {
    label: '重算期限',
    from: unfinished,
    to: 'same',
    by: 'case.silence',
    asks: { years: text('公布放假安排的年份', { required: true, max: 40 }) },
    effect: 'reckoned',
    tells: ['reporter'],
    did: '放假安排公布，重算了期限',
    says: '放假安排公布后，承诺日期改为{date}',
  },
  disagree: {
    label: '不认可',
    from: ['checked'],
    to: 'disputed',
    by: 'case.follow',
    asks: { ...satisfiedAsks, words: why('哪里没有办好'), photos: photos('照片') },
    effect: 'notSolved',
    tells: ['checkers', 'unit', 'followers'],
    did: '不认可处理结果',
    says: '您不认可结果，监督中心正在复核',
    saysFollower: '有人反映没有办好，监督中心正在复核',
  },
  appeal: {
    label: '申诉',
    from: ['rejected'],
    to: 'disputed',
    by: 'case.follow',
    asks: { words: why('为什么应当受理'), photos: photos('照片') },
    unless: ['appealedBefore'],
    effect: 'appealed',
    tells: ['checkers'],
    did: '对不予受理提出申诉',
    says: '您提出申诉，监督中心正在复核',
  },
  withdraw: {
    label: '撤回',
    from: ['reported', 'verified', 'assigned', 'waitingReporter'],
    to: 'withdrawn',
    by: 'case.follow',
    asks: { words: longText('原因', { max: 300 }) },
    unless: ['isMain'],
    tells: ['worker', 'desk', 'unit'],
    did: '撤回',
    says: '您撤回了这件诉求',
    grave: true,
  },
} as const satisfies Record<string, ActionRow>;
export type Action = keyof typeof actions;
export const actionOrder = Object.keys(actions) as Action[];
/** One row with its optional parts visible to the compiler. */
export const actionRow = (a: Action): ActionRow => actions[a];
/** Whether the limits begin anew with it: used time is forgotten, and a new date is promised. */
export const startsAnew = ({ effect }: ActionRow): boolean =>
  effect === 'restarted' || effect === 'admitted' || effect === 'dismissed' || effect === 'readmitted';
export const stateRow = (s: State): StateRow => states[s];

/** Where a case stands while it can be given a place. */
export const placingStates = stateOrder.filter((s) =>
  actionOrder.some((a) => 'place' in actionRow(a).asks && actionRow(a).from.includes(s)),
);

/** The first entry of every timeline. */
export const opening = {
  report: { label: '上报', did: '上报', says: '您提交了诉求' },
  found: { label: '登记', did: '登记', says: '工作人员为您登记了诉求' },
} as const;
export type EntryAction = Action | keyof typeof opening;
export const isAction = (a: string): a is Action => Object.prototype.hasOwnProperty.call(actions, a);
export const wordsOf = (a: EntryAction): { label: string; did: string; says?: string; saysFollower?: string } =>
  isAction(a) ? actionRow(a) : opening[a];

/** Resident's wording with its blanks filled in. */
export const fillIn = (sentence: string, unit?: string | null, date?: string | null, review?: string | null) =>
  sentence
    .replace('{unit}', unit ?? '承办单位')
    .replace('{date}', date ? ` ${date} ` : '承诺日期')
    .replace('{review}', review ? ` ${review} ` : '到期');
