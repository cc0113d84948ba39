/** A line of the duty list as people write it: one form for the console and the spreadsheet, read into a rule and back. */
import { type Evidence, type Outcome, outcomes } from './case.js';
import { type LeadKey, leads, type Step, type StopKey, stops } from './duty-list.js';
import { aboutLabels, type RuleContent, saidIn } from './duty-rule.js';
import {
  choice,
  choices,
  date,
  type Fault,
  type Field,
  type Fields,
  faults,
  has,
  integer,
  longText,
  ref,
  text,
  type Values,
  yesNo,
} from './fields.js';
import { type Limit, sayLimit, type TimeUnit, timeUnits } from './worktime.js';

const limit = (label: string) => text(label, { required: true, max: 20, hint: '例如 4 工作时、2 工作日' });

const stopChoices = Object.fromEntries(
  Object.entries(stops).map(([key, { label, call }]) => [key, `${label}，打 ${call}`]),
) as Record<StopKey, string>;

export const ruleForm = {
  about: choice('事项', aboutLabels, { required: true }),
  area: ref('place', '适用区域', { hint: '不选就是全市；小的区域先于大的。按分类定的规定必须选' }),
  conditions: longText('适用条件', { max: 200, hint: '每行一条：问题＝回答。不写就是不论怎么回答' }),
  ledBy: choice('牵头', leads, { required: true }),
  unit: ref('unit', '指定单位', { hint: '不指定就由本辖区牵头这一类的单位负责' }),
  helpers: choices('协办', leads),
  law: longText('法律依据', { max: 2000, hint: '每行一条：《文件名》第几条' }),
  verify: limit('核实时限'),
  assign: limit('分流时限'),
  accept: limit('接收时限'),
  contact: limit('首次联系时限'),
  handle: limit('处置时限'),
  check: limit('核查时限'),
  evidence: text('办结证据', { max: 100, hint: '例如 已解决 1 张、未发现问题 1 张；不写就不要求照片' }),
  questions: longText('另问诉求人', {
    max: 1000,
    hint: '每行一问：问题｜单选：选项、选项｜必答。种类有填空、单选、多选、是非、数字、日期',
  }),
  stop: choice('急事转电话', stopChoices, { hint: '属于这种情形的不登记，请诉求人马上打电话' }),
  auto: yesNo('核实后自动派遣'),
  asksWorkers: yesNo('要求网格员做事', { hint: '要经指挥中心准入，并写明有效期' }),
  effectiveFrom: date('生效日期', { required: true, when: 'future', hint: '以前的事件仍按开始时的规定' }),
  until: date('有效期至', { when: 'future' }),
  why: longText('修改理由', { required: true, min: 2, max: 300 }),
} as const;
export type WrittenRule = Values<typeof ruleForm>;

export const ruleSteps = [
  'verify',
  'assign',
  'accept',
  'contact',
  'handle',
  'check',
] as const satisfies readonly Step[];
const MOST_CONDITIONS = 2;
const MOST_QUESTIONS = 6;
const MOST_LIMIT = 1000;

/** What the form's own checks cannot see. Fields that are still empty are no fault here. */
export function ruleFaults(input: Record<string, unknown>): Record<string, Fault> {
  const found: Record<string, Fault> = {};
  const given = (key: string) => (typeof input[key] === 'string' ? (input[key] as string).trim() : '');
  for (const step of ruleSteps) if (given(step) && !readLimit(given(step))) found[step] = 'invalid';
  for (const [key, read] of Object.entries(READERS)) if (given(key) && !read(given(key))) found[key] = 'invalid';
  if (input.asksWorkers && !given('until')) found.until = 'required';
  if (given('until') && given('until') < given('effectiveFrom')) found.until = 'invalid';
  return found;
}

