/** Units, accounts and the posts that accounts hold in grids. */

import type { Role, UnitKind } from '../../../shared/permissions.js';
import type { Post } from '../../../shared/places.js';
import { at, body, boolean, code, id, json, nullable, string, table } from '../../core/tables.js';

export const unit = table(
  'unit',
  {
    id: id(),
    name: string(80),
    kind: code<UnitKind>(20),
    /** Unit one level up. */
    parent: nullable(code()),
    /** Code of the place it answers for. */
    place: nullable(code(24)),
    head: nullable(code()),
    /** Keys of the duty list that it leads. */
    leads: json<string[]>(),
    active: boolean(),
    createdAt: at(),
  },
  { indexes: [['parent'], ['place']] },
);

export const account = table(
  'account',
  {
    id: id(),
    kind: code<'staff' | 'resident'>(10),
    /** Staff: what is typed at sign-in, in lower case. */
    login: nullable(code(60)),
    name: string(60),
    /** Staff: the name that residents see. */
    workName: string(60),
    /** Staff: work telephone, public for those who hold a post. */
    contact: string(40),
    password: nullable(string(200)),
    mustChangePassword: boolean(),
    roles: json<Role[]>(),
    unit: nullable(code()),
    active: boolean(),
    seenAt: nullable(at()),
    /** Residents: blind index of the openid; the openid itself is sealed. */
    openidIndex: nullable(code(40)),
    openid: nullable(body()),
    /** Residents: how to reach them, sealed. */
    contactName: nullable(body()),
    contactPhone: nullable(body()),
    consentVersion: nullable(code(20)),
    consentAt: nullable(at()),
    createdAt: at(),
  },
  { unique: [['login'], ['openidIndex']], indexes: [['unit']] },
);

export const post = table(
  'post',
  {
    id: id(),
    place: code(24),
    account: code(),
    post: code<Post>(20),
    since: at(),
    until: nullable(at()),
  },
  { indexes: [['place'], ['account']] },
);

/** Somebody does the work of an absent one. Days of the city's calendar, both included. */
export const standIn = table(
  'stand_in',
  {
    id: id(),
    account: code(),
    standIn: code(),
    /** Of two units: whose they were when it was arranged. It holds while they are there. */
    ofUnit: nullable(code()),
    fromUnit: nullable(code()),
    firstDay: code(10),
    lastDay: code(10),
    setBy: code(),
    createdAt: at(),
    endedAt: nullable(at()),
  },
  { indexes: [['account'], ['standIn'], ['lastDay']] },
);
