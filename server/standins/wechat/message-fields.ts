/** What may stand in the fields of a subscription message, by the kind that the field's name begins with. */

const CHINESE = '\\p{Script=Han}';
const DATE = '\\d{4}(年\\d{1,2}月\\d{1,2}日|-\\d{1,2}-\\d{1,2})';
const CLOCK = '\\d{1,2}:\\d{2}(:\\d{2})?';
const TIME = `(${DATE}( ?${CLOCK})?|${CLOCK})`;

const RULES: Record<string, RegExp> = {
  thing: /^.{1,20}$/u,
  number: /^-?\d{1,32}(\.\d{1,32})?$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}]{1,5}$/u,
  character_string: /^[\x21-\x7e ]{1,32}$/,
  time: new RegExp(`^${TIME}(~${TIME})?$`),
  date: new RegExp(`^${DATE}( ?${CLOCK})?(~${DATE}( ?${CLOCK})?)?$`),
  amount: /^[¥$€£]?\d{1,10}(\.\d{1,2})?元?$/,
  phone_number: /^[\d+\-() ]{1,17}$/,
  car_number: /^.{1,8}$/u,
  name: new RegExp(`^(${CHINESE}{1,10}|[A-Za-z .·]{1,20})$`, 'u'),
  phrase: new RegExp(`^${CHINESE}{1,5}$`, 'u'),
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The first field of a template that WeChat would refuse (47003), or null.
 * @param fields names of the template's fields: a kind and a number, as 'thing1'
 * @param data the message's `data`, as received
 */
export function badField(fields: readonly string[], data: unknown): string | null {
  const values = (typeof data === 'object' && data !== null ? data : {}) as Record<string, { value?: unknown } | null>;
  return fields.find((field) => !isGood(field, values[field]?.value)) ?? null;
}

function isGood(field: string, value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const text = String(value);
  const rule = RULES[field.replace(/\d+$/, '')];
  return rule?.test(text) === true && text.trim() !== '' && !CONTROL.test(text);
}
