/** Any form that shared/ declares, drawn: one input per kind of field, faults under their fields, Ctrl+Enter sends. */
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { type Fault, type Field, type Fields, faults, type Kind, sayFault } from '../../../shared/fields.js';
import { today } from '../../lib/now.js';
import { askedNow, shownFields } from './demands.js';
import type { InputProps } from './input-props.js';
import { inputs } from './inputs.js';
import './fields.css';

export type Input = Record<string, unknown>;

interface Props {
  fields: Fields;
  value: Input;
  onChange: (value: Input) => void;
  /** Faults that need more than one field to see. */
  check?: ((input: Input) => Record<string, Fault>) | undefined;
  /** What the server said against single fields: a fault, or a sentence. */
  refused?: Record<string, string> | undefined;
  onSend: () => void;
  /** What stands below the inputs, usually the buttons. */
  children?: ReactNode;
  /** Inputs of the page's own for single fields. */
  instead?: Readonly<Record<string, (props: InputProps<Field, unknown>) => ReactNode>>;
  /** Fields side by side where they are short. */
  columns?: 1 | 2;
}

/** Faults of the input by our own rules: the same function the server uses. */
export const faultsOf = (fields: Fields, value: Input, check?: Props['check']): Record<string, Fault> => ({
  ...check?.(value),
  ...faults(fields, value, today()),
});

const WIDE: readonly Kind[] = ['longText', 'point', 'choices'];

export function FieldsForm(props: Props) {
  const { fields, value, onChange, check, refused, onSend, children, instead, columns = 1 } = props;
  const form = useId();
  const box = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const found = faultsOf(fields, value, check);
  const needed = askedNow(fields, check, value);

  const send = () => {
    setTried(true);
    const first = Object.keys(fields).find((key) => found[key]);
    if (first) box.current?.querySelector<HTMLElement>(`[id="${form}-${first}"]`)?.focus();
    else onSend();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      // Before the input sees it: a picker would open its list.
      e.preventDefault();
      e.stopPropagation();
      send();
    }
  };
  return (
    <form
      ref={box}
      className={`fields fields-${columns}`}
      noValidate
      onKeyDownCapture={onKeyDown}
      onBlur={(e) => {
        const key = e.target.closest<HTMLElement>('[data-field]')?.dataset.field;
        if (key) setLeft((was) => new Set(was).add(key));
      }}
      onSubmit={(e) => {
        e.preventDefault();
        send();
      }}
    >
      {shownFields(fields, check, value).map((key, index) => {
        const field = fields[key] as Field;
        const fault = found[key] && (tried || (left.has(key) && found[key] !== 'required')) ? found[key] : undefined;
        const said = fault ? sayFault(fault, field) : sayRefusal(refused?.[key], field);
        return (
          <FieldRow
            key={key}
            id={`${form}-${key}`}
            field={field}
            needed={needed.has(key)}
            wide={WIDE.includes(field.kind)}
            value={value[key]}
            said={said}
            autoFocus={index === 0}
            onChange={(v) => onChange({ ...value, [key]: v })}
            name={key}
            instead={instead?.[key]}
          />
        );
      })}
      {children}
    </form>
  );
}

interface RowProps {
  id: string;
  field: Field;
  needed: boolean;
  wide: boolean;
  value: unknown;
  said: string | undefined;
  autoFocus: boolean;
  onChange: (value: unknown) => void;
  name: string;
  instead: ((props: InputProps<Field, unknown>) => ReactNode) | undefined;
}

function FieldRow({ id, field, needed, wide, value, said, autoFocus, onChange, name, instead }: RowProps) {
  const Input = inputs[field.kind] as (props: InputProps<Field, unknown>) => ReactNode;
  const props: InputProps<Field, unknown> = {
    id,
    field,
    value,
    onChange,
    autoFocus,
    invalid: said !== undefined,
    labelledBy: `${id}-label`,
    describedBy: said || field.hint ? `${id}-words` : undefined,
  };
  const isGroup = ['choice', 'choices', 'photos', 'stars', 'point'].includes(field.kind);
  return (
    <div className={wide ? 'field field-wide' : 'field'} data-field={name}>
      <label id={`${id}-label`} htmlFor={isGroup ? undefined : id}>
        {field.label}
        {!needed && <span className="quiet">（选填）</span>}
      </label>
      {instead ? instead(props) : <Input {...props} />}
      {(said || field.hint) && (
        <div id={`${id}-words`}>
          {said && (
            <p className="said" role="alert">
              {said}
            </p>
          )}
          {field.hint && <p className="hint">{field.hint}</p>}
        </div>
      )}
    </div>
  );
}

const FAULTS: readonly string[] = [
  'required',
  'type',
  'tooShort',
  'tooLong',
  'tooFew',
  'tooMany',
  'tooSmall',
  'tooLarge',
  'tooFar',
  'invalid',
  'unknown',
] satisfies Fault[];
const sayRefusal = (said: string | undefined, field: Field) =>
  said === undefined ? undefined : FAULTS.includes(said) ? sayFault(said as Fault, field) : said;
