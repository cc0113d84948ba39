/** The index of boxes finds exactly what a look at every box finds, however the boxes lie. */
import fc from 'fast-check';
import { type Box, BoxIndex, NOWHERE } from './box-index.js';

const meets = (a: Box, b: Box) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
const sorted = (hits: Uint32Array, found: number) => [...hits.subarray(0, found)].sort((a, b) => a - b);

/** Few distinct numbers, so that edges meet often; a crowd of tiny boxes, so that cells are nested; boxes far away. */
const box = fc
  .tuple(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 40 }),
    fc.constantFrom(0, 1, 7, 60),
    fc.constantFrom(1, 0.001, 1000),
  )
  .map(([x, y, side, scale]): Box => [x * scale, y * scale, (x + side) * scale, (y + side / 2) * scale]);

function check(boxes: Box[], queries: Box[]) {
  const index = new BoxIndex(Float64Array.from(boxes.flat()));
  const hits = new Uint32Array(boxes.length);
  const among = (query: Box) => boxes.flatMap((each, i) => (meets(each, query) ? [i] : []));
  for (const query of queries) {
    const [x, y] = query;
    expect(sorted(hits, index.at(x, y, hits))).toEqual(among([x, y, x, y]));
    expect(sorted(hits, index.search(...query, hits))).toEqual(among(query));
  }
}

describe('box index', () => {
  it('finds the boxes that hold a point and those that meet a box', () => {
    fc.assert(fc.property(fc.array(box, { maxLength: 300 }), fc.array(box, { maxLength: 20 }), check));
  });

  it('stays right and small where many boxes crowd far from the others', () => {
    const crowd = Array.from({ length: 2000 }, (_, i): Box => [i % 50, i / 50, (i % 50) + 1, i / 50 + 1]);
    const far: Box[] = [[1e7, 1e7, 1e7 + 1, 1e7 + 1], [-1e7, 0, -1e7, 0], NOWHERE];
    check([...crowd, ...far], [...crowd.slice(0, 50), ...far, [0, 0, 20, 20]]);
  });

  it('holds boxes that all cover one another', () => {
    const layers = Array.from({ length: 3000 }, (_, i): Box => [-i, -i, i, i]);
    check(layers, [
      [0, 0, 0, 0],
      [2999, 2999, 4000, 4000],
      [5000, 0, 5001, 1],
    ]);
  });

  it('holds nothing, and one box without size', () => {
    check([], [[0, 0, 1, 1]]);
    check(
      [[3, 4, 3, 4]],
      [
        [3, 4, 3, 4],
        [3, 5, 3, 5],
        [0, 0, 9, 9],
      ],
    );
  });
});
