/** Sound cities are found sound, and a cell out of its place is found with its neighbours, its place and its size. */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import type { Polygon, Position } from 'geojson';
import { meshOf, seeded } from '../../test/mesh.js';
import { areaOf, metresPerLat, metresPerLng, type Shape } from './earth.js';
import { checkTopology, type Placed } from './topology.js';

const [LNG, LAT] = [121.4, 31.2];
const at = ([east, north]: readonly [number, number]): Position => [
  LNG + east / metresPerLng(LAT),
  LAT + north / metresPerLat(LAT),
];
const rectangle = (west: number, south: number, east: number, north: number): Position[] =>
  (
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ] as const
  ).map(at);
const polygon = (...coordinates: Position[][]): Polygon => ({ type: 'Polygon', coordinates });
const placed = (code: string, geometry: Shape, { parent = 'P' as string | null, feature = 1 } = {}): Placed => ({
  code,
  geometry,
  parent,
  feature,
});
const box = (code: string, west: number, south: number, east: number, north: number, more = {}) =>
  placed(code, polygon(rectangle(west, south, east, north)), more);

const A = box('A', 0, 0, 100, 100);
const B = box('B', 100, 0, 200, 100);

describe('outlines under one place', () => {
  it('that share their borders are sound, also where one has more points on them', () => {
    const corners = rectangle(100, 0, 200, 100);
    const more = placed('B', polygon([...corners.slice(0, 4), at([100, 40]), corners[4]]));
    expect(checkTopology([A, B])).toEqual([]);
    expect(checkTopology([A, more])).toEqual([]);
  });

  it('that overlap are told with both codes, place and area', () => {
    const [fault, ...others] = checkTopology([A, box('B', 90, 0, 200, 100, { feature: 2 })]);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({
      kind: 'overlap',
      feature: 1,
      code: 'A',
      other: 'B',
      reason: '与 B 重叠约 1000 平方米',
    });
    expect(fault.area).toBeCloseTo(1000, 0);
    expect(fault.at?.[0]).toBeCloseTo(at([95, 50])[0], 6);
    expect(fault.at?.[1]).toBeCloseTo(at([95, 50])[1], 6);
  });

  it.each([
    ['crosses like a plus', box('B', -50, 40, 150, 60)],
    ['is the same', box('B', 0, 0, 100, 100)],
    ['lies within', box('B', 20, 20, 80, 80)],
    [
      'is cut from it corner to corner',
      placed(
        'B',
        polygon(
          [
            [0, 0],
            [100, 0],
            [100, 100],
            [0, 0],
          ].map((p) => at(p as [number, number])),
        ),
      ),
    ],
    [
      'is a part of it and lies elsewhere too',
      placed('B', { type: 'MultiPolygon', coordinates: [[rectangle(0, 0, 100, 100)], [rectangle(500, 0, 600, 100)]] }),
    ],
  ])('are told when the other %s', (_how, other) => {
    expect(checkTopology([A, other], { allowGaps: true })).toMatchObject([{ kind: 'overlap', code: 'A', other: 'B' }]);
  });

  it('are not told for what fills a hole, nor for what lies under another place', () => {
    const ringed = placed('R', polygon(rectangle(0, 0, 300, 300), rectangle(100, 100, 200, 200)));
    expect(checkTopology([ringed, box('H', 100, 100, 200, 200)])).toEqual([]);
    expect(checkTopology([A, box('B', 50, 0, 150, 100, { parent: 'Q' })])).toEqual([]);
  });

  it('that leave a gap are told with those beside it, place and area', () => {
    const ringed = placed('R', polygon(rectangle(0, 0, 300, 300), rectangle(100, 100, 200, 200)));
    const [fault, ...others] = checkTopology([ringed, box('H', 100, 100, 180, 200, { feature: 2 })]);
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ kind: 'gap', code: 'R', other: 'H', reason: '与 H 之间有约 2000 平方米的空隙' });
    expect(fault.area).toBeCloseTo(2000, 0);
    expect(fault.at?.[0]).toBeCloseTo(at([190, 150])[0], 6);
  });

  it('leave a gap where they do not cover the place above', () => {
    const parentShape = () => polygon(rectangle(0, 0, 200, 150));
    expect(checkTopology([A, B], { parentShape })).toMatchObject([{ kind: 'gap', area: expect.closeTo(10_000, -1) }]);
    expect(checkTopology([A, B], { parentShape: () => polygon(rectangle(0, 0, 200, 100)) })).toEqual([]);
  });

  it('are forgiven slivers that are smaller than 50 m² or narrower than 1 m', () => {
    expect(checkTopology([A, box('B', 99.1, 0, 200, 100)])).toEqual([]);
    expect(checkTopology([A, box('B', 98.9, 0, 200, 100)])).toMatchObject([{ kind: 'overlap' }]);
    expect(checkTopology([A, box('B', 93, 0, 200, 7)])).toEqual([]);
    expect(checkTopology([A, box('B', 92, 0, 200, 7)])).toMatchObject([{ kind: 'overlap' }]);
    expect(checkTopology([A, box('B', 99.1, 0, 200, 100)], { tolerance: { area: 50, width: 0.5 } })).toHaveLength(1);
  });

  it('are judged by the widest place of a sliver, not by its average', () => {
    // 200 m long: a wedge that is 1.4 m wide at its end, and a strip of 0.9 m with a knob of 3 m.
    const wedge = (end: number) =>
      placed('B', polygon([at([100, 0]), at([300, 0]), at([300, 200]), at([100 - end, 200]), at([100, 0])]));
    const long = box('A', 0, 0, 100, 200);
    expect(checkTopology([long, wedge(1.4)], { allowGaps: true })).toMatchObject([{ kind: 'overlap' }]);
    expect(checkTopology([long, wedge(0.9)], { allowGaps: true })).toEqual([]);
    const strip = [
      at([99.1, 0]),
      at([300, 0]),
      at([300, 200]),
      at([99.1, 200]),
      at([99.1, 103]),
      at([97, 103]),
      at([97, 100]),
      at([99.1, 100]),
      at([99.1, 0]),
    ];
    expect(checkTopology([long, placed('B', polygon(strip))], { allowGaps: true })).toMatchObject([
      { kind: 'overlap' },
    ]);
  });

  it('are told of gaps that the file makes, not of old ones elsewhere', () => {
    const parentShape = () => polygon(rectangle(0, 0, 500, 100));
    const old = { feature: 0 };
    // Between 200 and 300 nobody is, and was nobody before.
    const there = [box('A', 0, 0, 100, 100, old), box('D', 300, 0, 400, 100, old)];
    const far = box('E', 400, 0, 500, 100);
    expect(checkTopology([...there, box('B', 100, 0, 200, 100, old), far], { parentShape })).toEqual([]);
    expect(checkTopology([...there, B, far], { parentShape })).toMatchObject([{ kind: 'gap', code: 'B' }]);
    // B goes elsewhere, and leaves its ground to nobody.
    const moved = box('B', 410, 0, 500, 100);
    const before = [B.geometry];
    expect(
      checkTopology([...there, moved], { parentShape, before }).map(({ kind, area }) => [
        kind,
        Math.round(area! / 100),
      ]),
    ).toEqual([
      ['gap', 200],
      ['gap', 10],
    ]);
    // A file that brings all of them answers for all.
    expect(checkTopology([A, far], { parentShape })).toMatchObject([{ kind: 'gap' }]);
  });

  it('lie within the place above, whose holes are not theirs', () => {
    const parentShape = () => polygon(rectangle(0, 0, 200, 100), rectangle(40, 40, 60, 60));
    const own = { allowGaps: true, parentShape };
    expect(checkTopology([B], own)).toEqual([]);
    expect(checkTopology([box('B', 100, 0, 210, 100)], own)).toMatchObject([
      { kind: 'outside-parent', code: 'B', area: expect.closeTo(1000, 0), reason: '有约 1000 平方米在上级 P 之外' },
    ]);
    expect(checkTopology([A], own)).toMatchObject([{ kind: 'outside-parent', area: expect.closeTo(400, 0) }]);
    expect(checkTopology([box('B', 100, 0, 200.5, 100)], own)).toEqual([]);
    expect(checkTopology([box('B', 300, 0, 400, 100)], own)).toMatchObject([{ kind: 'outside-parent' }]);
    expect(checkTopology([box('B', 100, 0, 210, 100, { feature: 0 })], own)).toEqual([]);
    expect(checkTopology([A], { ...own, allowOverlaps: true })).toEqual([]);
  });

  it('are not compared where that is switched off, or where both were there before', () => {
    const ringed = placed('R', polygon(rectangle(0, 0, 300, 300), rectangle(100, 100, 200, 200)));
    const across = box('X', 50, 0, 90, 300, { feature: 0 });
    expect(checkTopology([ringed, across], { allowOverlaps: true, allowGaps: true })).toEqual([]);
    expect(checkTopology([ringed, across], { allowOverlaps: true })).toMatchObject([{ kind: 'gap' }]);
    expect(checkTopology([{ ...ringed, feature: 0 }, across], { allowGaps: true })).toEqual([]);
    expect(checkTopology([across, ringed], { allowGaps: true })).toMatchObject([{ code: 'R', other: 'X', feature: 1 }]);
  });

  it('tell how far the work is', () => {
    const steps: [number, number][] = [];
    checkTopology([A, B, box('C', 0, 0, 10, 10, { parent: null })], { progress: (...step) => steps.push(step) });
    expect(steps).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });
});

