/** Page, filters and sort in the address, typed: a page says which words it reads, and gets them back as values. */
import { PAGE_SIZES } from '../../shared/views.js';

/** How one value is read from and written to the address; `read` gives undefined for what makes no sense. */
export interface Codec<T> {
  read(text: string): T | undefined;
  write(value: T): string;
}

export const word: Codec<string> = { read: (t) => t || undefined, write: (v) => v };
export const flag: Codec<true> = { read: (t) => (t === 'true' ? true : undefined), write: () => 'true' };
export const whole: Codec<number> = {
  read: (t) => (/^\d{1,6}$/.test(t) && Number(t) > 0 ? Number(t) : undefined),
  write: String,
};
/** How many rows a page has: only what the server offers. */
export const pageSize: Codec<number> = { read: (t) => PAGE_SIZES.find((n) => String(n) === t), write: String };
export const oneOf = <K extends string>(keys: readonly K[]): Codec<K> => ({
  read: (t) => keys.find((k) => k === t),
  write: (v) => v,
});
export const manyOf = <K extends string>(keys: readonly K[]): Codec<K[]> => ({
  read: (t) => {
    const found = t.split(',').filter((x): x is K => (keys as readonly string[]).includes(x));
    return found.length > 0 ? found : undefined;
  },
  write: (v) => v.join(','),
});

export type AddressSpec = Record<string, Codec<unknown>>;
export type AddressOf<S extends AddressSpec> = { [K in keyof S]?: S[K] extends Codec<infer T> ? T : never };
/** `undefined` takes a value out of the address. */
export type Change<S extends AddressSpec> = { [K in keyof S]?: AddressOf<S>[K] | undefined };

/** The values of a raw address. */
export function readAddress<S extends AddressSpec>(spec: S, raw: Record<string, string>): AddressOf<S> {
  const read: Record<string, unknown> = {};
  for (const [key, codec] of Object.entries(spec)) {
    const text = raw[key];
    const value = text === undefined ? undefined : codec.read(text);
    if (value !== undefined) read[key] = value;
  }
  return read as AddressOf<S>;
}

/** The raw address of some values, for links. */
export function writeAddress<S extends AddressSpec>(spec: S, values: Change<S>): Record<string, string> {
  const raw: Record<string, string> = {};
  for (const [key, codec] of Object.entries(spec)) {
    const value = (values as Record<string, unknown>)[key];
    if (value !== undefined && value !== '') {
      const text = codec.write(value);
      if (text) raw[key] = text;
    }
  }
  return raw;
}

/** Plain `key=text` pairs, so that an address can be read and typed by hand. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search))
    if (value !== undefined && value !== '') params.set(key, String(value));
  const text = params.toString().replace(/%2C/g, ',');
  return text ? `?${text}` : '';
}
