/** The one list: pages and sorts on the server, keeps its column widths, moves by keyboard. Rows are 40 px. */
import { Checkbox, Pagination } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { sayCount } from '../../shared/say.js';
import { PAGE_SIZES, type Page } from '../../shared/views.js';
import { useKept } from '../lib/kept.js';
import { type Key, useKeys } from '../lib/keys.js';
import { ColumnHead } from './column-head.js';
import { Empty, ErrorState, Loading } from './states.js';
import './data-table.css';

export interface Column<T> {
  key: string;
  title: string;
  /** Px, until somebody drags it. */
  width: number;
  cell: (row: T) => ReactNode;
  align?: 'right';
  /** Words of the API's `sort` that this column goes through, one after the other; a minus is descending. */
  sorts?: readonly string[];
}

interface Props<T> {
  /** Under this name the widths are kept. */
  name: string;
  /** 件, 人, 个 … for the total. */
  unit: string;
  columns: readonly Column<T>[];
  idOf: (row: T) => string;
  data: Page<T> | undefined;
  error: Error | null;
  busy: boolean;
  onRetry: () => void;
  empty: { title: string; words?: ReactNode; children?: ReactNode };
  /** Absent: the first page is all there is to see. */
  onPage?: (page: number, size: number) => void;
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
  /** The row where the keys begin. */
  start?: string | undefined;
  /** The row that is open elsewhere on the page. */
  opened?: string | undefined;
  onOpen?: (row: T) => void;
  /** Opens already while j and k move, as a list beside its case does. */
  openOnMove?: boolean;
  ticked?: { has: (id: string) => boolean };
  /** These rows are to be ticked, or not any more; what is ticked on other pages stays. */
  onTick?: (rows: readonly T[], ticked: boolean) => void;
  /** Rows that changed a moment ago. */
  marked?: ReadonlySet<string>;
  /** More keys that do something to the row where one is. */
  rowKeys?: { [K in Key]?: (row: T) => void };
}

export function DataTable<T>(props: Props<T>) {
  const { name, unit, columns, idOf, data, error, busy, onRetry, empty, onPage, sort, onSort } = props;
  const { start, opened, onOpen, openOnMove, ticked, onTick, marked, rowKeys = {} } = props;
  const [widths, keepWidths] = useKept<Record<string, number>>(`columns.${name}`, {});
  const [chosen, setCursor] = useState<string>();
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = data?.rows ?? [];
  const lastAt = useRef(-1);
  const wanted = opened ?? chosen ?? start;
  const found = rows.findIndex((r) => idOf(r) === wanted);
  if (found >= 0) lastAt.current = found;
  // A row that left the list leaves the cursor where it stood, on the row that came up.
  const stayed = chosen !== undefined && rows.length > 0 ? rows[Math.min(lastAt.current, rows.length - 1)] : undefined;
  const current = found >= 0 || opened ? wanted : stayed && idOf(stayed);

  const move = (by: number) => {
    const at = rows.findIndex((r) => idOf(r) === current);
    // What is open may have left the list: the row after it stands in its place now.
    const from =
      at >= 0 ? at + by : lastAt.current >= 0 ? lastAt.current + Math.min(by, 0) : by > 0 ? 0 : rows.length - 1;
    const row = rows[Math.min(rows.length - 1, Math.max(0, from))];
    if (!row) return;
    setCursor(idOf(row));
    if (openOnMove) onOpen?.(row);
  };
  const tick = (row: T) => onTick?.([row], !ticked?.has(idOf(row)));
  const allTicked = rows.length > 0 && rows.every((r) => ticked?.has(idOf(r)));
  const turn = (by: number) => {
    const page = (data?.page ?? 1) + by;
    return onPage && data && page >= 1 && page <= Math.ceil(data.total / data.size)
      ? () => onPage(page, data.size)
      : undefined;
  };
  const currentRow = rows.find((r) => idOf(r) === current);
  const more = currentRow ? Object.entries(rowKeys).map(([key, does]) => [key, () => does(currentRow)] as const) : [];
  useKeys({
    '[': turn(-1),
    ']': turn(1),
    X: onTick && rows.length > 0 ? () => onTick(rows, !allTicked) : undefined,
    ...(onOpen && {
      j: () => move(1),
      k: () => move(-1),
      Enter: currentRow && !opened ? () => onOpen(currentRow) : undefined,
      x: currentRow && onTick ? () => tick(currentRow) : undefined,
      ...Object.fromEntries(more),
    }),
  });
  useEffect(() => {
    lastAt.current = -1;
    setCursor(undefined);
  }, [data?.page]);
  useEffect(() => {
    if (current) body.current?.querySelector('[data-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  if (error && !data) return <ErrorState error={error} onRetry={onRetry} />;
  if (!data) return <Loading />;
  const widthOf = (c: Column<T>) => widths[c.key] ?? c.width;
  const total = columns.reduce((sum, c) => sum + widthOf(c), onTick ? 40 : 0);

  return (
    <div className="list" aria-busy={busy}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className="list-scroll" tabIndex={0} aria-label="列表，可以滚动">
        {rows.length === 0 ? (
          <Empty {...empty} />
        ) : (
          <table style={{ width: total }}>
            <colgroup>
              {onTick && <col style={{ width: 40 }} />}
              {columns.map((c) => (
                <col key={c.key} style={{ width: widthOf(c) }} />
              ))}
            </colgroup>
            <thead>
              <tr>
                {onTick && (
                  <th className="tick">
                    <Checkbox
                      aria-label="全选本页"
                      checked={allTicked}
                      indeterminate={!allTicked && rows.some((r) => ticked?.has(idOf(r)))}
                      onChange={() => onTick(rows, !allTicked)}
                    />
                  </th>
                )}
                {columns.map((c) => (
                  <ColumnHead
                    key={c.key}
                    title={c.title}
                    align={c.align}
                    width={widthOf(c)}
                    onWidth={(w) => keepWidths({ ...widths, [c.key]: w ?? c.width })}
                    sorts={c.sorts}
                    sort={sort}
                    onSort={onSort}
                  />
                ))}
              </tr>
            </thead>
            <tbody ref={body}>
              {rows.map((row) => {
                const id = idOf(row);
                return (
                  <tr
                    key={id}
                    data-current={id === current}
                    data-fresh={marked?.has(id) ?? false}
                    className={onOpen ? 'opens' : undefined}
                    onClick={(e) => {
                      if ((e.target as HTMLElement).closest('a, button, label, input')) return;
                      setCursor(id);
                      onOpen?.(row);
                    }}
                  >
                    {onTick && (
                      <td className="tick">
                        <Checkbox aria-label="勾选" checked={ticked?.has(id) ?? false} onChange={() => tick(row)} />
                      </td>
                    )}
                    {columns.map((c) => {
                      const cell = c.cell(row);
                      // What is cut off can be read on hover.
                      return (
                        <td key={c.key} className={c.align} {...(typeof cell === 'string' ? { title: cell } : {})}>
                          {cell}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </section>
      {onPage && (
        <footer className="list-foot">
          <span className="quiet">
            共 {sayCount(data.total, data.more)} {unit}
          </span>
          <Pagination
            size="small"
            current={data.page}
            pageSize={data.size}
            total={data.total}
            showSizeChanger
            showLessItems
            pageSizeOptions={[...PAGE_SIZES]}
            onChange={onPage}
          />
        </footer>
      )}
    </div>
  );
}
