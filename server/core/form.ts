/** What a request may hold: class-validator rules that also write the OpenAPI schema, and the declared forms of shared/. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  registerDecorator,
} from 'class-validator';
import { type Field, type Fields, faults, type Kind } from '../../shared/fields.js';
import { PAGE_SIZES } from '../../shared/views.js';
import { problem } from './problem.js';

type Rule = PropertyDecorator;
interface Options {
  optional?: boolean;
  /** The field may be null, which removes what was there. */
  nullable?: boolean;
}
const rules = (api: ApiPropertyOptions, o: Options, ...more: Rule[]) =>
  applyDecorators(
    ...(o.optional || o.nullable ? [IsOptional()] : []),
    ApiProperty({ ...api, required: !o.optional, ...(o.nullable ? { nullable: true } : {}) } as ApiPropertyOptions),
    ...more,
  );

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROLS = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u;

/** Something written on one line, not empty: a name. */
export const NAME = /^(?=\s*\S)[^\p{Cc}]*$/u;

export const Text = (o: Options & { max?: number; pattern?: RegExp; example?: string } = {}) =>
  rules(
    { type: String, maxLength: o.max ?? 100, example: o.example },
    o,
    IsString(),
    MaxLength(o.max ?? 100),
    Matches(o.pattern ?? CONTROLS),
  );
/** In a query a number may be left empty, which is no number and not zero. */
const NotBlank = () =>
  Transform(({ value, obj, key }) => (typeof obj[key] === 'string' && obj[key].trim() === '' ? Number.NaN : value));

export const Int = (o: Options & { min?: number; max?: number } = {}) =>
  rules(
    { type: 'integer', minimum: o.min, maximum: o.max },
    o,
    Type(() => Number),
    NotBlank(),
    IsInt(),
    Min(o.min ?? -(2 ** 31)),
    Max(o.max ?? 2 ** 31 - 1),
  );
export const Num = (o: Options & { min?: number; max?: number } = {}) =>
  rules(
    { type: Number, minimum: o.min, maximum: o.max },
    o,
    Type(() => Number),
    NotBlank(),
    IsNumber({ allowInfinity: false, allowNaN: false }),
    Min(o.min ?? -1e12),
    Max(o.max ?? 1e12),
  );
/** In a query `true` and `false` come as words. */
export const Bool = (o: Options = {}) =>
  rules(
    { type: Boolean },
    o,
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean(),
  );
export const OneOf = (values: readonly (string | number)[], o: Options = {}) =>
  rules({ enum: [...values] }, o, ...(typeof values[0] === 'number' ? [Type(() => Number)] : []), IsIn(values));
export const Moment = (o: Options = {}) =>
  rules(
    { type: String, format: 'date-time' },
    o,
    Type(() => Date),
    IsDate(),
  );
/** A list of up to `max` words (100); in a query written with commas. */
export const List = (o: Options & { of?: readonly string[]; max?: number } = {}) =>
  rules(
    { type: [String] },
    o,
    Transform(({ value }) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value)),
    IsArray(),
    ArrayMaxSize(o.max ?? 100),
    IsString({ each: true }),
    MaxLength(64, { each: true }),
    ...(o.of ? [IsIn(o.of, { each: true })] : []),
  );
/** class-transformer would drop fields named like an object's own methods: they are to be refused by name instead. */
const AsGiven = () => Transform(({ obj, key }) => obj[key]);

const AnObject = (): PropertyDecorator => (target, property) =>
  registerDecorator({
    name: 'form',
    target: target.constructor,
    propertyName: String(property),
    validator: { validate: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) },
  });

/** An object that is checked later, by the declaration it belongs to. */
export const Anything = (description: string, o: Options = {}) =>
  rules({ type: 'object', additionalProperties: true, description }, o, AsGiven(), AnObject());

/** Every list pages on the server. */
export class Paging {
  @Int({ optional: true, min: 1, max: 10_000 })
  page: number = 1;

  @OneOf(PAGE_SIZES, { optional: true })
  size: number = 20;
}

type Schema = Record<string, unknown>;
const SCHEMAS: { [K in Kind]: (f: Field) => Schema } = {
  text: (f) => ({ type: 'string', maxLength: f.max ?? 100 }),
  longText: (f) => ({ type: 'string', maxLength: f.max ?? 2000 }),
  phone: () => ({ type: 'string' }),
  choice: (f) => ({ type: 'string', enum: 'options' in f ? Object.keys(f.options) : [] }),
  choices: (f) => ({ type: 'array', items: { type: 'string', enum: 'options' in f ? Object.keys(f.options) : [] } }),
  integer: (f) => ({ type: 'integer', minimum: f.min, maximum: f.max }),
  stars: () => ({ type: 'integer', minimum: 1, maximum: 5 }),
  yesNo: () => ({ type: 'boolean' }),
  date: () => ({ type: 'string', format: 'date' }),
  point: () => ({
    type: 'object',
    required: ['lng', 'lat'],
    properties: {
      lng: { type: 'number' },
      lat: { type: 'number' },
      datum: { type: 'string', enum: ['wgs84', 'gcj02', 'bd09'] },
      accuracy: { type: 'number', description: '米' },
    },
  }),
  photos: (f) => ({ type: 'array', items: { type: 'string' }, maxItems: f.max ?? 9 }),
  ref: () => ({ type: 'string' }),
};

/** The JSON schema of a declared form, for OpenAPI. */
export function schemaOf(fields: Fields): Schema {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(fields).filter((k) => fields[k].required),
    properties: Object.fromEntries(
      Object.entries(fields).map(([k, f]) => [k, { ...SCHEMAS[f.kind](f), title: f.label, description: f.hint }]),
    ),
  };
}

/** The declared part of a body: checked by the same `faults()` that the clients call. */
export const Form = (...forms: Fields[]): PropertyDecorator =>
  applyDecorators(
    AsGiven(),
    ApiProperty(
      (forms.length === 1 ? schemaOf(forms[0]) : { oneOf: forms.map(schemaOf) }) as unknown as ApiPropertyOptions,
    ),
    AnObject(),
  );

/** @throws input.invalid with the fault of each field */
export function checkForm(fields: Fields, input: unknown, today?: string): void {
  const found = faults(fields, input, today);
  if (Object.keys(found).length > 0) throw problem('input.invalid', { errors: found });
}

interface Violation {
  property: string;
  constraints?: Record<string, string>;
  children?: Violation[];
}
const KINDS: Record<string, string> = {
  isNotEmpty: 'required',
  whitelistValidation: 'unknown',
  maxLength: 'tooLong',
  max: 'tooLarge',
  min: 'tooSmall',
  isIn: 'invalid',
  arrayMaxSize: 'tooMany',
  matches: 'invalid',
};

/** class-validator's findings in the same words as `faults()`. */
export function violations(found: Violation[], path = ''): Record<string, string> {
  return Object.assign(
    {},
    ...found.map((v) => {
      const key = path ? `${path}.${v.property}` : v.property;
      const own = v.constraints ? { [key]: KINDS[Object.keys(v.constraints)[0]] ?? 'type' } : {};
      return { ...own, ...violations(v.children ?? [], key) };
    }),
  );
}
