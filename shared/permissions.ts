/** Who may do what, and how far: permissions, roles and reach in one table. */

/** own = what I did or reported; unit = what is or was with my unit; subtree = below my place or unit. */
export const reaches = { own: '本人', unit: '本单位', subtree: '本辖区', all: '全部' } as const;
export type Reach = keyof typeof reaches;

/**
 * `along` says which tree a reach follows: the place of the case; the unit that holds it now; for staff of places the
 * place and for departments the unit that holds it (`holder`), or any unit it ever was with (`history`); or none
 * (not about cases).
 */
export const permissions = {
  'case.report': { label: '上报事件', along: 'none' },
  'case.read': { label: '查看事件', along: 'history' },
  'case.follow': { label: '跟进自己的诉求', along: 'place' },
  'case.verify': { label: '核实', along: 'place' },
  'case.settle': { label: '即报即办', along: 'place' },
  'case.ask': { label: '请补充', along: 'holder' },
  'case.reject': { label: '不予受理', along: 'place' },
  'case.assign': { label: '分流派遣', along: 'place' },
  'case.decide': { label: '裁定', along: 'place' },
  'case.merge': { label: '并案', along: 'place' },
  'case.escalate': { label: '报请协调', along: 'holder' },
  'case.handle': { label: '接收与处置', along: 'unit' },
  'case.check': { label: '核查', along: 'place' },
  'case.review': { label: '复核裁定', along: 'place' },
  'case.close': { label: '结案与重办', along: 'place' },
  'case.assist': { label: '协作任务', along: 'history' },
  'case.press': { label: '督办与销督', along: 'place' },
  'case.visit': { label: '回访', along: 'place' },
  'case.reveal': { label: '查看诉求人联系方式', along: 'holder' },
  /** Of no role: the system alone acts when a resident stays silent. */
  'case.silence': { label: '居民到期未回应的处理', along: 'place' },
  'stats.read': { label: '查看统计', along: 'holder' },
  'stats.freeze': { label: '冻结统计月份', along: 'none' },
  'case.relay': { label: '代催办与代补充', along: 'place' },
  'case.export': { label: '导出事件', along: 'history' },
  'duty.read': { label: '查看权责清单', along: 'none' },
  'duty.write': { label: '维护权责清单', along: 'none' },
  'duty.approve': { label: '准入权责清单事项', along: 'none' },
  'place.read': { label: '查看区划与网格', along: 'none' },
  'place.write': { label: '维护区划与网格', along: 'none' },
  'post.write': { label: '维护网格岗位', along: 'none' },
  'unit.read': { label: '查看单位', along: 'none' },
  'unit.write': { label: '维护单位', along: 'none' },
  'account.read': { label: '查看账号', along: 'none' },
  'account.write': { label: '维护账号', along: 'none' },
  'account.roles': { label: '授予角色', along: 'none' },
  'audit.read': { label: '查看审计日志', along: 'none' },
  'settings.write': { label: '维护系统设置', along: 'none' },
} as const satisfies Record<string, { label: string; along: 'place' | 'unit' | 'holder' | 'history' | 'none' }>;
export type Permission = keyof typeof permissions;

interface RoleRow {
  label: string;
  may: { readonly [P in Permission]?: Reach };
  /** The three administrators exclude one another and every other role (GB/T 22239 三员分立). */
  admin?: true;
  /** What the role is for, shown where roles are given. */
  words: string;
}

