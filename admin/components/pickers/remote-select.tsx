/** A Select whose options come from the server while one types. */
import { Select, Spin } from 'antd';
import { type ReactNode, useContext, useDeferredValue, useState } from 'react';
import { HelpContext } from '../fields/help.js';

export interface Option {
  value: string;
  /** Shown when it is chosen. */
  label: string;
  /** Shown beside it in the list. */
  more?: string | undefined;
}
interface Props {
  id: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  /** A hook that gives the options for what is typed. */
  useOptions: (typed: string, open: boolean) => { options: Option[]; busy: boolean };
  placeholder: string;
  nothing: ReactNode;
  autoFocus?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  clearable?: boolean;
  label?: string;
}

export function RemoteSelect(props: Props) {
  const { id, value, onChange, useOptions, placeholder, nothing, autoFocus, invalid, describedBy, clearable, label } =
    props;
  const { names } = useContext(HelpContext);
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Option>();
  const { options, busy } = useOptions(useDeferredValue(typed), open);
  const known = options.some((o) => o.value === value);
  const rest: Option[] =
    value && !known ? [chosen?.value === value ? chosen : { value, label: names?.[value] ?? value }] : [];
  return (
    <Select
      id={id}
      className="fill"
      // A narrow field must not cut the names in its list.
      styles={{ popup: { root: { minWidth: 360 } } }}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear={clearable ?? false}
      {...(autoFocus ? { autoFocus: true } : {})}
      {...(invalid ? { status: 'error' as const } : {})}
      aria-describedby={describedBy}
      {...(label ? { 'aria-label': label } : {})}
      value={value ?? null}
      placeholder={placeholder}
      onOpenChange={(now) => {
        setOpen(now);
        if (!now) setTyped('');
      }}
      notFoundContent={busy ? <Spin size="small" /> : nothing}
      options={[...options, ...(typed ? [] : rest)]}
      optionRender={({ data }) => (
        <span className="option" title={[data.label, data.more].filter(Boolean).join('\n')}>
          <span>{data.label}</span>
          {data.more && <span className="quiet option-more">{data.more}</span>}
        </span>
      )}
      onChange={(next, option) => {
        setChosen(Array.isArray(option) ? undefined : (option as Option | undefined));
        onChange(next ?? undefined);
      }}
    />
  );
}
