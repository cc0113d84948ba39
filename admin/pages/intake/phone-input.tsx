/** The caller's number: a whole one is looked up by itself, its last four digits with Enter. */
import { Input } from 'antd';
import type { Field } from '../../../shared/fields.js';
import type { InputProps } from '../../components/fields/input-props.js';

interface Props extends InputProps<Field, unknown> {
  onLook: (phone: string | undefined) => void;
}

const digitsOf = (typed: string) => typed.replace(/[\s-]/g, '');
const isWhole = (digits: string) => /^1\d{10}$/.test(digits);

export function PhoneInput({ id, value, onChange, onLook, autoFocus, invalid, describedBy }: Props) {
  const typed = typeof value === 'string' ? value : '';
  return (
    <Input
      id={id}
      autoFocus={autoFocus}
      inputMode="tel"
      autoComplete="off"
      value={typed}
      {...(invalid ? { status: 'error' as const } : {})}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      onChange={(e) => {
        onChange(e.target.value);
        const digits = digitsOf(e.target.value);
        onLook(isWhole(digits) ? digits : undefined);
      }}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' || e.ctrlKey || e.metaKey) return;
        e.preventDefault();
        const digits = digitsOf(typed);
        if (/^\d{4}$|^\d{7,}$/.test(digits)) onLook(digits);
      }}
    />
  );
}
