// The units of the demo city: centres, streets, communities, grids and departments, and who leads on what.
import type { LeadKey } from '../../../shared/duty-list.js';
import type { DemoUnit, PlaceProperties } from '../city.js';

const ROOT = '31';
const COUNTY = '310101';

/** District departments: key, name, parent, and the kinds of department of the duty list that each is. */
const departments: ReadonlyArray<readonly [key: string, name: string, parent: string, leads: LeadKey[]]> = [
  ['lvhua', '区绿化和市容管理局', 'zhihui', ['lvhua']],
  ['shizheng', '区市政养护中心', 'zhihui', ['shizheng']],
  ['jianwei', '区建设和管理委员会', 'zhihui', ['jianshe']],
  ['shuiwu', '区水务管理所', 'jianwei', ['shuiwu']],
  ['jiaotong', '区交通管理中心', 'jianwei', ['jiaotong']],
  ['tongxin', '区通信线路维护中心', 'jianwei', ['tongxin']],
  ['dianli', '供电公司黄浦服务站', 'zhihui', ['dianli']],
  ['ranqi', '燃气公司黄浦服务站', 'zhihui', ['ranqi']],
  ['chengguan', '区城市管理行政执法局', 'zhihui', ['chengguan']],
  ['fangguan', '区住房保障和房屋管理局', 'zhihui', ['fangguan']],
  ['gongan', '公安黄浦分局', 'zhihui', ['gongan']],
  ['jiaojing', '公安黄浦分局交警支队', 'gongan', ['jiaojing']],
  ['xiaofang', '区消防救援大队', 'zhihui', ['xiaofang']],
  ['yingji', '区应急管理局', 'zhihui', ['yingji']],
  ['huanbao', '区生态环境局', 'zhihui', ['huanbao']],
  ['shichang', '区市场监督管理局', 'zhihui', ['shichang']],
  ['weijian', '区卫生健康委员会', 'zhihui', ['weijian']],
  ['minzheng', '区民政局', 'zhihui', ['minzheng']],
  ['canlian', '区残疾人联合会', 'minzheng', ['canlian']],
  ['renshe', '区人力资源和社会保障局', 'zhihui', ['renshe']],
  ['yibao', '区医疗保障局', 'zhihui', ['yibao']],
  ['jiaoyu', '区教育局', 'zhihui', ['jiaoyu']],
  ['wenlv', '区文化和旅游局', 'zhihui', ['wenlv']],
  ['sifa', '区司法局', 'zhihui', ['sifa']],
];

/** Departments with an office in every street: they go before their district's office. */
const streetOffices = [
  { of: 'chengguan', name: '城管执法中队', leads: ['chengguan'] },
  { of: 'gongan', name: '派出所', leads: ['gongan'] },
  { of: 'shichang', name: '市场监管所', leads: ['shichang'] },
  { of: 'fangguan', name: '物业服务站', leads: ['wuye'] },
] as const satisfies ReadonlyArray<{ of: string; name: string; leads: LeadKey[] }>;

/** Key of the unit of a place: `sq001002` is the second community of the first street. */
export const keyAt = (kind: 'jd' | 'sq' | 'wg' | (typeof streetOffices)[number]['of'], place: string) =>
  `${kind}${place.slice(COUNTY.length)}`;

/** All units; parents stand before their children. The head of each is the first of its staff. */
export function unitsOf(places: readonly PlaceProperties[]): DemoUnit[] {
  let line = 0;
  const unit = (
    key: string,
    name: string,
    kind: DemoUnit['kind'],
    parent: string | null,
    place: string,
    leads: readonly LeadKey[] = [],
  ): DemoUnit => ({
    key,
    name,
    kind,
    parent,
    place,
    leads: [...leads],
    head: `${key}-1`,
    phone: `021-5550-${String(1000 + line++)}`,
  });
  const level = (wanted: PlaceProperties['level']) => places.filter((place) => place.level === wanted);
  return [
    // The centres answer for the whole tree: what nobody can place lies at its root.
    unit('zhihui', '区城市运行指挥中心', 'command', null, ROOT),
    unit('jiandu', '区网格监督中心', 'supervision', 'zhihui', ROOT),
    ...departments.map(([key, name, parent, leads]) => unit(key, name, 'department', parent, COUNTY, leads)),
    ...level('street').map((street) =>
      unit(keyAt('jd', street.code), street.name, 'street', 'zhihui', street.code, ['jiedao']),
    ),
    ...level('street').flatMap((street) =>
      streetOffices.map((office) =>
        unit(
          keyAt(office.of, street.code),
          `${street.name.replace('街道', '')}${office.name}`,
          'department',
          office.of,
          street.code,
          office.leads,
        ),
      ),
    ),
    ...level('community').map((community) =>
      unit(
        keyAt('sq', community.code),
        `${community.name}居委会`,
        'community',
        keyAt('jd', community.parent ?? ''),
        community.code,
        ['juwei'],
      ),
    ),
    ...level('grid').map((grid) =>
      unit(keyAt('wg', grid.code), grid.name, 'grid', keyAt('sq', grid.parent ?? ''), grid.code),
    ),
  ];
}

/** The unit that leads at a place: of all that answer for the lead, the one with the smallest area that holds it. */
export function unitFor(units: readonly DemoUnit[], lead: LeadKey, gridCode: string | null): DemoUnit {
  const able = units.filter((unit) => unit.leads.includes(lead) && (gridCode ?? COUNTY).startsWith(unit.place));
  const best = able.reduce((a, b) => (b.place.length > a.place.length ? b : a), able[0]);
  if (!best) throw new Error(`no unit of the demo city answers for ${lead}`);
  return best;
}
