/** Picks one of the tasks of the case that the form is about: there are never many. */
import { Select } from 'antd';
import { useContext } from 'react';
import { taskKinds } from '../../../shared/case-office.js';
import { HelpContext } from '../fields/help.js';
import type { FieldOf, InputProps } from '../fields/input-props.js';

export function TaskPicker(p: InputProps<FieldOf<'ref'>, string>) {
  const { tasks = [] } = useContext(HelpContext);
  return (
    <Select
      id={p.id}
      className="fill"
      autoFocus={p.autoFocus}
      {...(p.invalid ? { status: 'error' as const } : {})}
      aria-describedby={p.describedBy}
      value={p.value ?? null}
      placeholder="选择一项"
      notFoundContent="没有等本单位的任务"
      options={tasks.map((t) => ({
        value: t.id,
        label: `${taskKinds[t.kind]} · ${t.unit.name}：${t.words}`,
        title: t.words,
      }))}
      onChange={(v) => p.onChange(v)}
    />
  );
}
