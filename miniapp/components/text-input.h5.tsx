/** The web page's text input: the browser's own element, so that its label belongs to it. */
import { View } from '@tarojs/components';
import { Fault } from './fault';
import type { TextInputProps } from './text-input-props';

const types = { text: 'text', phone: 'tel', number: 'text', search: 'search' } as const;

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
    'aria-label': label,
    'aria-invalid': fault ? true : undefined,
    placeholder: hint,
    maxLength: max,
    value,
  };
  return (
    <View className="field">
      {!hideLabel && (
        <View className="field-label" aria-hidden="true">
          {label}
        </View>
      )}
      {lines ? (
        <textarea className="input input-long" rows={4} {...common} onChange={(e) => onChange(e.target.value)} />
      ) : (
        <input
          className="input"
          type={types[kind]}
          inputMode={kind === 'number' ? 'numeric' : undefined}
          {...common}
          onChange={(e) => onChange(e.target.value)}
        />
      )}
      <Fault words={fault} />
    </View>
  );
}
