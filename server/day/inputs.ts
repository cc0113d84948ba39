/** What people type: the form of an action filled in for a case as they see it. */
import type { Action } from '../../shared/case-flow.js';
import type { CaseView } from '../../shared/views.js';
import { localDayOf } from '../../shared/worktime.js';
import type { Chance } from '../cities/huangpu/seeded.js';
import { aWorkdayFrom, cityCalendar } from '../core/calendar.js';
import type { Town } from './town.js';

export interface Typing {
  view: CaseView;
  now: number;
  dice: Chance;
  town: Town;
  /** Uploads a photo in the name of whoever types. */
  photo(): Promise<string>;
  /** Another open case of the same community. */
  main(): string | null;
}
type Input = Record<string, unknown>;
type Fill = (typing: Typing) => Input | null | Promise<Input | null>;

const DAY = 86_400_000;
const WORDS = '一周推演：按实际情况办理';
const OTHERS = ['lvhua', 'shizheng', 'shuiwu', 'jiaojing', 'fangguan'];
const told: Fill = () => ({ words: WORDS });
const dayAfter = (moment: number, days: number) => localDayOf(new Date(moment + days * DAY), cityCalendar());

/** A department that does not have it. */
const other = ({ view, dice, town }: Typing): string =>
  dice.pick(OTHERS.map((key) => town.unitId(key)).filter((id) => id !== view.unit?.id));
/** Who had it; a grid only settles on the spot. */
const own = (typing: Typing): string => {
  const { unit } = typing.view;
  return unit && unit.kind !== 'grid' ? unit.id : other(typing);
};
/** Mostly as the duty list suggests. */
const unit = (typing: Typing): string =>
  typing.dice.share(0.1) ? other(typing) : (typing.view.suggestion?.unit.id ?? other(typing));
/** A working day is what a task may always have, however late the case is. */
const task: Fill = (typing) => ({ doer: other(typing), words: WORDS, dueOn: aWorkdayFrom(new Date(typing.now)) });
const openTask = ({ view }: Typing, kind: string) => view.tasks.find((t) => t.kind === kind && t.waits === 'answer');
const reply =
  (kind: string, more: Input = {}): Fill =>
  (typing) => {
    const found = openTask(typing, kind);
    return found ? { task: found.id, reply: WORDS, ...more } : null;
  };

const outcomes: ((typing: Typing) => Input | Promise<Input>)[] = [
  async (typing) => ({ outcome: 'solved', photos: [await typing.photo()] }),
  async (typing) => ({ outcome: 'solved', photos: [await typing.photo()] }),
  () => ({ outcome: 'explained' }),
  ({ now }) => ({ outcome: 'planned', plannedOn: dayAfter(now, 20) }),
  () => ({ outcome: 'notOurs', goTo: '请到区住房保障部门窗口办理' }),
  () => ({ outcome: 'nothingFound' }),
];

/** Where it really is, as often in another grid as not. */
function elsewhere(town: Town, dice: Chance): Input {
  const { lng, lat, road, number } = town.anySpot(dice);
  return { place: { lng, lat, datum: 'wgs84' }, address: `${road}${number}号` };
}

const fills: Partial<Record<Action, Fill>> = {
  verify: ({ dice, town }) => ({
    findings: '到现场看过',
    ...(dice.share(0.06) ? { item: dice.pick(town.items).code } : {}),
    ...(dice.share(0.06) ? elsewhere(town, dice) : {}),
  }),
  settle: async ({ photo }) => ({ before: [await photo()], photos: [await photo()], reply: '当场已经处理好了' }),
  ask: () => ({ question: '请问具体在几号门口' }),
  reject: () => ({ reason: 'notPublic', goTo: '可以向社区人民调解委员会申请调解' }),
  merge: ({ main }) => {
    const id = main();
    return id ? { main: id } : null;
  },
  assign: (typing) => ({ unit: unit(typing), urgency: typing.dice.pick(['normal', 'soon']) }),
  decide: (typing) => ({ unit: typing.view.suggestion?.unit.id ?? other(typing), urgency: 'normal', words: WORDS }),
  answer: () => ({ reply: '有关规定和办理地点如下，请按此办理' }),
  return: ({ dice }) => ({ reason: dice.pick(['notOurDuty', 'needsOthers', 'unclear']), words: WORDS }),
  transfer: (typing) => ({ unit: other(typing), words: WORDS }),
  contact: ({ dice }) => ({ how: dice.pick(['phone', 'visit', 'notReached']), words: WORDS }),
  handle: async (typing) => ({ reply: '已经处理，情况如下', ...(await typing.dice.pick(outcomes)(typing)) }),
  askExtension: ({ view, now }) => ({
    until: dayAfter(Math.max(now, Date.parse(view.dueAt ?? '') || now), 3),
    words: WORDS,
  }),
  grantExtension: ({ view }) => (view.extension ? { until: view.extension.until, words: WORDS } : null),
  suspend: ({ now, dice }) => ({ reviewOn: dayAfter(now, dice.between(1, 6)), words: WORDS }),
  postpone: ({ view, now, dice }) => ({
    reviewOn: dayAfter(Math.max(now, Date.parse(view.reviewOn ?? '') || now), dice.between(1, 5)),
    words: WORDS,
  }),
  press: ({ now, dice }) => ({ cause: dice.pick(['overdue', 'refused']), demand: WORDS, until: dayAfter(now, 3) }),
  endPress: () => ({ result: WORDS }),
  split: task,
  askHelp: task,
  whistle: task,
  finishSubtask: reply('subtask'),
  giveHelp: reply('help'),
  answerWhistle: reply('whistle', { answer: 'arrived' }),
  rateTask: ({ view, dice }) => {
    const found = view.tasks.find((t) => t.waits === 'rating');
    return found ? { task: found.id, rating: dice.pick(['good', 'fair', 'poor']) } : null;
  },
  pass: ({ dice }) => ({ quality: dice.pick(['good', 'good', 'fair']) }),
  rework: ({ dice }) => ({ aspects: [dice.pick(['evidence', 'time', 'reply'])], words: WORDS }),
  confirm: ({ dice }) => ({ solved: dice.pick(['yes', 'yes', 'partly']), satisfied: dice.between(1, 5) }),
  disagree: ({ dice }) => ({ satisfied: dice.between(1, 4), words: WORDS }),
  overrule: (typing) => ({ unit: own(typing), words: WORDS }),
  redo: (typing) => ({ unit: own(typing), words: WORDS }),
  visit: ({ dice }) =>
    dice.share(0.3)
      ? { how: 'phone', reached: 'no' }
      : { how: 'phone', reached: 'yes', solved: dice.pick(['yes', 'no']), satisfied: dice.between(2, 5) },
  accept: () => ({}),
  close: () => ({}),
  withdraw: () => ({}),
  urge: () => ({}),
};
/** The rest asks for a reason and nothing else. */
export const fillFor = (act: Action): Fill => fills[act] ?? told;
