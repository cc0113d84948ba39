/** The flow of a case as a document: diagrams for Mermaid and tables, all of it from the flow table. */
import { sourceLabels, sources } from '../../shared/case.js';
import {
  type Action,
  actionOrder,
  actionRow,
  type Effect,
  effects,
  type Guard,
  guards,
  listeners,
  type State,
  seats,
  stateOrder,
  stateRow,
  stepLabels,
} from '../../shared/case-flow.js';
import { permissions, type Role, roles } from '../../shared/permissions.js';

const labelOf = (state: State) => stateRow(state).label;
const labelsOf = (states: readonly State[]) => states.map(labelOf).join('、');

/** Actions with more origins than this, and those that lead back, would hide the main line: they have a diagram of their own. */
const MOST_ORIGINS = 2;
const moves = actionOrder.filter((a) => actionRow(a).to !== 'same');
const isAside = (a: Action) => actionRow(a).to === 'back' || actionRow(a).from.length > MOST_ORIGINS;

/** Arrows between the same two nodes are one, with all their labels. */
function arrows(all: readonly (readonly [from: string, to: string, label: string])[]): string[] {
  const found = new Map<string, string[]>();
  for (const [from, to, label] of all) {
    const key = `${from} --> ${to}`;
    found.set(key, [...(found.get(key) ?? []), label]);
  }
  return [...found].map(([key, labels]) => `  ${key} : ${labels.join('、')}`);
}

const diagram = (nodes: readonly (readonly [id: string, label: string])[], lines: readonly string[]): string[] => [
  '```mermaid',
  'stateDiagram-v2',
  ...nodes.map(([id, label]) => `  state "${label}" as ${id}`),
  ...lines,
  '```',
];

function mainLine(): string[] {
  const line = moves.filter((a) => !isAside(a));
  const used = new Set(line.flatMap((a) => [...actionRow(a).from, actionRow(a).to]));
  const starts = Object.entries(sources).map(([key, { starts: to }]) => {
    return ['[*]', to, sourceLabels[key as keyof typeof sources]] as const;
  });
  const steps = line.flatMap((a) => {
    const { from, to, label } = actionRow(a);
    return from.map((state) => [state, to, label] as const);
  });
  return diagram(
    stateOrder.filter((s) => used.has(s)).map((s) => [s, labelOf(s)] as const),
    arrows([...starts, ...steps]),
  );
}

/** Several states that share a way out stand as one node. */
function asides(): string[] {
  const nodes = new Map<string, string>();
  const node = (states: readonly State[]) => {
    const id = states.join('_');
    nodes.set(id, labelsOf(states));
    return id;
  };
  const originOf = (state: State) =>
    moves.filter((a) => actionRow(a).to === state).flatMap((a) => [...actionRow(a).from]);
  const lines = moves.filter(isAside).map((a) => {
    const { from, to, label } = actionRow(a);
    const target = to === 'back' ? originOf(from[0]) : [to as State];
    return [node(from), node(target), label] as const;
  });
  const last = stateOrder.filter((s) => stateRow(s).final && nodes.has(s)).map((s) => `  ${s} --> [*]`);
  return diagram([...nodes], [...arrows(lines), ...last]);
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

const yes = (b: unknown, words: string) => (b ? [words] : []);

function stateTable(): string[] {
  const rows = stateOrder.map((s) => {
    const { label, resident, seat, step, settled, final, paused } = stateRow(s);
    const remarks = [
      ...yes(paused, '时限暂停'),
      ...yes(final, '不能再动'),
      ...yes(settled && !final, '已了结，不在待办里'),
    ];
    return [label, `\`${s}\``, resident, seats[seat].label, step ? stepLabels[step] : '', remarks.join('；')];
  });
  return table(['状态', '代码', '居民看到', '轮到谁', '计哪一步的时限', '说明'], rows);
}

const rolesWith = (a: Action) => {
  const { by } = actionRow(a);
  return (Object.keys(roles) as Role[]).filter((r) => by in roles[r].may).map((r) => roles[r].label);
};
const targetOf = (a: Action) => {
  const { to } = actionRow(a);
  return to === 'same' ? '不变' : to === 'back' ? '回到原来的状态' : labelOf(to);
};

function actionTable(): string[] {
  const rows = actionOrder.map((a) => {
    const { label, from, by, asks, unless = [], effect, tells, bulk, handles } = actionRow(a);
    const fields = Object.values(asks).map((field) => `${field.label}${field.required ? '（必填）' : ''}`);
    const remarks = [
      ...unless.map((g) => `\`${g}\``),
      ...yes(handles, '算经手'),
      ...yes(bulk, '可批量'),
      ...(effect ? [effects[effect as Effect]] : []),
    ];
    return [
      label,
      `\`${a}\``,
      labelsOf(from),
      targetOf(a),
      `${permissions[by].label}：${rolesWith(a).join('、') || '系统'}`,
      fields.join('、'),
      remarks.join('；'),
      tells.map((t) => listeners[t]).join('、'),
    ];
  });
  return table(['动作', '代码', '从', '到', '谁（权限：角色）', '填什么', '限制与效果', '通知'], rows);
}

const guardTable = () =>
  table(
    ['代码', '不能做时说的话'],
    (Object.keys(guards) as Guard[]).map((g) => [`\`${g}\``, guards[g]]),
  );

/** The whole of docs/flow.md. */
export function flowDocument(): string {
  return [
    '# 事件的流程',
    '',
    '由 `npm run gezhi -- docs flow` 从 `shared/case-flow.ts` 写出，请不要直接改。改了流程表而没有重写本文，测试会失败。',
    '',
    '## 主线',
    '',
    ...mainLine(),
    '',
    '## 旁支',
    '',
    '几种状态共有的去处画成一个方框；“回答补充”“到期恢复”“撤销并案”回到离开时的那一个状态。',
    '',
    ...asides(),
    '',
    '## 状态',
    '',
    ...stateTable(),
    '',
    '## 动作',
    '',
    '“算经手”：做过的人不能再核查同一件事（监督与处置分开）。',
    '',
    ...actionTable(),
    '',
    '## 限制',
    '',
    ...guardTable(),
    '',
  ].join('\n');
}
