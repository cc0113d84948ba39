/** What the requests about staff accounts may hold. */
import { type Role, staffRoles } from '../../../shared/permissions.js';
import { Bool, List, NAME, OneOf, Paging, Text } from '../../core/form.js';

const ID = /^[0-9a-z]{1,26}$/;
const CONTACT = /^[\d+() -]*$/;

export class AccountFilter extends Paging {
  /** Part of a name or of the name typed at sign-in. */
  @Text({ optional: true, max: 60 })
  q?: string;

  @Text({ optional: true, pattern: ID })
  unit?: string;

  @OneOf(staffRoles, { optional: true })
  role?: Role;
}

export class NewAccountForm {
  /** What is typed at sign-in; capitals count as small letters. */
  @Text({ max: 60, pattern: /^[A-Za-z0-9][A-Za-z0-9._-]+$/ })
  login!: string;

  @Text({ max: 60, pattern: NAME })
  name!: string;

  /** What residents see: 王师傅. */
  @Text({ max: 60, pattern: NAME })
  workName!: string;

  /** Work telephone, public for those who hold a post. */
  @Text({ optional: true, max: 40, pattern: CONTACT })
  contact?: string;

  @Text({ pattern: ID })
  unit!: string;

  /** Only by somebody who may grant roles. */
  @List({ optional: true, of: staffRoles })
  roles?: Role[];
}

export class AccountChangeForm {
  @Text({ optional: true, max: 60, pattern: NAME })
  name?: string;

  @Text({ optional: true, max: 60, pattern: NAME })
  workName?: string;

  @Text({ optional: true, max: 40, pattern: CONTACT })
  contact?: string;

  @Text({ optional: true, pattern: ID })
  unit?: string;

  @Bool({ optional: true })
  active?: boolean;
}

export class RolesForm {
  @List({ of: staffRoles })
  roles!: Role[];
}

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

export class OutsiderFilter extends Paging {
  @Text({ optional: true, max: 30 })
  q?: string;
}

export class StandInForm {
  /** Absent: oneself. */
  @Text({ optional: true, pattern: ID })
  account?: string;

  @Text({ pattern: ID })
  standIn!: string;

  @Text({ pattern: DAY })
  from!: string;

  @Text({ pattern: DAY })
  until!: string;
}

export class HandOverForm {
  @Text({ pattern: ID })
  to!: string;
}
