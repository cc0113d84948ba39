/** Picks an item of the duty list, by its group or by everyday words: 路灯, 井盖. */
import { Button, Select } from 'antd';
import { useContext, useMemo, useState } from 'react';
import { type DutyItem, findItems, type GroupKey, groups, items } from '../../../shared/duty-list.js';
import { HelpContext } from '../fields/help.js';

interface Props {
  id?: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  autoFocus?: boolean;
  invalid?: boolean;
  describedBy?: string | undefined;
  label?: string;
}
const asOption = (item: DutyItem) => ({ value: item.code, label: item.name, more: groups[item.group].label });
const grouped = (Object.keys(groups) as GroupKey[]).map((key) => ({
  label: groups[key].label,
  options: items.filter((item) => item.group === key).map(asOption),
}));

export function ItemPicker({ id, value, onChange, autoFocus, invalid, describedBy, label }: Props) {
  const suggested = useContext(HelpContext).items ?? [];
  const [typed, setTyped] = useState('');
  const options = useMemo<{ value?: string; label: string; more?: string; options?: ReturnType<typeof asOption>[] }[]>(
    () => (typed.trim() ? findItems(typed).map(asOption) : grouped),
    [typed],
  );
  return (
    <>
      <Select
        {...(id ? { id } : {})}
        className="fill"
        showSearch={{ filterOption: false, onSearch: setTyped }}
        allowClear
        {...(autoFocus ? { autoFocus: true } : {})}
        {...(invalid ? { status: 'error' as const } : {})}
        aria-describedby={describedBy}
        {...(label ? { 'aria-label': label } : {})}
        value={value ?? null}
        placeholder="输入路灯、井盖等词，或从分类里选"
        notFoundContent="没有找到，请换个说法或从分类里选"
        options={options}
        optionRender={({ data }) => (
          <span className="option">
            <span>{data.label}</span>
            {typed && data.more && <span className="quiet option-more">{data.more}</span>}
          </span>
        )}
        onOpenChange={(open) => open || setTyped('')}
        onChange={(next) => onChange(next ?? undefined)}
      />
      {!value && suggested.length > 0 && (
        <div className="suggest-items">
          <span className="hint">是不是：</span>
          {suggested.map((item) => (
            <Button key={item.code} size="small" onClick={() => onChange(item.code)}>
              {item.name}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}
