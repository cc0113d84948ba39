/** Picks a unit: the suggested one first, with its reason; any other by name. */
import { Button } from 'antd';
import { useContext } from 'react';
import { unitKinds } from '../../../shared/permissions.js';
import { useUnits } from '../../lib/registers.js';
import { HelpContext } from '../fields/help.js';
import type { FieldOf, InputProps } from '../fields/input-props.js';
import { RemoteSelect } from './remote-select.js';

function useUnitOptions(typed: string, open: boolean) {
  const { data, isFetching } = useUnits({ q: typed, size: 50 }, open);
  const options = (data?.rows ?? []).map((u) => ({
    value: u.id,
    label: u.name,
    more: [unitKinds[u.kind].label, u.place?.name].filter(Boolean).join(' · '),
  }));
  return { options, busy: isFetching };
}

type Props = Pick<InputProps<FieldOf<'ref'>, string>, 'id' | 'value' | 'onChange'> & {
  autoFocus?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  clearable?: boolean;
  label?: string;
};

export function UnitPicker(props: Props) {
  const { suggestion } = useContext(HelpContext);
  const { value, onChange } = props;
  return (
    <>
      <RemoteSelect
        id={props.id}
        value={value}
        onChange={onChange}
        {...(props.autoFocus ? { autoFocus: true } : {})}
        {...(props.invalid ? { invalid: true } : {})}
        describedBy={props.describedBy}
        {...(props.label ? { label: props.label } : {})}
        {...(props.clearable ? { clearable: true } : {})}
        useOptions={useUnitOptions}
        placeholder="输入单位名称查找"
        nothing="没有这个名称的单位，请换一个词"
      />
      {suggestion && (
        <div className="suggest">
          <span>
            建议：<b>{suggestion.unit.name}</b> <span className="picker-why">{suggestion.why}</span>
          </span>
          {value !== suggestion.unit.id && (
            <Button className="suggest-use" size="small" onClick={() => onChange(suggestion.unit.id)}>
              采用
            </Button>
          )}
        </div>
      )}
    </>
  );
}
