/** One line or several to write in, with its label above and its fault below. */
import { Input, Textarea, View } from '@tarojs/components';
import { told } from '../lib/a11y';
import { Fault } from './fault';
import type { TextInputProps } from './text-input-props';

export function TextInput({
  label,
  value,
  onChange,
  hint,
  fault,
  lines,
  kind = 'text',
  max,
  hideLabel,
}: TextInputProps) {
  const common = {
    className: `input ${lines ? 'input-long' : ''}`,
    value,
    placeholder: hint,
    placeholderClass: 'input-hint',
    maxlength: max ?? -1,
    onInput: (e: { detail: { value: string } }) => onChange(e.detail.value),
    ...told({ label }),
  };
  return (
    <View className="field">
      {!hideLabel && <View className="field-label">{label}</View>}
      {lines ? (
        <Textarea {...common} autoHeight cursorSpacing={120} />
      ) : (
        <Input
          {...common}
          type={kind === 'phone' || kind === 'number' ? 'number' : 'text'}
          confirmType={kind === 'search' ? 'search' : 'done'}
        />
      )}
      <Fault words={fault} />
    </View>
  );
}
