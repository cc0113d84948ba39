/** Which fields a form asks for only sometimes: found by trying the form's own check, so that no one says it twice. */
import type { Fault, Fields } from '../../../shared/fields.js';

type Check = (input: Record<string, unknown>) => Record<string, Fault>;

/** Fields that some answer to a choice of the form makes necessary, e.g. 计划完成日期 by 已列入计划. */
export function sometimesAsked(fields: Fields, check: Check | undefined): ReadonlySet<string> {
  const asked = new Set<string>();
  if (!check) return asked;
  for (const [key, field] of Object.entries(fields)) {
    if (field.kind !== 'choice') continue;
    for (const option of Object.keys(field.options))
      for (const demanded of Object.keys(check({ [key]: option }))) asked.add(demanded);
  }
  return asked;
}

/** Fields that are necessary with the answers given so far. */
export function askedNow(
  fields: Fields,
  check: Check | undefined,
  value: Record<string, unknown>,
): ReadonlySet<string> {
  const always = Object.entries(fields).filter(([, field]) => field.required);
  const without = (key: string) => ({ ...value, [key]: undefined });
  const now = Object.keys(fields).filter((key) => check?.(without(key))[key] === 'required');
  return new Set([...always.map(([key]) => key), ...now]);
}

const isEmpty = (value: unknown) => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * The fields to show: what is asked for only with another answer is left out until it is needed or has been filled in.
 * Photos always stay: proof may be added to any answer.
 */
export function shownFields(fields: Fields, check: Check | undefined, value: Record<string, unknown>): string[] {
  const sometimes = sometimesAsked(fields, check);
  const now = askedNow(fields, check, value);
  return Object.entries(fields)
    .filter(([key, field]) => field.kind === 'photos' || !sometimes.has(key) || now.has(key) || !isEmpty(value[key]))
    .map(([key]) => key);
}
