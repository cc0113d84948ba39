/** How like two descriptions are, and how far two places lie apart. */

/** Pairs of neighbouring characters; Chinese needs no words to be cut for it. */
function pairs(words: string): Set<string> {
  const plain = [...words.toLowerCase().replace(/[\s\p{P}]+/gu, '')];
  return new Set(plain.slice(1).map((c, i) => `${plain[i]}${c}`));
}

/** Share of the pairs of both that both have (Dice), 0 to 1. */
export function likeness(a: string, b: string): number {
  const [one, other] = [pairs(a), pairs(b)];
  if (one.size + other.size === 0) return 0;
  const both = [...one].filter((p) => other.has(p)).length;
  return (2 * both) / (one.size + other.size);
}

const METRES_PER_DEGREE = 111_320;

/** On a plane, which is exact enough for what lies around the corner. */
export function metresBetween(a: { lng: number; lat: number }, b: { lng: number; lat: number }): number {
  const east = (a.lng - b.lng) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(east, a.lat - b.lat) * METRES_PER_DEGREE;
}
export const degreesOf = (metres: number) => metres / METRES_PER_DEGREE;
