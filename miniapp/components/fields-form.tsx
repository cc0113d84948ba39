/** Draws any form of shared/ from its fields: one input per kind, so that a new field needs nothing here. */
import { Picker, View } from '@tarojs/components';
import type { ReactElement } from 'react';
import { itemOf } from '../../shared/duty-list';
import type { Field, Fields, Kind, Point } from '../../shared/fields';
import type { Picked } from '../lib/picked';
import { Choice } from './choice';
import { Fault } from './fault';
import { ItemPicker } from './item-picker';
import { PhotosField } from './photos-field';
import { PlaceField } from './place-field';
import { Stars } from './stars';
import { TextInput } from './text-input';

/** What a form holds while it is filled in: as the fields say, but photos are those on the phone. */
export type FormValue = Record<string, unknown>;

interface FieldsFormProps {
  fields: Fields;
  value: FormValue;
  onChange: (value: FormValue) => void;
  /** What is wrong, in words, by field. */
  faults: Record<string, string>;
}

interface InputProps {
  field: Field;
  value: unknown;
  put: (value: unknown) => void;
}

export function FieldsForm({ fields, value, onChange, faults }: FieldsFormProps) {
  return (
    <View>
      {Object.entries(fields).map(([key, field]) => {
        const Input = inputs[field.kind];
        return (
          <View key={key} className="form-field">
            <View className="form-label">
              {field.label}
              {!field.required && <View className="form-optional">可以不填</View>}
            </View>
            <Input field={field} value={value[key]} put={(next) => onChange({ ...value, [key]: next })} />
            {field.hint && !isWritten(field) && <View className="hint form-hint">{field.hint}</View>}
            <Fault words={faults[key]} />
          </View>
        );
      })}
    </View>
  );
}

const text = (v: unknown) => (v === undefined || v === null ? '' : String(v));
const isWritten = (field: Field) => ['text', 'longText', 'phone', 'integer'].includes(field.kind);
const optionsOf = (field: Field) => ('options' in field ? field.options : {});

const written =
  (kind: 'text' | 'phone' | 'number', lines = false) =>
  ({ field, value, put }: InputProps) => (
    <TextInput
      hideLabel
      label={field.label}
      hint={field.hint}
      lines={lines}
      kind={kind}
      max={kind === 'text' ? field.max : undefined}
      value={text(value)}
      onChange={put}
    />
  );

/** One input per kind; the compiler names what is missing. */
const inputs: Record<Kind, (props: InputProps) => ReactElement> = {
  text: written('text'),
  longText: written('text', true),
  phone: written('phone'),
  integer: ({ field, value, put }) => (
    <TextInput
      hideLabel
      label={field.label}
      hint={field.hint}
      kind="number"
      value={text(value)}
      onChange={(v) => put(v.trim() === '' ? undefined : Number(v))}
    />
  ),
  choice: ({ field, value, put }) => (
    <Choice options={optionsOf(field)} value={value ? [text(value)] : []} onChange={([v]) => put(v)} />
  ),
  choices: ({ field, value, put }) => (
    <Choice several options={optionsOf(field)} value={(value as string[]) ?? []} onChange={put} />
  ),
  yesNo: ({ value, put }) => (
    <Choice
      options={{ yes: '是', no: '否' }}
      value={value === undefined ? [] : [value ? 'yes' : 'no']}
      onChange={([v]) => put(v === 'yes')}
    />
  ),
  stars: ({ value, put }) => <Stars value={Number(value ?? 0)} onChange={put} />,
  date: ({ field, value, put }) => (
    <Picker mode="date" value={text(value)} onChange={(e) => put(e.detail.value)} aria-label={field.label}>
      <View className="form-picker">{text(value) || '请选择日期'}</View>
    </Picker>
  ),
  point: ({ value, put }) => <PlaceField value={(value as Point) ?? null} onChange={(point) => put(point)} />,
  photos: ({ field, value, put }) => {
    const photos = (value as Picked[]) ?? [];
    return <PhotosField value={photos} onChange={(how) => put(how(photos))} most={field.max} />;
  },
  ref: ({ field, value, put }) => {
    if (!('to' in field) || field.to !== 'item') return <View className="hint">这一项请在管理端填写</View>;
    const chosen = itemOf(text(value));
    return (
      <View>
        {chosen && <View className="form-chosen">{`已选：${chosen.name}`}</View>}
        <ItemPicker value={text(value) || null} onChoose={(item) => put(item.code)} />
      </View>
    );
  },
};
