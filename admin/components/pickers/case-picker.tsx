/** Picks a case: those nearby first, of these the ones about the same item; any other by its number or words. */
import { useQueryClient } from '@tanstack/react-query';
import { useContext } from 'react';
import { stateRow } from '../../../shared/case-flow.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { CaseView } from '../../../shared/views.js';
import { caseKey, useCases } from '../../lib/cases.js';
import { itemName, whereOf } from '../../lib/words.js';
import { HelpContext } from '../fields/help.js';
import type { FieldOf, InputProps } from '../fields/input-props.js';
import { RemoteSelect } from './remote-select.js';

export function CasePicker(p: InputProps<FieldOf<'ref'>, string>) {
  const { nearCase } = useContext(HelpContext);
  const client = useQueryClient();
  const item = nearCase && client.getQueryData<CaseView>(caseKey(nearCase))?.item;
  const useOptions = (typed: string, open: boolean) => {
    const near = !typed && nearCase ? { near: nearCase } : {};
    const { data, isFetching } = useCases({ open: true, size: 20, ...(typed ? { q: typed } : {}), ...near }, open);
    const others = (data?.rows ?? []).filter((row) => row.id !== nearCase);
    const options = [...others.filter((r) => r.item === item), ...others.filter((r) => r.item !== item)].map((row) => ({
      value: row.id,
      label: `${sayCaseNumber(row.number)} ${itemName(row.item)}`,
      more: `${stateRow(row.state).label} · ${whereOf(row)} · ${row.words}`,
    }));
    return { options, busy: isFetching };
  };
  return (
    <>
      <RemoteSelect
        id={p.id}
        value={p.value}
        onChange={p.onChange}
        autoFocus={p.autoFocus}
        invalid={p.invalid}
        describedBy={p.describedBy}
        useOptions={useOptions}
        placeholder="输入编号或内容查找"
        nothing="没有找到未结的事件，请输入编号"
      />
      {nearCase && <p className="hint">打开时先列出附近未结的事件，同一事项的在前。</p>}
    </>
  );
}
