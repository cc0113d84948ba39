/** A made city for tests and measurements: a mesh of cells that share every point of their borders. */
import type { Polygon, Position } from 'geojson';

export interface Mesh {
  columns: number;
  rows: number;
  /** South-west corner, degrees. */
  origin: readonly [number, number];
  /** Side of a cell in degrees. */
  side: number;
  /** Points between two corners: at least, at most. */
  bends: readonly [number, number];
  /** Returns numbers in [0, 1); the same row of numbers makes the same city. */
  chance: () => number;
}

/** A small generator with a seed (mulberry32), so that every run sees the same city. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The cells row by row from the south-west, anticlockwise, without overlaps and gaps. */
export function meshOf({ columns, rows, origin, side, bends, chance }: Mesh): Polygon[] {
  const shake = (most: number) => (chance() - 0.5) * 2 * most * side;
  const grid = <T>(width: number, height: number, make: (column: number, row: number) => T): T[][] =>
    Array.from({ length: height }, (_, row) => Array.from({ length: width }, (_, column) => make(column, row)));
  const corners = grid(
    columns + 1,
    rows + 1,
    (column, row): Position => [origin[0] + column * side + shake(0.2), origin[1] + row * side + shake(0.2)],
  );
  /** From one corner to another, the other left out; bends stray less than corners so that lines never cross. */
  const line = ([ax, ay]: Position, [bx, by]: Position): Position[] => {
    const count = bends[0] + Math.floor(chance() * (bends[1] - bends[0] + 1));
    const between = Array.from({ length: count }, (_, i): Position => {
      const part = (i + 1) / (count + 1);
      return [ax + (bx - ax) * part + shake(0.02), ay + (by - ay) * part + shake(0.02)];
    });
    return [[ax, ay], ...between];
  };
  const along = grid(columns, rows + 1, (c, r) => line(corners[r][c], corners[r][c + 1]));
  const up = grid(columns + 1, rows, (c, r) => line(corners[r][c], corners[r + 1][c]));
  const back = (points: Position[], end: Position) => [end, ...points.slice(1).reverse()];
  return grid(columns, rows, (c, r): Polygon => {
    const ring = [
      ...along[r][c],
      ...up[r][c + 1],
      ...back(along[r + 1][c], corners[r + 1][c + 1]),
      ...back(up[r][c], corners[r + 1][c]),
    ];
    return { type: 'Polygon', coordinates: [[...ring, ring[0]]] };
  }).flat();
}
