/** What the requests about units may hold. */
import { leads } from '../../../shared/duty-list.js';
import { type UnitKind, unitKinds } from '../../../shared/permissions.js';
import { CODE } from '../../../shared/places.js';
import { Bool, List, NAME, OneOf, Paging, Text } from '../../core/form.js';

const ID = /^[0-9a-z]{1,26}$/;
const LEAD_KEYS = Object.keys(leads);

export class UnitFilter extends Paging {
  /** These alone, of which one knows no more than this. */
  @List({ optional: true }) id?: string[];

  /** Part of the name. */
  @Text({ optional: true, max: 80 })
  q?: string;

  /** Units that answer for this place or for one below it. */
  @Text({ optional: true, max: 24, pattern: CODE })
  place?: string;
}

export class NewUnitForm {
  @Text({ max: 80, pattern: NAME })
  name!: string;

  @OneOf(Object.keys(unitKinds))
  kind!: UnitKind;

  @Text({ optional: true, nullable: true, pattern: ID })
  parent?: string | null;

  @Text({ optional: true, nullable: true, max: 24, pattern: CODE })
  place?: string | null;

  @List({ optional: true, of: LEAD_KEYS })
  leads?: string[];
}

export class UnitChangeForm {
  @Text({ optional: true, max: 80, pattern: NAME })
  name?: string;

  /** Account of its head; null for none. */
  @Text({ optional: true, nullable: true, pattern: ID })
  head?: string | null;

  @List({ optional: true, of: LEAD_KEYS })
  leads?: string[];

  @Bool({ optional: true })
  active?: boolean;
}
