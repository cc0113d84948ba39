/** What a case holds: its kinds and sources, the reporter's form, outcomes and ratings. */
import { choice, date, type Fields, longText, phone, photos, point, ref, text, type Values } from './fields.js';
import type { Role } from './permissions.js';

export const kinds = {
  complaint: '投诉举报',
  help: '求助',
  suggestion: '建议',
  question: '咨询',
  praise: '表扬',
} as const;
export type CaseKind = keyof typeof kinds;
/** Kinds that are answered rather than handled: 答复 leads straight to 待评价. */
export const answeredKinds: readonly CaseKind[] = ['suggestion', 'question', 'praise'];

/** `by`: the roles that may say of a case they register that it came from there. */
export const sources = {
  resident: { label: '居民小程序', starts: 'reported', by: [] },
  patrol: { label: '网格员巡查', starts: 'verified', by: ['gridWorker', 'gridLead', 'communityWorker'] },
  hotline: { label: '12345 热线', starts: 'verified', by: ['operator'] },
  superior: { label: '上级交办', starts: 'verified', by: ['operator', 'communityWorker'] },
  open311: { label: '开放接口', starts: 'reported', by: [] },
  counter: {
    label: '来电来访代报',
    starts: 'verified',
    by: ['gridWorker', 'gridLead', 'communityWorker', 'operator'],
  },
} as const satisfies Record<string, { label: string; starts: string; by: readonly Role[] }>;
export type Source = keyof typeof sources;
const { patrol, counter, hotline, superior } = sources;

/** Whether somebody of these roles may register a case from this source. */
export const mayClaim = (source: Source, roles: readonly Role[]) =>
  (sources[source].by as readonly Role[]).some((role) => roles.includes(role));

/** What a resident fills in. The words may be short: a photo and a place say the rest. */
export const reportForm = {
  kind: choice('类型', kinds, { required: true }),
  item: ref('item', '事项', { required: true }),
  words: longText('情况说明', { required: true, min: 2, max: 1000, hint: '是什么问题，在什么位置，有多久了' }),
  place: point('位置'),
  address: text('地址', { max: 120, hint: '例如：兴和路 12 号门口' }),
  photos: photos('照片'),
  contactName: text('称呼', { max: 30, sensitive: true }),
  contactPhone: phone('联系电话', { sensitive: true, hint: '只在需要联系您时使用，每次查看都有记录' }),
} as const;
export type Report = Values<typeof reportForm>;

/**
 * Asked with every report of whatever item, each by its own words: kept, checked and shown as the questions of the duty
 * list are. What one item wants to know stands in its line there.
 */
export const alwaysAsked: Fields = {};

/** What staff fill in for somebody who called or came, or for what they found themselves. */
export const intakeForm = {
  source: choice(
    '来源',
    { patrol: patrol.label, counter: counter.label, hotline: hotline.label, superior: superior.label },
    { required: true },
  ),
  ...reportForm,
  seenOn: date('发现日期', { when: 'past' }),
} as const;
export type Intake = Values<typeof intakeForm>;

export const urgencies = { normal: '一般', soon: '较急', urgent: '紧急' } as const;
export type Urgency = keyof typeof urgencies;

/** Honest outcomes at 回复: "closed" is not "fixed". */
export const outcomes = {
  solved: '已解决',
  planned: '已列入计划',
  explained: '已解释',
  notOurs: '非职责范围',
  cannot: '无法解决',
  duplicate: '重复',
  nothingFound: '未发现问题',
} as const;
export type Outcome = keyof typeof outcomes;
/** Of one case, whoever brings them; an answer may bring its evidence beyond. */
export const MOST_CASE_PHOTOS = 60;
/** How many photos a reply of each outcome needs; what is not named needs none. The duty list says it for each case. */
export type Evidence = Readonly<Partial<Record<Outcome, number>>>;
export const usualEvidence: Evidence = { solved: 1 };
export const sayEvidence = (evidence: Evidence) =>
  (Object.keys(evidence) as Outcome[])
    .filter((outcome) => evidence[outcome])
    .map((outcome) => `${outcomes[outcome]} ${evidence[outcome]} 张`)
    .join('、');

export const solvedAnswers = { yes: '解决了', partly: '部分解决', no: '没有解决' } as const;
export type Solved = keyof typeof solvedAnswers;
export const satisfiedReasons = {
  quick: '办得快',
  polite: '态度好',
  clear: '说得清楚',
  slow: '办得慢',
  rude: '态度不好',
  unclear: '说不清楚',
  notFixed: '没办好',
} as const;
export type SatisfiedReason = keyof typeof satisfiedReasons;

export const qualities = { good: '合格', fair: '基本合格', poor: '不合格' } as const;
export type Quality = keyof typeof qualities;
export const qualityAspects = { evidence: '证据', time: '时效', reply: '答复' } as const;

/** Lawful grounds of not accepting (接诉即办条例 art. 11; 潍坊 2021), each with the usual way out. */
export const rejections = {
  judicial: { label: '已进入诉讼、仲裁、复议程序', goTo: '请按法院、仲裁或复议机关的程序办理' },
  petition: { label: '应当通过信访程序办理', goTo: '请到区信访办公室或国家信访局网上信访提出' },
  discipline: { label: '属于纪检监察事项', goTo: '请拨打 12388 或到 12388 举报网站反映' },
  disclosure: { label: '属于政府信息公开申请', goTo: '请向有关机关提交信息公开申请' },
  repeated: { label: '同一事项正在办理，没有新的情况', goTo: '请在原诉求里查看进展，可以催办或补充' },
  secret: { label: '涉及国家秘密、商业秘密或个人隐私', goTo: '请到有关机关当面反映' },
  notPublic: { label: '不属于行政机关职责的民事纠纷', goTo: '可以向社区人民调解委员会申请调解，或向法院起诉' },
  unlawful: { label: '内容违法或侮辱他人', goTo: '请重新如实描述问题后提交' },
  empty: { label: '内容不清且联系不上', goTo: '请补充照片、位置后重新提交' },
} as const;
export type Rejection = keyof typeof rejections;
const labels = <T extends Record<string, { label: string }>>(table: T) =>
  Object.fromEntries(Object.entries(table).map(([k, v]) => [k, v.label])) as { readonly [K in keyof T]: string };
export const rejectionLabels = labels(rejections);
export const sourceLabels = labels(sources);

export const returnReasons = {
  notOurDuty: '不属于本单位职责',
  wrongPlace: '不在本单位辖区',
  needsOthers: '需要其他单位牵头',
  unclear: '情况不清，无法处置',
} as const;
