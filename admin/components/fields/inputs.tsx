/** One input for each kind of field; a new kind is one more entry, and the compiler asks for it. */
import { Checkbox, DatePicker, Input, InputNumber, Radio, Rate, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { lazy, type ReactNode, Suspense } from 'react';
import { isOutOfTime, type Kind, type KindValues, LONGEST, type RefTarget } from '../../../shared/fields.js';
import { today } from '../../lib/now.js';
import { AccountPicker } from '../pickers/account-picker.js';
import { CasePicker } from '../pickers/case-picker.js';
import { ItemPicker } from '../pickers/item-picker.js';
import { PlacePicker } from '../pickers/place-picker.js';
import { TaskPicker } from '../pickers/task-picker.js';
import { UnitPicker } from '../pickers/unit-picker.js';
import type { FieldOf, InputProps } from './input-props.js';
import { PhotosInput } from './photos-input.js';

const PointInput = lazy(() => import('./point-input.js'));

const PICKERS: Record<RefTarget, (props: InputProps<FieldOf<'ref'>, string>) => ReactNode> = {
  unit: (p) => <UnitPicker {...p} />,
  case: (p) => <CasePicker {...p} />,
  item: (p) => <ItemPicker {...p} />,
  place: (p) => <PlacePicker {...p} />,
  account: (p) => <AccountPicker {...p} />,
  task: (p) => <TaskPicker {...p} />,
};

const common = (p: Pick<InputProps<unknown, unknown>, 'id' | 'autoFocus' | 'invalid' | 'describedBy'>) => ({
  id: p.id,
  autoFocus: p.autoFocus,
  ...(p.invalid ? { status: 'error' as const } : {}),
  'aria-invalid': p.invalid,
  'aria-describedby': p.describedBy,
});
const optionsOf = (options: Readonly<Record<string, string>>) =>
  Object.entries(options).map(([value, label]) => ({ value, label }));
/** Up to so many choices stand open; more of them fold into a menu. */
const OPEN_CHOICES = 5;
/** More of them are found by typing. */
const MANY_CHOICES = 15;

export const inputs: { [K in Kind]: (props: InputProps<FieldOf<K>, KindValues[K]>) => ReactNode } = {
  text: (p) => (
    <Input
      {...common(p)}
      value={p.value}
      maxLength={p.field.max ?? LONGEST.text}
      onChange={(e) => p.onChange(e.target.value)}
    />
  ),
  phone: (p) => (
    <Input
      {...common(p)}
      inputMode="tel"
      autoComplete="off"
      value={p.value}
      onChange={(e) => p.onChange(e.target.value)}
    />
  ),
  longText: (p) => (
    <Input.TextArea
      {...common(p)}
      autoSize={{ minRows: 2, maxRows: 10 }}
      maxLength={p.field.max ?? LONGEST.longText}
      showCount={(p.value?.length ?? 0) > 0.8 * (p.field.max ?? LONGEST.longText)}
      value={p.value}
      onChange={(e) => p.onChange(e.target.value)}
    />
  ),
  choice: (p) =>
    Object.keys(p.field.options).length <= OPEN_CHOICES ? (
      <Radio.Group
        aria-labelledby={p.labelledBy}
        aria-describedby={p.describedBy}
        value={p.value}
        onChange={(e) => p.onChange(e.target.value as string)}
      >
        {Object.entries(p.field.options).map(([key, label], i) => (
          <Radio key={key} value={key} {...(i === 0 ? { id: p.id, autoFocus: p.autoFocus } : {})}>
            {label}
          </Radio>
        ))}
      </Radio.Group>
    ) : (
      <Select
        {...common(p)}
        aria-labelledby={p.labelledBy}
        className="fill"
        value={p.value}
        allowClear={!p.field.required}
        placeholder="请选择"
        showSearch={Object.keys(p.field.options).length > MANY_CHOICES ? { optionFilterProp: 'label' } : false}
        options={optionsOf(p.field.options)}
        onChange={(v) => p.onChange(v)}
      />
    ),
  choices: (p) => (
    <fieldset aria-labelledby={p.labelledBy} aria-describedby={p.describedBy} className="plain">
      <Checkbox.Group value={p.value ?? []} options={optionsOf(p.field.options)} onChange={(v) => p.onChange(v)} />
    </fieldset>
  ),
  integer: (p) => (
    <InputNumber
      {...common(p)}
      className="fill"
      precision={0}
      min={p.field.min ?? 0}
      {...(p.field.max === undefined ? {} : { max: p.field.max })}
      value={p.value ?? null}
      onChange={(v) => p.onChange(v ?? undefined)}
    />
  ),
  stars: (p) => <Rate value={p.value ?? 0} onChange={(v) => p.onChange(v || undefined)} />,
  yesNo: (p) => (
    <Switch id={p.id} aria-labelledby={p.labelledBy} checked={p.value ?? false} onChange={(v) => p.onChange(v)} />
  ),
  date: (p) => (
    <DatePicker
      {...common(p)}
      className="fill"
      value={p.value ? dayjs(p.value) : null}
      disabledDate={(day) => isOutOfTime(p.field, day.format('YYYY-MM-DD'), today()) !== null}
      onChange={(day) => p.onChange(day?.format('YYYY-MM-DD'))}
    />
  ),
  point: (p) => (
    <Suspense fallback={<div className="map-wait" />}>
      <PointInput {...p} />
    </Suspense>
  ),
  photos: (p) => <PhotosInput {...p} />,
  ref: (p) => PICKERS[p.field.to](p),
};
