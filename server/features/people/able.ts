/** Whether people can do what a post or a unit asks of them: what waits for who cannot waits for nobody. */
import { mayOf, type Permission, permissions } from '../../../shared/permissions.js';
import { problem } from '../../core/problem.js';
import type { Row } from '../../core/tables.js';
import type { account } from './people.tables.js';

interface Asked {
  who: Pick<Row<typeof account>, 'id' | 'name' | 'roles'>;
  /** What they are to be, in words. */
  as: string;
  asks: readonly Permission[];
}

/** @throws account.unable with the names of those who lack a permission, and what each lacks */
export function needAble(asked: readonly Asked[], field: string): void {
  const unable = asked
    .map(({ who, as, asks }) => ({ who, as, lacks: asks.filter((p) => !(p in mayOf(who.roles))) }))
    .filter(({ lacks }) => lacks.length > 0);
  if (unable.length === 0) return;
  const said = unable.map(
    ({ who, as, lacks }) =>
      `${who.name}没有${lacks.map((p) => `“${permissions[p].label}”`).join('、')}权限，不能任${as}`,
  );
  throw problem('account.unable', {
    errors: { [field]: 'invalid' },
    detail: `${said.join('；')}。请先由安全管理员授予角色，或换一个人`,
    more: { people: unable.map(({ who, lacks }) => ({ id: who.id, name: who.name, lacks })) },
  });
}
