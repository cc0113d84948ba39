/** A picture's print: 64 bits that stay nearly the same when it is scaled or encoded anew (difference hash). */

/** Grey pixels that a print is made of: 9 wide, 8 high. */
export const PRINT_SIZE = { width: 9, height: 8 } as const;
/** Below this spread of grey a picture shows nothing: every black photo would look like every other. */
const LEAST_SPREAD = 12;

/**
 * Each bit says whether a pixel is brighter than its right neighbour.
 * @param grey 72 bytes, row by row
 * @returns 16 hexadecimal digits, or null for a picture that shows nothing
 */
export function printOf(grey: Uint8Array): string | null {
  if (Math.max(...grey) - Math.min(...grey) < LEAST_SPREAD) return null;
  let print = '';
  for (let y = 0; y < PRINT_SIZE.height; y++) {
    let row = 0;
    for (let x = 0; x < PRINT_SIZE.width - 1; x++) {
      const here = y * PRINT_SIZE.width + x;
      row = row * 2 + (grey[here] > grey[here + 1] ? 1 : 0);
    }
    print += row.toString(16).padStart(2, '0');
  }
  return print;
}

/** In how many of 64 bits two prints differ. */
export function printDistance(a: string, b: string): number {
  let differing = 0;
  for (let i = 0; i < a.length; i++) {
    let bits = Number.parseInt(a[i], 16) ^ Number.parseInt(b[i], 16);
    for (; bits > 0; bits >>= 1) differing += bits & 1;
  }
  return differing;
}

/** The four quarters of a print with their place: two prints that differ in at most 3 bits share at least one. */
export const bandsOf = (print: string): string[] => [0, 1, 2, 3].map((n) => `${n}${print.slice(n * 4, n * 4 + 4)}`);
