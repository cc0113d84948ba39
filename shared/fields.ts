/** The kinds of field a form can have, the values they take, and what is wrong with an input: said once for three faces. */
import type { Datum } from './places.js';

export interface Point {
  lng: number;
  lat: number;
  /** In which system the two numbers were measured; absent means WGS-84. */
  datum?: Datum;
  /** Radius of uncertainty in metres, as the phone gives it. */
  accuracy?: number;
}

/** What an input of each kind looks like in JSON. */
export interface KindValues {
  text: string;
  longText: string;
  phone: string;
  choice: string;
  choices: string[];
  integer: number;
  stars: number;
  yesNo: boolean;
  /** A day, `YYYY-MM-DD`, in the city's own calendar. */
  date: string;
  point: Point;
  /** Ids of files that were uploaded before. */
  photos: string[];
  /** The id of a row elsewhere: `to` names the table. */
  ref: string;
}
export type Kind = keyof KindValues;
export type RefTarget = 'unit' | 'place' | 'case' | 'account' | 'item' | 'task';

interface Common {
  label: string;
  required?: boolean;
  /** One short sentence under the input. */
  hint?: string;
  /** Encrypted in the database, masked in views, shown in full only with a reason. */
  sensitive?: boolean;
  /** In an action of staff: the reporter may read what is typed here. */
  told?: true;
  /** Of one case alone, as photos are: a form for many, or filled in beforehand, has no such field. */
  single?: true;
  min?: number;
  max?: number;
}
export type Options = Readonly<Record<string, string>>;

interface Extra {
  date: { when?: 'past' | 'future'; within?: number };
  choice: { options: Options };
  choices: { options: Options };
  ref: { to: RefTarget };
}
type FieldOf<K extends Kind> = { kind: K } & Common & (K extends keyof Extra ? Extra[K] : unknown);
export type Field = { [K in Kind]: FieldOf<K> }[Kind];
export type Fields = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F extends { kind: 'choice'; options: infer O }
  ? keyof O & string
  : F extends { kind: 'choices'; options: infer O }
    ? (keyof O & string)[]
    : KindValues[F['kind']];
type RequiredKeys<F extends Fields> = { [K in keyof F]: F[K] extends { required: true } ? K : never }[keyof F];

/** The typed input of a form: required fields are present, the others may be absent. */
export type Values<F extends Fields> = { [K in RequiredKeys<F>]: ValueOf<F[K]> } & {
  [K in Exclude<keyof F, RequiredKeys<F>>]?: ValueOf<F[K]>;
};

type More = Omit<Common, 'label'>;
const of =
  <const K extends Kind>(kind: K) =>
  <const M extends More>(label: string, more: M = {} as M) => ({ kind, label, ...more });

export const text = of('text');
export const longText = of('longText');
export const phone = of('phone');
export const integer = of('integer');
export const stars = of('stars');
export const yesNo = of('yesNo');
export const point = of('point');
export const photos = of('photos');
/** A day in the future lies at most `within` days ahead: two years, where a declaration says nothing else. */
export const date = <const M extends More & Extra['date']>(label: string, more: M = {} as M) =>
  ({ kind: 'date', label, ...more }) as const;
export const choice = <const O extends Options, const M extends More>(label: string, options: O, more: M = {} as M) =>
  ({ kind: 'choice', label, options, ...more }) as const;
export const choices = <const O extends Options, const M extends More>(label: string, options: O, more: M = {} as M) =>
  ({ kind: 'choices', label, options, ...more }) as const;
export const ref = <const T extends RefTarget, const M extends More>(to: T, label: string, more: M = {} as M) =>
  ({ kind: 'ref', to, label, ...more }) as const;

export type Fault =
  | 'required'
  | 'type'
  | 'tooShort'
  | 'tooLong'
  | 'tooFew'
  | 'tooMany'
  | 'tooSmall'
  | 'tooLarge'
  | 'tooFar'
  | 'invalid'
  | 'unknown';

/** Largest number of characters where a declaration names none. */
export const LONGEST = { text: 100, longText: 2000 } as const;
export const MOST_PHOTOS = 9;
const YEAR = 365;
const FURTHEST = 2 * YEAR;

/** Own keys only; written out because old phones lack the newer form. */
export const has = (o: object, key: string) => Object.prototype.hasOwnProperty.call(o, key);

const isText = (v: unknown): v is string => typeof v === 'string';
const isNumber = (v: unknown): v is number => typeof v === 'number' && Number.isFinite(v);
const isIds = (v: unknown): v is string[] => Array.isArray(v) && v.every((x) => isText(x) && /^[\w-]{1,64}$/.test(x));

/** Control characters other than tab and line ends never come from a keyboard. */
const hasControls = (v: string) =>
  [...v].some((c) => {
    const n = c.charCodeAt(0);
    return (n < 32 && n !== 9 && n !== 10 && n !== 13) || n === 127 || n === 0xfffd;
  });

