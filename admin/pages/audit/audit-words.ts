/** What the words of the audit log mean, for people. */
import { permissions, roles, unitKinds } from '../../../shared/permissions.js';
import { levels } from '../../../shared/places.js';

/** Families of actions: the part before the dot. */
const FAMILIES: Readonly<Record<string, string>> = {
  session: '登录与密码',
  account: '账号',
  unit: '单位',
  place: '区划与网格',
  post: '网格岗位',
  hint: '办结线索',
  settings: '系统设置',
  case: '个人信息查看与导出',
  'stand-in': '代班',
  duty: '权责清单',
  stats: '统计',
};

const WORDS: Readonly<Record<string, string>> = {
  'first-run': '系统初始化',
  'session.in': '登录',
  'session.out': '退出登录',
  'session.password': '修改密码',
  'account.create': '新建账号',
  'account.change': '修改账号',
  'account.roles': '授予或收回角色',
  'account.password': '重设密码',
  'account.sessions': '结束登录',
  'account.hand-over': '离岗移交',
  'stand-in.set': '安排代班',
  'stand-in.end': '结束代班',
  'unit.create': '新建单位',
  'unit.change': '修改单位',
  'place.add': '新建区划',
  'place.close': '撤销区划',
  'place.change': '修改区划',
  'place.import': '导入边界',
  'place.import-codes': '导入区划代码',
  'post.set': '调整网格岗位',
  'case.reveal': '查看诉求人联系方式',
  'hint.found': '核对办结线索',
  'settings.hours': '修改工作时间',
  'case.phone': '按电话查找事件',
  'case.paper': '打印事件办理单',
  'case.export': '导出事件列表',
  'duty.change': '修改权责清单',
  'duty.end': '终止一条规定',
  'duty.approve': '准入',
  'duty.withdraw': '撤回准入',
  'stats.freeze': '冻结统计月份',
};

/** An action that is new here is shown by its code rather than not at all. */
export const auditWords = (action: string): string => WORDS[action] ?? action;

/** For a filter: each family with its actions. */
export const auditOptions = Object.entries(FAMILIES).map(([family, label]) => ({
  label,
  options: [
    { value: family, label: `${label}（全部）` },
    ...Object.entries(WORDS)
      .filter(([action]) => action.startsWith(`${family}.`))
      .map(([value, words]) => ({ value, label: words })),
  ],
}));

const THINGS: Readonly<Record<string, string>> = {
  place: '区划',
  case: '事件',
  account: '账号',
  unit: '单位',
  settings: '设置',
  export: '导出',
  duty: '规定',
  month: '月份',
};

/** Of a long id the end, which differs most. */
const short = (id: string) => (id.length > 18 ? `…${id.slice(-6)}` : id);

/** `unit:01m0…7f6` as 单位 …w4t7f6: the kind in words; whole on hover. */
export function objectWords(object: string): string {
  const [thing = '', id = ''] = object.split(':');
  return `${THINGS[thing] ?? thing} ${short(id)}`;
}

const DETAILS: Readonly<Record<string, string>> = {
  line: '条目',
  version: '版本',
  effectiveFrom: '生效日期',
  channel: '入口',
  login: '用户名',
  workName: '对外称呼',
  contact: '工作电话',
  active: '在用',
  head: '负责人',
  leads: '牵头事项',
  place: '区划',
  parent: '上级单位',
  households: '户数',
  supervisionPhone: '监督电话',
  locked: '账号已锁定',
  reason: '理由',
  by: '按',
  found: '找到件数',
  cases: '事件',
  conditions: '条件',
  to: '接手',
  standIn: '代班人',
  from: '从',
  until: '到',
  posts: '岗位',
  headOf: '负责人',
  views: '视图',
  macros: '快捷操作',
  templates: '话术',
  drafts: '草稿',
  standIns: '代班',
  lastOf: '单位里最后一名',
  lost: '单位里再没有人能做',
  unit: '单位',
  before: '修改前',
  after: '修改后',
  level: '级别',
  name: '名称',
  under: '上级',
  kind: '类别',
  features: '图形数',
  created: '新增',
  changed: '更新',
  sha256: '文件校验值',
  ended: '撤下的岗位',
  added: '新任的岗位',
  roles: '角色',
};
const labelsOf = (table: Readonly<Record<string, { label: string }>>) =>
  Object.fromEntries(Object.entries(table).map(([key, { label }]) => [key, label]));
/** Keys that stand in entries as values: roles, permissions, levels, kinds of units, ways in. */
const KEYS: Readonly<Record<string, string>> = {
  console: '管理台',
  wechat: '微信小程序',
  demo: '示范登录',
  ...labelsOf(roles),
  ...labelsOf(permissions),
  ...labelsOf(levels),
  ...labelsOf(unitKinds),
};

/** One thing that an entry notes beside its action: its label, and its value as it can be read. */
export function detailWords(key: string, value: unknown): { label: string; words: string } {
  const label = DETAILS[key] ?? key;
  if (value === null || value === '') return { label, words: '—' };
  if (typeof value === 'boolean') return { label, words: value ? '是' : '否' };
  if (key === 'cases' && Array.isArray(value)) return { label, words: value.map(short).join('、') || '无' };
  if (typeof value === 'object') return { label, words: listed(value) };
  return { label, words: KEYS[String(value)] ?? String(value) };
}

const listed = (value: object): string =>
  Array.isArray(value)
    ? value.map((v) => (typeof v === 'object' && v !== null ? listed(v) : (KEYS[String(v)] ?? String(v)))).join('、') ||
      '无'
    : Object.entries(value)
        .map(([key, one]) => {
          const { label, words } = detailWords(key, one);
          return `${label}：${words}`;
        })
        .join('；');
