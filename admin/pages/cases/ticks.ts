/** The cases that are ticked, on whatever pages of the list: they outlive a case that is opened in between. */
import { App } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { CaseRow } from '../../../shared/views.js';
import { stringifySearch } from '../../lib/address.js';
import { asQuery, type CaseFilter, useCases } from '../../lib/cases.js';

export interface Ticks {
  rows: ReadonlyMap<string, CaseRow>;
  /** Adds these to what is ticked, or takes them out. */
  set: (rows: readonly CaseRow[], ticked: boolean) => void;
  clear: () => void;
}

/** They belong to a list: under other conditions nobody would see what is ticked. */
export function useTicks(filter: CaseFilter): Ticks {
  const { message } = App.useApp();
  const { data } = useCases(filter);
  const [rows, setRows] = useState<ReadonlyMap<string, CaseRow>>(new Map());
  const { page: _page, size: _size, sort: _sort, ...conditions } = filter;
  const list = stringifySearch(asQuery(conditions));
  const before = useRef(list);

  useEffect(() => {
    if (before.current === list) return;
    before.current = list;
    if (rows.size > 0) void message.info(`列表的条件变了，已取消勾选的 ${rows.size} 件`);
    setRows(new Map());
  }, [list, rows.size, message]);
  // What is on the page is known as it is now: its version, and what may be done with it.
  useEffect(() => {
    const seen = data?.rows ?? [];
    setRows((was) =>
      seen.some((row) => was.has(row.id) && was.get(row.id) !== row)
        ? new Map([...was].map(([id, row]) => [id, seen.find((one) => one.id === id) ?? row]))
        : was,
    );
  }, [data]);

  const set: Ticks['set'] = (some, ticked) =>
    setRows((was) => {
      const next = new Map(was);
      for (const row of some)
        if (ticked) next.set(row.id, row);
        else next.delete(row.id);
      return next;
    });
  return { rows, set, clear: () => setRows(new Map()) };
}