const words = (f: Common, v: unknown, longest: number): Fault | null => {
  if (!isText(v)) return 'type';
  if (hasControls(v)) return 'invalid';
  const length = [...v.trim()].length;
  if (length < (f.min ?? 0)) return 'tooShort';
  return length > (f.max ?? longest) ? 'tooLong' : null;
};
const whole = (v: unknown, min: number, max: number): Fault | null => {
  if (!isNumber(v) || !Number.isInteger(v)) return 'type';
  if (v < min) return 'tooSmall';
  return v > max ? 'tooLarge' : null;
};
const howMany = (v: readonly unknown[], f: Common, most: number): Fault | null => {
  if (new Set(v).size !== v.length) return 'invalid';
  if (v.length < (f.min ?? 0)) return 'tooFew';
  return v.length > (f.max ?? most) ? 'tooMany' : null;
};
const isPoint = (v: unknown): Fault | null => {
  if (typeof v !== 'object' || v === null) return 'type';
  const { lng, lat, datum, accuracy, ...rest } = v as Record<string, unknown>;
  if (!isNumber(lng) || !isNumber(lat) || Object.keys(rest).length > 0) return 'type';
  if (datum !== undefined && !['wgs84', 'gcj02', 'bd09'].includes(datum as string)) return 'invalid';
  if (accuracy !== undefined && (!isNumber(accuracy) || accuracy < 0 || accuracy > 100_000)) return 'invalid';
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? null : 'invalid';
};
const isDay = (v: unknown): Fault | null => {
  if (!isText(v) || !/^\d{4}-\d{2}-\d{2}$/.test(v)) return 'type';
  const t = new Date(`${v}T00:00:00Z`);
  return Number.isNaN(t.getTime()) || t.toISOString().slice(0, 10) !== v ? 'invalid' : null;
};

/** What is wrong with a day on this day, both `YYYY-MM-DD`. */
export function isOutOfTime({ when, within = FURTHEST }: Extra['date'], day: string, today: string): Fault | null {
  if (!when) return null;
  if (when === 'past') return day <= today ? null : 'invalid';
  if (day < today) return 'invalid';
  return Date.parse(day) - Date.parse(today) > within * 86_400_000 ? 'tooFar' : null;
}

/** One check per kind; a new kind is one more entry, and the compiler names the maps that lack it. */
const CHECKS: { [K in Kind]: (f: FieldOf<K>, v: unknown, today?: string) => Fault | null } = {
  text: (f, v) => words(f, v, LONGEST.text) ?? (/[\r\n]/.test(v as string) ? 'invalid' : null),
  longText: (f, v) => words(f, v, LONGEST.longText),
  phone: (_, v) => (!isText(v) ? 'type' : /^(\+?\d{1,3}[- ]?)?[\d][\d -]{5,18}\d$/.test(v.trim()) ? null : 'invalid'),
  choice: (f, v) => (!isText(v) ? 'type' : has(f.options, v) ? null : 'invalid'),
  choices: (f, v) => {
    if (!Array.isArray(v) || !v.every(isText)) return 'type';
    if (!v.every((x) => has(f.options, x))) return 'invalid';
    return howMany(v, f, Object.keys(f.options).length);
  },
  integer: (f, v) => whole(v, f.min ?? -2147483648, f.max ?? 2147483647),
  stars: (_, v) => whole(v, 1, 5),
  yesNo: (_, v) => (typeof v === 'boolean' ? null : 'type'),
  date: (f, v, today) => isDay(v) ?? (today ? isOutOfTime(f, v as string, today) : null),
  point: (_, v) => isPoint(v),
  photos: (f, v) => (isIds(v) ? howMany(v, f, MOST_PHOTOS) : 'type'),
  ref: (_, v) => (isText(v) && /^[\w.:-]{1,64}$/.test(v) ? null : 'type'),
};

const isEmpty = (v: unknown) =>
  v === undefined || v === null || (isText(v) && v.trim() === '') || (Array.isArray(v) && v.length === 0);

/**
 * What is wrong with an input, by field; an empty object means nothing.
 * Unknown keys are faults too: nothing from outside is silently dropped.
 * @param today the city's day `YYYY-MM-DD`, for dates that must lie in the past or the future
 */
export function faults(fields: Fields, input: unknown, today?: string): Record<string, Fault> {
  const found: Record<string, Fault> = {};
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return { '': 'type' };
  const given = input as Record<string, unknown>;
  for (const key of Object.keys(given)) if (!has(fields, key)) found[key] = 'unknown';
  for (const [key, field] of Object.entries(fields)) {
    const value = has(given, key) ? given[key] : undefined;
    if (isEmpty(value)) {
      if (field.required) found[key] = 'required';
      continue;
    }
    const check = CHECKS[field.kind] as (f: Field, v: unknown, today?: string) => Fault | null;
    const fault = check(field, value, today);
    if (fault) found[key] = fault;
  }
  return found;
}

/** The input with texts trimmed and empty values left out; call it after `faults` found nothing. */
export function clean<F extends Fields>(fields: F, input: unknown): Values<F> {
  const given = input as Record<string, unknown>;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const value = given[key];
    if (!isEmpty(value)) kept[key] = isText(value) ? value.trim() : value;
  }
  return kept as Values<F>;
}

/** Of a form what can be filled in for many things at once. */
export const forMany = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field.kind !== 'photos' && !field.single));

function sayDays(field: Field | undefined): string {
  const days = (field?.kind === 'date' && field.within) || FURTHEST;
  return days % YEAR === 0 ? `${days / YEAR} 年` : `${days} 天`;
}

/** A fault in words, to stand under the input. */
export function sayFault(fault: Fault, field?: Field): string {
  const least = field?.min;
  const most = field?.max ?? (field?.kind === 'text' || field?.kind === 'longText' ? LONGEST[field.kind] : MOST_PHOTOS);
  const sentences: Record<Fault, string> = {
    required: `请填写${field?.label ?? '这一项'}`,
    type: '格式不对',
    tooShort: `至少写 ${least} 个字`,
    tooLong: `最多 ${most} 个字`,
    tooFew: `至少 ${least} 个`,
    tooMany: `最多 ${most} 个`,
    tooSmall: `不能小于 ${least}`,
    tooLarge: `不能大于 ${field?.max}`,
    tooFar: `日期太远，请选 ${sayDays(field)}以内的`,
    invalid: field?.kind === 'phone' ? '请检查电话号码' : '这个内容不可用，请检查',
    unknown: '没有这一项',
  };
  return sentences[fault];
}