/** @param input without faults */
export function readRule(input: WrittenRule): RuleContent {
  const lines = <T>(key: keyof typeof READERS, none: T): T => {
    const typed = input[key as 'law'];
    return typed ? (READERS[key](typed) as T) : none;
  };
  return {
    about: input.about,
    area: input.area ?? null,
    conditions: lines('conditions', null),
    ledBy: input.ledBy,
    unit: input.unit ?? null,
    helpers: [...(input.helpers ?? [])],
    law: lines('law', []),
    limits: Object.fromEntries(ruleSteps.map((s) => [s, readLimit(input[s])])) as Record<Step, Limit>,
    evidence: lines('evidence', {}),
    questions: lines('questions', {}),
    stop: input.stop ?? null,
    auto: input.auto ?? false,
    asksWorkers: input.asksWorkers ?? false,
    effectiveFrom: input.effectiveFrom,
    until: input.until ?? null,
  };
}

/** A rule as it is put into the form; the day and the reason of a change are for whoever changes it. */
export function writeRule(rule: RuleContent): Partial<WrittenRule> {
  const { about, area, conditions, ledBy, unit, helpers, law, limits, evidence, questions, stop, auto, asksWorkers } =
    rule;
  const written: Record<string, unknown> = {
    about,
    area,
    conditions: Object.entries(conditions ?? {})
      .map(([question, answer]) => `${question}＝${answer}`)
      .join('\n'),
    ledBy,
    unit,
    helpers: helpers.length > 0 ? helpers : null,
    law: law.map((l) => `${l.text}${l.article}`).join('\n'),
    ...Object.fromEntries(ruleSteps.map((s) => [s, `${limits[s].amount} ${timeUnits[limits[s].unit]}`])),
    evidence: sayList(evidence),
    questions: writeQuestions(questions),
    stop,
    auto: auto || null,
    asksWorkers: asksWorkers || null,
    until: rule.until,
  };
  return Object.fromEntries(Object.entries(written).filter(([, v]) => v !== null && v !== '')) as Partial<WrittenRule>;
}

/** Whether two versions say the same, whenever they begin. */
export const saysTheSame = (a: RuleContent, b: RuleContent) => sorted(writeRule(a)) === sorted(writeRule(b));
const sorted = (o: object) => JSON.stringify(Object.entries(o).sort(([a], [b]) => (a < b ? -1 : 1)));

export function readLimit(typed: string): Limit | null {
  const [, amount, label] = /^(\d{1,4}(?:\.\d{1,2})?)\s*个?\s*(\S+)$/.exec(typed.trim()) ?? [];
  const unit = (Object.keys(timeUnits) as TimeUnit[]).find((key) => timeUnits[key] === label);
  return unit && Number(amount) > 0 && Number(amount) <= MOST_LIMIT ? { amount: Number(amount), unit } : null;
}
export const sayLimits = (limits: Record<Step, Limit>) =>
  ruleSteps.map((s) => `${ruleForm[s].label.replace('时限', '')} ${sayLimit(limits[s])}`).join('，');

const linesOf = (typed: string) =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** Each takes a field's text; null when it cannot be read. */
const READERS = {
  conditions: readConditions,
  law: (typed: string) =>
    linesOf(typed).map((line) => {
      const [, name, article] = /^(《[^》]+》)\s*(.*)$/.exec(line) ?? [];
      return name ? { text: name, article: article ?? '' } : { text: line, article: '' };
    }),
  evidence: readEvidence,
  questions: readQuestions,
} as const;

function readConditions(typed: string): Record<string, string> | null {
  const pairs = linesOf(typed).map((line) => line.split(/[＝=]/).map((part) => part.trim()));
  if (pairs.length > MOST_CONDITIONS || pairs.some((p) => p.length !== 2 || !p[0] || !p[1])) return null;
  if (pairs.some(([question, answer]) => question.length > 30 || answer.length > 20)) return null;
  return Object.fromEntries(pairs);
}

function readEvidence(typed: string): Evidence | null {
  const found: Partial<Record<Outcome, number>> = {};
  for (const part of typed.split(/[、，,\n]/).filter((p) => p.trim())) {
    const [, label, amount] = /^(\S+?)\s*(\d)\s*张$/.exec(part.trim()) ?? [];
    const outcome = (Object.keys(outcomes) as Outcome[]).find((key) => outcomes[key] === label);
    if (!outcome) return null;
    found[outcome] = Number(amount);
  }
  return found;
}
const sayList = (evidence: Evidence) =>
  (Object.keys(evidence) as Outcome[]).map((o) => `${outcomes[o]} ${evidence[o]} 张`).join('、');