export const roles = {
  resident: {
    label: '居民',
    words: '在小程序里上报、跟进和评价自己的诉求',
    may: { 'case.report': 'own', 'case.read': 'own', 'case.follow': 'own' },
  },
  gridWorker: {
    label: '网格员',
    words: '核实本网格的诉求，现场能办的即办',
    may: {
      'case.report': 'unit',
      'case.read': 'unit',
      'case.verify': 'unit',
      'case.settle': 'unit',
      'case.ask': 'unit',
      'place.read': 'unit',
    },
  },
  gridLead: {
    label: '网格长',
    words: '网格员的职责，并可报请协调',
    may: {
      'case.report': 'unit',
      'case.read': 'unit',
      'case.verify': 'unit',
      'case.settle': 'unit',
      'case.ask': 'unit',
      'case.escalate': 'unit',
      'place.read': 'unit',
    },
  },
  communityWorker: {
    label: '社区工作者',
    words: '社区内的分流、并案，以及派给社区的处置',
    may: {
      'case.report': 'subtree',
      'case.read': 'subtree',
      'case.verify': 'subtree',
      'case.settle': 'subtree',
      'case.ask': 'subtree',
      'case.reject': 'subtree',
      'case.assign': 'subtree',
      'case.merge': 'subtree',
      'case.escalate': 'subtree',
      'case.handle': 'unit',
      'case.assist': 'subtree',
      'case.reveal': 'subtree',
      'stats.read': 'subtree',
      'case.relay': 'subtree',
      'case.export': 'subtree',
      'duty.read': 'all',
      'place.read': 'subtree',
      'post.write': 'subtree',
      'account.read': 'subtree',
      'unit.read': 'all',
    },
  },
  operator: {
    label: '受理员',
    words: '来电来访代报，受理没有位置的诉求',
    may: {
      'case.report': 'subtree',
      'case.read': 'subtree',
      'case.verify': 'subtree',
      'case.ask': 'subtree',
      'case.reject': 'subtree',
      'case.merge': 'subtree',
      'case.reveal': 'subtree',
      'case.relay': 'subtree',
      'duty.read': 'all',
      'place.read': 'subtree',
      'unit.read': 'all',
    },
  },
  dispatcher: {
    label: '派遣员',
    words: '指挥中心：分流派遣、裁定、协调，维护权责清单',
    may: {
      'case.read': 'subtree',
      'case.ask': 'subtree',
      'case.reject': 'subtree',
      'case.assign': 'subtree',
      'case.decide': 'subtree',
      'case.assist': 'subtree',
      'case.merge': 'subtree',
      'case.escalate': 'subtree',
      'stats.read': 'subtree',
      'case.export': 'subtree',
      'duty.read': 'all',
      'duty.write': 'subtree',
      'duty.approve': 'all',
      'place.read': 'subtree',
      'post.write': 'subtree',
      'account.read': 'subtree',
      'unit.read': 'all',
    },
  },
  supervisor: {
    label: '监督员',
    words: '监督中心：核查、复核、结案、重办、督办、回访',
    may: {
      'case.read': 'subtree',
      'case.check': 'subtree',
      'case.review': 'subtree',
      'case.close': 'subtree',
      'case.press': 'subtree',
      'case.visit': 'subtree',
      'case.reveal': 'subtree',
      'stats.read': 'subtree',
      'stats.freeze': 'all',
      'case.export': 'subtree',
      'duty.read': 'all',
      'place.read': 'subtree',
      'unit.read': 'all',
    },
  },
  handler: {
    label: '部门经办人',
    words: '接收、处置、回复派给本单位的事件',
    may: {
      'case.read': 'unit',
      'case.handle': 'unit',
      'case.assist': 'unit',
      'case.escalate': 'unit',
      'case.ask': 'unit',
      'case.reveal': 'unit',
      'duty.read': 'all',
      'place.read': 'all',
      'unit.read': 'all',
    },
  },
  unitHead: {
    label: '部门负责人',
    words: '本单位和下级单位的事件',
    may: {
      'case.read': 'subtree',
      'case.handle': 'subtree',
      'case.assist': 'subtree',
      'case.escalate': 'subtree',
      'case.ask': 'subtree',
      'case.reveal': 'subtree',
      'stats.read': 'subtree',
      'case.export': 'subtree',
      'duty.read': 'all',
      'place.read': 'all',
      'unit.read': 'all',
    },
  },
  leader: {
    label: '领导',
    words: '查看辖区情况，督办',
    may: {
      'case.read': 'subtree',
      'case.press': 'subtree',
      'case.export': 'subtree',
      'stats.read': 'subtree',
      'duty.read': 'all',
      'duty.approve': 'all',
      'place.read': 'subtree',
      'unit.read': 'all',
    },
  },
  systemAdmin: {
    label: '系统管理员',
    admin: true,
    words: '维护账号、单位、区划；不看事件',
    may: {
      'place.read': 'all',
      'place.write': 'all',
      'post.write': 'all',
      'unit.read': 'all',
      'unit.write': 'all',
      'account.read': 'all',
      'account.write': 'all',
      'settings.write': 'all',
    },
  },
  securityAdmin: {
    label: '安全管理员',
    admin: true,
    words: '授予和收回角色；不看事件',
    may: { 'account.read': 'all', 'account.roles': 'all', 'unit.read': 'all' },
  },
  auditAdmin: {
    label: '审计员',
    admin: true,
    words: '只看审计日志',
    may: { 'audit.read': 'all' },
  },
} as const satisfies Record<string, RoleRow>;
export type Role = keyof typeof roles;
export const staffRoles = (Object.keys(roles) as Role[]).filter((r) => r !== 'resident');

export type May = { [P in Permission]?: Reach };
const width = Object.keys(reaches) as Reach[];

/** What several roles together may do: the widest reach of each permission. */
export function mayOf(held: readonly Role[]): May {
  const may: May = {};
  for (const role of held)
    for (const [p, reach] of Object.entries(roles[role].may) as [Permission, Reach][]) {
      const had = may[p];
      if (!had || width.indexOf(reach) > width.indexOf(had)) may[p] = reach;
    }
  return may;
}

/** Of it, what is done with cases along a tree: what a stand-in of another unit is lent, and nothing of the office beside. */
export const caseMayOf = (held: readonly Role[]): May =>
  Object.fromEntries(
    Object.entries(mayOf(held)).filter(([p]) => p.startsWith('case.') && permissions[p as Permission].along !== 'none'),
  );

/** The administrators exclude one another, and none holds a role that reads cases. */
export function rolesExclude(held: readonly Role[]): boolean {
  const admins = held.filter((r) => 'admin' in roles[r]);
  return admins.length > 1 || (admins.length === 1 && held.length > 1);
}

/** Kinds of unit; `along` says along which tree the reach of its staff runs, `head` what the head has to be able to do. */
export const unitKinds = {
  grid: { label: '网格', along: 'place', head: ['case.read', 'case.verify'] },
  community: { label: '社区', along: 'place', head: ['case.read'] },
  street: { label: '街道', along: 'place', head: ['case.read'] },
  command: { label: '指挥中心', along: 'place', head: ['case.read'] },
  supervision: { label: '监督中心', along: 'place', head: ['case.read'] },
  department: { label: '部门', along: 'unit', head: ['case.read', 'case.handle'] },
} as const satisfies Record<string, { label: string; along: 'place' | 'unit'; head: readonly Permission[] }>;
export type UnitKind = keyof typeof unitKinds;