describe('made cities', () => {
  const cities = fc.record({
    seed: fc.integer(),
    columns: fc.integer({ min: 3, max: 5 }),
    rows: fc.integer({ min: 3, max: 5 }),
  });
  const cellsOf = ({ seed, columns, rows }: { seed: number; columns: number; rows: number }) =>
    meshOf({ columns, rows, origin: [LNG, LAT], side: 0.003, bends: [0, 10], chance: seeded(seed) }).map((cell, i) =>
      placed(`G${i}`, cell, { feature: i + 1 }),
    );

  it('are sound', () => {
    fc.assert(
      fc.property(cities, (city) => expect(checkTopology(cellsOf(city))).toEqual([])),
      { numRuns: 30 },
    );
  });

  it('show an overlap and a gap where a cell inside is shifted, each with that cell', () => {
    fc.assert(
      fc.property(cities, fc.nat(), fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), (city, pick, direction) => {
        const cells = cellsOf(city);
        const [column, row] = [1 + (pick % (city.columns - 2)), 1 + (pick % (city.rows - 2))];
        const moved = cells[row * city.columns + column];
        const [dx, dy] = [0.0003 * Math.cos(direction), 0.0003 * Math.sin(direction)];
        const geometry = polygon(
          ...moved.geometry.coordinates.map((ring) => (ring as Position[]).map(([x, y]) => [x + dx, y + dy])),
        );
        const faults = checkTopology(cells.map((cell) => (cell === moved ? { ...moved, geometry } : cell)));
        const found = (kind: string) => faults.filter((fault) => fault.kind === kind);
        expect(found('overlap').length).toBeGreaterThan(0);
        expect(found('gap').length).toBeGreaterThan(0);
        for (const { code, other } of found('overlap')) expect([code, other]).toContain(moved.code);
        for (const gap of found('gap')) expect(booleanPointInPolygon(gap.at!, moved.geometry)).toBe(true);
        const sizes = (kind: string) => found(kind).reduce((sum, { area }) => sum + area!, 0);
        expect(sizes('overlap')).toBeLessThan(areaOf(geometry));
      }),
      { numRuns: 30 },
    );
  });
});
