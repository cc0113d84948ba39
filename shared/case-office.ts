/** What the office does beside handling: supervision, tasks of other units, return visits; the words they are told in. */

/** The five causes for which a case is pressed (济南、潍坊热线条例). */
export const pressCauses = {
  refused: '拒不办理',
  overdue: '逾期',
  unsolved: '未解决',
  harm: '造成损害',
  other: '其他',
} as const;
export type PressCause = keyof typeof pressCauses;

export const taskKinds = { subtask: '子任务', help: '协办', whistle: '吹哨' } as const;
export type TaskKind = keyof typeof taskKinds;
/** `dropped`: the case went elsewhere before it was answered; `cancelled`: whoever asked needs it no longer. */
export const taskStates = { open: '待反馈', done: '已反馈', dropped: '已失效', cancelled: '已撤回' } as const;
export type TaskState = keyof typeof taskStates;
/** How the two sides of a task rate each other: the units, never persons. */
export const taskRatings = { good: '好', fair: '一般', poor: '差' } as const;
export type TaskRating = keyof typeof taskRatings;
export const taskSides = { asker: '提出方', doer: '承担方' } as const;
export type TaskSide = keyof typeof taskSides;

/** How whoever was whistled for answers: comes, comes later, or says why it is somebody else's. */
export const whistleAnswers = { arrived: '已到场', planned: '已约定时间', notOurs: '不属于本单位职责' } as const;

export const visitWays = { phone: '电话', message: '消息', door: '上门' } as const;
export const visitReached = { yes: '联系上了', no: '没有联系上' } as const;

/** Which kind of task an action answers. */
export const taskAnswers: Readonly<Record<string, TaskKind>> = {
  finishSubtask: 'subtask',
  giveHelp: 'help',
  answerWhistle: 'whistle',
};

export const MOST_EXTENSIONS = 2;
