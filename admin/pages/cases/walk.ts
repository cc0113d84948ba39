/**
 * The way through a list, case by case: the order as it was when it was seen last. A case that left the list by what
 * was done to it keeps its place in the walk, so that "next" goes on from there and "previous" shows it again.
 */
import { useRef } from 'react';
import { stringifySearch } from '../../lib/address.js';
import { asQuery, type CaseFilter, nextCase, useCases } from '../../lib/cases.js';

export interface Walk {
  /** 1 is the first of the whole list; undefined when the case was opened from elsewhere. */
  at: number | undefined;
  total: { n: number; more: boolean } | undefined;
  previous: string | undefined;
  /** The following case as the list is now, not one that was passed; null when nothing follows. */
  next: () => Promise<string | null>;
  /** Where the list's cursor belongs: the case, or, when it left the list, what follows it there. */
  cursor: string | undefined;
}

interface Seen {
  list: string;
  ids: string[];
  /** Of those that came after the page: where they stood. */
  beyond: Map<string, number>;
  /** How many stand on the pages before. */
  before: number;
  total: { n: number; more: boolean };
}

/** @param id the case that is open, undefined while the list alone is seen */
export function useWalk(filter: CaseFilter, id: string | undefined): Walk {
  const { data, isPlaceholderData } = useCases(filter);
  const list = stringifySearch(asQuery(filter));
  const seen = useRef<Seen>(undefined);
  const last = useRef<string>(undefined);
  if (id) last.current = id;
  const fresh = data?.rows.map((row) => row.id) ?? [];
  if (data && !isPlaceholderData && (!id || seen.current?.list !== list)) {
    if (!id && seen.current?.list === list) last.current = cursorOf(seen.current.ids, fresh, last.current);
    seen.current = {
      list,
      ids: fresh,
      beyond: new Map(),
      before: (data.page - 1) * data.size,
      total: { n: data.total, more: data.more },
    };
  }
  const order = seen.current?.ids ?? [];
  const before = seen.current?.before ?? 0;
  const at = id ? order.indexOf(id) : -1;
  const next = async () => {
    if (!id) return null;
    const place = seen.current?.beyond.get(id) ?? (at < 0 ? 0 : before + standing(order, fresh, id));
    const found = await nextCase(filter, place, at < 0 ? [id] : order.slice(0, at + 1));
    if (found.id && at >= 0 && !order.includes(found.id)) {
      order.splice(at + 1, 0, found.id);
      seen.current?.beyond.set(found.id, found.at ?? 0);
    }
    return found.id;
  };
  return {
    at: at < 0 ? undefined : before + at + 1,
    total: seen.current?.total,
    previous: at > 0 ? order[at - 1] : undefined,
    next,
    cursor: cursorOf(order, fresh, last.current),
  };
}

/** Where on its page one goes on from a case: at the case itself, or, when it left, behind what was passed before it. */
export function standing(order: readonly string[], fresh: readonly string[], id: string): number {
  const own = fresh.indexOf(id);
  if (own >= 0) return own;
  const passed = order.slice(0, Math.max(order.indexOf(id), 0));
  return 1 + Math.max(-1, ...passed.map((other) => fresh.indexOf(other)));
}

/** The case itself, else the first of those after it, else the last of those before it, that are in the list. */
export function cursorOf(order: readonly string[], fresh: readonly string[], last: string | undefined) {
  if (last === undefined) return undefined;
  const at = order.indexOf(last);
  const after = at < 0 ? [last] : order.slice(at);
  return [...after, ...order.slice(0, Math.max(at, 0)).reverse()].find((id) => fresh.includes(id));
}
