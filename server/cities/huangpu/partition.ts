// Joins neighbouring pieces into a given number of regions: in one piece each, compact, of like size, along large streets.
import { areaOf, metres } from './blocks.js';
import type { Face, Vertex } from './planar.js';
import { chance } from './seeded.js';

export interface Piece {
  faces: Face[];
  /** What is to be alike between regions: area, or a count. */
  size: number;
}
interface Border {
  length: number;
  barrier: number;
}

/** What a region costs: its size off the mean, its shape, and the small streets along which it was cut. */
const COST = { size: 3, shape: 0.8, barrier: 1 };

/**
 * The region of each piece, 0 … count − 1. First the smallest region is joined to its best neighbour until `count` are
 * left, then pieces at a border change sides while that lowers the cost (annealing with a fixed seed).
 */
export function partition(
  pieces: readonly Piece[],
  count: number,
  barrier: (a: Vertex, b: Vertex) => number,
): number[] {
  const borders = bordersOf(pieces, barrier);
  const outer = pieces.map(
    (piece, i) =>
      sum(edgesOf(piece).map(([a, b]) => metres(a, b))) - sum([...borders[i].values()].map((b) => b.length)),
  );
  const target = sum(pieces.map((piece) => piece.size)) / count;
  const areas = pieces.map((piece) => sum(piece.faces.map(areaOf)));
  const region = pieces.map((_, i) => i);

  const costOf = (members: readonly number[]): number => {
    if (members.length === 0) return 1e6;
    const own = new Set(members);
    let edge = sum(members.map((i) => outer[i]));
    let area = 0;
    let small = 0;
    for (const i of members) {
      area += areas[i];
      for (const [j, border] of borders[i]) {
        if (own.has(j)) continue;
        edge += border.length;
        small += border.length * (4 - border.barrier);
      }
    }
    const off = sum(members.map((i) => pieces[i].size)) / target - 1;
    const shape = edge ** 2 / (16 * area) - 1;
    return COST.size * off ** 2 + COST.shape * shape + (COST.barrier * small) / (4 * edge);
  };
  const membersOf = (r: number) => region.flatMap((own, i) => (own === r ? [i] : []));

  const alive = new Set(region);
  while (alive.size > count) {
    const groups = [...alive].map((r) => ({ r, members: membersOf(r) }));
    const size = (members: number[]) => sum(members.map((i) => pieces[i].size));
    const least = groups.reduce((a, b) => (size(b.members) < size(a.members) ? b : a));
    const next = new Set(least.members.flatMap((i) => [...borders[i].keys()].map((j) => region[j])));
    next.delete(least.r);
    const costs = groups
      .filter((group) => next.has(group.r))
      .map((group) => ({ group, rise: costOf([...group.members, ...least.members]) - costOf(group.members) }));
    const best = costs.reduce((a, b) => (b.rise < a.rise ? b : a)).group;
    for (const i of least.members) region[i] = best.r;
    alive.delete(least.r);
  }

  anneal();
  const order = [...new Set(region)];
  return region.map((r) => order.indexOf(r));

  function anneal(): void {
    const dice = chance(310101);
    const rounds = 60_000;
    for (let round = 0; round < rounds; round++) {
      const i = dice.between(0, pieces.length - 1);
      const there = dice.pick([...borders[i].keys()]);
      const [a, b] = [region[i], region[there]];
      if (a === b) continue;
      const rest = membersOf(a).filter((m) => m !== i);
      if (rest.length === 0 || !isOnePiece(rest)) continue;
      const goal = membersOf(b);
      const rise = costOf(rest) + costOf([...goal, i]) - costOf([...rest, i]) - costOf(goal);
      const heat = 0.5 * (1 - round / rounds) ** 2;
      if (rise < 0 || (heat > 0 && dice.next() < Math.exp(-rise / heat))) region[i] = b;
    }
  }

  function isOnePiece(members: number[]): boolean {
    const open = new Set(members);
    const way = [members[0]];
    open.delete(members[0]);
    for (let i = way.pop(); i !== undefined; i = way.pop()) {
      for (const j of borders[i].keys()) if (open.delete(j)) way.push(j);
    }
    return open.size === 0;
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

const edgesOf = ({ faces }: Piece) =>
  faces.flat().flatMap((ring) => ring.map((v, i) => [v, ring[(i + 1) % ring.length]] as const));

function bordersOf(pieces: readonly Piece[], barrier: (a: Vertex, b: Vertex) => number): Array<Map<number, Border>> {
  const owner = new Map<string, number>();
  const edges = pieces.map(edgesOf);
  edges.forEach((list, i) => {
    for (const [a, b] of list) owner.set(`${a} ${b}`, i);
  });
  return edges.map((list) => {
    const borders = new Map<number, Border>();
    for (const [a, b] of list) {
      const j = owner.get(`${b} ${a}`);
      if (j === undefined) continue;
      const old = borders.get(j) ?? { length: 0, barrier: 0 };
      const length = metres(a, b);
      const total = old.length + length;
      borders.set(j, { length: total, barrier: (old.barrier * old.length + barrier(a, b) * length) / total });
    }
    return borders;
  });
}
