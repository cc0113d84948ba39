/** How a case keeps the reporter's name and phone: sealed, each for its column and row. */
import type { Secrets } from '../../core/secrets.js';
import type { CaseFile } from './cases.guards.js';

type Column = 'contactName' | 'contactPhone';
type Contact = Record<'name' | 'phone', string | null>;

const placeOf = (column: Column, id: string) => `case_file|${column}|${id}`;

export function sealedContact(secrets: Secrets, id: string, { name, phone }: Contact): Record<Column, string | null> {
  const sealed = (column: Column, value: string | null) => value && secrets.seal(value, placeOf(column, id));
  return {
    contactName: sealed('contactName', name) || null,
    contactPhone: sealed('contactPhone', phone) || null,
  };
}

/** In full; null is what was not given, or does not open. */
export function contactOf(secrets: Secrets, c: Pick<CaseFile, 'id' | Column>): Contact {
  const opened = (column: Column) => secrets.openOrNull(c[column], placeOf(column, c.id));
  return { name: opened('contactName'), phone: opened('contactPhone') };
}
