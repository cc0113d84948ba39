/** How deep a body is nested: the validators walk through it by recursion, and no form of ours is deep. */

const DEEPEST = 16;

/** Looks without recursion, and no further than needed. */
export function isTooDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return false;
}