/** Kinds of question by the word that stands for them; questions ask the reporter only what a form can hold. */
const QUESTIONS: Readonly<Record<string, (label: string, options: string[], required: boolean) => Field | null>> = {
  填空: (label, options, required) => (options.length > 0 ? null : text(label, { max: 100, required })),
  数字: (label, options, required) =>
    options.length > 0 ? null : integer(label, { min: 0, max: 1_000_000, required }),
  日期: (label, options, required) => (options.length > 0 ? null : date(label, { required })),
  是非: (label, options, required) => (options.length > 0 ? null : choice(label, { 是: '是', 否: '否' }, { required })),
  单选: (label, options, required) => (areOptions(options) ? choice(label, same(options), { required }) : null),
  多选: (label, options, required) => (areOptions(options) ? choices(label, same(options), { required }) : null),
};
const same = (options: string[]) => Object.fromEntries(options.map((o) => [o, o]));
const areOptions = (options: string[]) =>
  options.length >= 2 && options.length <= 12 && new Set(options).size === options.length && options.every(isOption);
/** A number as a key would jump to the front of an object. */
const isOption = (o: string) => o.length <= 20 && !/^\d+$/.test(o) && !/[｜|：:＝=]/.test(o);

export function readQuestions(typed: string): Fields | null {
  const lines = linesOf(typed);
  if (lines.length > MOST_QUESTIONS) return null;
  const found: Record<string, Field> = {};
  for (const line of lines) {
    const [label = '', kind = '', ...marks] = line.split(/[｜|]/).map((part) => part.trim());
    const [name, listed = ''] = kind.split(/[：:]/).map((part) => part.trim());
    const options = listed.split(/[、，,]/).map((o) => o.trim());
    const make = has(QUESTIONS, name) ? QUESTIONS[name] : undefined;
    if (!label || label.length > 30 || !isOption(`${label.slice(0, 20)}`) || has(found, label)) return null;
    if (marks.length > 1 || (marks[0] && marks[0] !== '必答')) return null;
    const field = make?.(label, listed ? options : [], marks[0] === '必答');
    if (!field) return null;
    found[label] = field;
  }
  return found;
}

export function writeQuestions(questions: Fields): string {
  return Object.values(questions)
    .map((field) => `${field.label}｜${sayKind(field)}${field.required ? '｜必答' : ''}`)
    .join('\n');
}
function sayKind(field: Field): string {
  if (field.kind === 'choices') return `多选：${Object.keys(field.options).join('、')}`;
  if (field.kind === 'integer') return '数字';
  if (field.kind === 'date') return '日期';
  if (field.kind !== 'choice') return '填空';
  const options = Object.keys(field.options).join('、');
  return options === '是、否' ? '是非' : `单选：${options}`;
}

/** Faults of answers, by question. Without any answers nothing was asked: an older program, another channel. */
export const answerFaults = (questions: Fields, answers: unknown, today?: string): Record<string, Fault> =>
  answers === undefined || answers === null ? {} : faults(questions, answers, today);
/** The questions as fields beside those of another form, and the answers taken out of it again. */
const ANSWERS = 'answers.';
export const asAnswerFields = (questions: Fields): Fields =>
  Object.fromEntries(Object.entries(questions).map(([question, field]) => [`${ANSWERS}${question}`, field]));
/** Undefined where nothing is asked. */
export function answersIn(questions: Fields, input: Record<string, unknown>): Record<string, unknown> | undefined {
  const asked = Object.keys(questions);
  if (asked.length === 0) return undefined;
  const given = asked.map((question) => [question, input[`${ANSWERS}${question}`]] as const);
  return Object.fromEntries(given.filter(([, answer]) => answer !== undefined && answer !== ''));
}
/** Answers as they are read: question and words. */
export const sayAnswers = (answers: Readonly<Record<string, unknown>> | null): { question: string; said: string }[] =>
  Object.entries(answers ?? {}).map(([question, answer]) => ({ question, said: saidIn(answer).join('、') }));

export const isLead = (key: string): key is LeadKey => has(leads, key);
