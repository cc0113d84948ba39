/** The head of a column: sorts by a press, widens by dragging its edge; a double click gives the first width back. */
import type { PointerEvent } from 'react';

interface Props {
  title: string;
  align: 'right' | undefined;
  width: number;
  /** `undefined`: as it was at first. */
  onWidth: (width: number | undefined) => void;
  sorts: readonly string[] | undefined;
  sort: string | undefined;
  onSort: ((sort: string | undefined) => void) | undefined;
}

export function ColumnHead({ title, align, width, onWidth, sorts, sort, onSort }: Props) {
  const at = sort === undefined ? -1 : (sorts?.indexOf(sort) ?? -1);
  const down = at >= 0 && sort?.startsWith('-') === true;
  const up = at >= 0 && !down;
  const drag = (e: PointerEvent<HTMLSpanElement>) => {
    const from = e.clientX;
    const handle = e.currentTarget;
    handle.setPointerCapture(e.pointerId);
    handle.onpointermove = (move) => onWidth(Math.max(48, Math.round(width + move.clientX - from)));
    handle.onpointerup = () => {
      handle.onpointermove = null;
    };
  };
  return (
    <th className={align} aria-sort={up ? 'ascending' : down ? 'descending' : undefined}>
      {sorts && onSort ? (
        <button type="button" className="sorter" onClick={() => onSort(sorts[at + 1])}>
          {title}
          <span aria-hidden="true">{up ? '↑' : down ? '↓' : '↕'}</span>
        </button>
      ) : (
        title
      )}
      <span className="resize" aria-hidden="true" onPointerDown={drag} onDoubleClick={() => onWidth(undefined)} />
    </th>
  );
}
