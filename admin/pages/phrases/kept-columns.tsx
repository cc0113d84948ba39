/** What quick actions and templates have in common in their lists. */

import type { Column } from '../../components/data-table.js';
import { ToneTag } from '../../components/tags.js';

interface Kept {
  name: string;
  shared: boolean;
  by: string | null;
}
export interface ListFilter {
  q?: string;
  page?: number;
  size?: number;
}
export interface ListProps {
  filter: ListFilter;
  onChange: (change: { q?: string | undefined; page?: number; size?: number }) => void;
}

export const nameColumn: Column<Kept> = { key: 'name', title: '名称', width: 220, cell: (k) => <b>{k.name}</b> };
export const whoseColumn: Column<Kept> = {
  key: 'whose',
  title: '谁在用',
  width: 160,
  cell: (k) => (k.by ? `${k.by} 共享` : k.shared ? <ToneTag tone="active">与本单位共享</ToneTag> : '只有自己'),
};
