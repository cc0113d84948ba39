/** The rules of routing, each shown by a small city, and all of them against a slow look at every grid. */
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import type { Polygon, Position } from 'geojson';
import type { Routed } from '../../../shared/places.js';
import { meshOf, seeded } from '../../test/mesh.js';
import { metresPerLat, metresPerLng, polygonsOf, type Shape, TOUCH } from './earth.js';
import { GridRouter, type GridShape, type Point } from './router.js';

const ORIGIN = [121.4, 31.2] as const;
const MX = metresPerLng(ORIGIN[1]);
const MY = metresPerLat(ORIGIN[1]);

/** A point so many metres east and north of the origin. */
const at = (east: number, north: number, accuracy?: number): Point => ({
  lng: ORIGIN[0] + east / MX,
  lat: ORIGIN[1] + north / MY,
  accuracy,
});
const position = ({ lng, lat }: Point): Position => [lng, lat];
const ring = (corners: readonly (readonly [number, number])[]) =>
  [...corners, corners[0]].map(([east, north]) => position(at(east, north)));
const rectangle = (west: number, south: number, east: number, north: number) =>
  ring([
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]);
const polygon = (...rings: Position[][]): Polygon => ({ type: 'Polygon', coordinates: rings });
const grid = (code: string, geometry: Shape, special = false): GridShape => ({ code, special, geometry });

const A = grid('A', polygon(rectangle(0, 0, 100, 100)));
const B = grid('B', polygon(rectangle(100, 0, 200, 100)));
const CAMPUS = grid('Z', polygon(rectangle(10, 10, 30, 30)), true);

/** All that an answer says, also what it finds out only when it is asked. */
const said = ({ code, how, special, nearBorder, distance, runnerUp, area }: Routed): Routed => ({
  code,
  how,
  special,
  nearBorder,
  distance,
  runnerUp,
  area,
});

describe('which grid owns a point', () => {
  it('is the grid that holds it, with the metres to its border', () => {
    const answer = new GridRouter([A, B]).at(at(40, 50));
    expect(answer).toMatchObject({
      code: 'A',
      how: 'inside',
      special: false,
      nearBorder: false,
      distance: expect.closeTo(40, 1),
      runnerUp: null,
      area: null,
    });
  });

  it('is on a shared border always the grid with the smaller code', () => {
    for (const grids of [
      [A, B],
      [B, A],
    ]) {
      expect(new GridRouter(grids).at(at(100, 33.3))).toMatchObject({
        code: 'A',
        how: 'border',
        runnerUp: 'B',
        nearBorder: true,
      });
    }
  });

  it('is a special grid before the base grid below it, which becomes the runner-up', () => {
    const router = new GridRouter([A, B, CAMPUS]);
    expect(router.at(at(20, 20))).toMatchObject({ code: 'Z', special: true, how: 'inside', runnerUp: 'A' });
    expect(router.at(at(30, 20))).toMatchObject({ code: 'Z', how: 'border', runnerUp: 'A' });
  });

  it('counts the border of a special grid as a border of the grid around it', () => {
    const router = new GridRouter([A, CAMPUS]);
    expect(router.at(at(34, 20, 10))).toMatchObject({
      code: 'A',
      nearBorder: true,
      runnerUp: 'Z',
      distance: expect.closeTo(4, 1),
    });
  });

  it('tells when the border is nearer than the accuracy, and who is beyond it', () => {
    const router = new GridRouter([A, B]);
    expect(router.at(at(92, 50, 10))).toMatchObject({ code: 'A', nearBorder: true, runnerUp: 'B' });
    expect(router.at(at(92, 50, 7))).toMatchObject({ code: 'A', nearBorder: false, runnerUp: null });
    expect(router.at(at(8, 50, 10))).toMatchObject({ code: 'A', nearBorder: true, runnerUp: null });
  });

  it('is for a point in no grid the nearest within 30 m, or within its accuracy up to 200 m', () => {
    const router = new GridRouter([A, B]);
    expect(router.at(at(-29, 50))).toMatchObject({
      code: 'A',
      how: 'nearest',
      distance: expect.closeTo(29, 1),
      runnerUp: 'B',
    });
    expect(router.at(at(-31, 50))).toMatchObject({ code: null, how: 'outside', runnerUp: 'A', distance: null });
    expect(router.at(at(-31, 50, 32))).toMatchObject({ code: 'A', how: 'nearest', nearBorder: true });
    expect(router.at(at(-199, 50, 5000))).toMatchObject({ code: 'A', how: 'nearest' });
    expect(router.at(at(-201, 50, 5000))).toMatchObject({ code: null, how: 'outside', runnerUp: null });
  });

  it('is where two grids are equally near the one with the smaller code', () => {
    for (const grids of [
      [A, B],
      [B, A],
    ]) {
      expect(new GridRouter(grids).at(at(100, -12))).toMatchObject({ code: 'A', how: 'nearest', runnerUp: 'B' });
    }
  });

  it('is nobody outside, but the smallest area that holds the point is told', () => {
    const city = { code: '31', geometry: polygon(rectangle(-5000, -5000, 5000, 5000)) };
    const county = { code: '3101', geometry: polygon(rectangle(-1000, -1000, 1000, 1000)) };
    const router = new GridRouter([A], { areas: [city, county] });
    expect(router.at(at(-500, 0))).toMatchObject({ code: null, how: 'outside', area: '3101' });
    expect(router.at(at(-2000, 0)).area).toBe('31');
    expect(router.at(at(-9000, 0)).area).toBeNull();
    expect(router.at(at(50, 50)).area).toBeNull();
  });

  it('is nobody for points that say nothing: 0,0, dummies of the city, numbers that are none, places off the earth', () => {
    const dummy = at(50, 50);
    const router = new GridRouter([A], { dummyPoints: [[dummy.lng, dummy.lat]] });
    const useless = [
      dummy,
      at(51, 51),
      { lng: 0, lat: 0 },
      { lng: NaN, lat: 31 },
      { lng: 121, lat: Infinity },
      { lng: 31, lat: 121 },
    ];
    for (const point of useless) expect(router.at(point)).toMatchObject({ code: null, how: 'unlocated', area: null });
    expect(router.at(at(60, 60)).code).toBe('A');
  });

  it('leaves out holes and knows all parts of a grid in several parts', () => {
    const ringed = grid('A', polygon(rectangle(0, 0, 500, 500), rectangle(100, 100, 400, 400)));
    const island = grid('B', {
      type: 'MultiPolygon',
      coordinates: [[rectangle(200, 200, 300, 300)], [rectangle(600, 0, 700, 100)]],
    });
    const router = new GridRouter([ringed, island]);
    expect(router.at(at(50, 250)).code).toBe('A');
    expect(router.at(at(250, 250)).code).toBe('B');
    expect(router.at(at(650, 50)).code).toBe('B');
    expect(router.at(at(150, 250))).toMatchObject({ how: 'outside', runnerUp: 'A' });
    expect(router.at(at(100, 250))).toMatchObject({ code: 'A', how: 'border' });
  });

  it('bears grids without points, without area, with doubled points and open rings, and accuracies that are none', () => {
    const open = polygon([
      ...A.geometry.coordinates[0].slice(0, 2),
      ...A.geometry.coordinates[0].slice(1, 4),
    ] as Position[]);
    const router = new GridRouter([
      grid('A', open),
      grid('X', polygon()),
      grid('Y', polygon([])),
      grid('Z', polygon([position(at(300, 0)), position(at(400, 0)), position(at(300, 0))])),
      grid('ZZ', polygon([position(at(500, 0))])),
    ]);
    expect(router.at(at(50, 50, NaN))).toMatchObject({ code: 'A', how: 'inside', nearBorder: false });
    expect(router.at(at(1, 50, -5))).toMatchObject({ code: 'A', nearBorder: false });
    expect(router.at(at(350, 0))).toMatchObject({ code: 'Z', how: 'border' });
    expect(new GridRouter([]).at(at(0, 0))).toMatchObject({ code: null, how: 'outside' });
  });
});

/** Metres from a point to the nearest of all edges, by the plainest means. */
function metresToBorder(point: Point, shape: Shape): number {
  const flat = ([lng, lat]: Position) => [
    (lng - point.lng) * metresPerLng(point.lat),
    (lat - point.lat) * metresPerLat(point.lat),
  ];
  let least = Infinity;
  for (const line of polygonsOf(shape).flat()) {
    for (let i = 1; i < line.length; i++) {
      const [[ax, ay], [bx, by]] = [flat(line[i - 1]), flat(line[i])];
      const part = Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
      least = Math.min(least, Math.hypot(ax + part * (bx - ax), ay + part * (by - ay)));
    }
  }
  return least;
}

const cities = fc
  .record({
    seed: fc.integer(),
    columns: fc.integer({ min: 1, max: 6 }),
    rows: fc.integer({ min: 1, max: 6 }),
    campus: fc.boolean(),
  })
  .map(({ seed, columns, rows, campus }) => {
    const chance = seeded(seed);
    const cells = meshOf({ columns, rows, origin: ORIGIN, side: 0.002, bends: [0, 12], chance });
    const grids = cells.map((cell, i) => grid(`G${String((i * 7) % 36).padStart(2, '0')}`, cell));
    const middle = polygon(rectangle(columns * 95 - 60, rows * 110 - 60, columns * 95 + 60, rows * 110 + 60));
    return campus ? [...grids, grid('A0', middle, true)] : grids;
  });
const points = fc
  .tuple(
    fc.double({ min: -0.3, max: 1.3, noNaN: true }),
    fc.double({ min: -0.3, max: 1.3, noNaN: true }),
    fc.integer({ min: 0, max: 300 }),
  )
  .map(([x, y, accuracy]) => at(x * 1140, y * 1330, accuracy));

describe('routing on made cities', () => {
  it('answers as a look at every grid does', () => {
    fc.assert(
      fc.property(cities, fc.array(points, { minLength: 1, maxLength: 30 }), (grids, asked) => {
        const router = new GridRouter(grids);
        const byRank = [...grids].sort((a, b) => Number(b.special) - Number(a.special) || (a.code < b.code ? -1 : 1));
        for (const point of asked) {
          const answer = router.at(point);
          const holders = byRank.filter(({ geometry }) => booleanPointInPolygon(position(point), geometry));
          const distances = byRank.map(({ geometry }) => metresToBorder(point, geometry));
          // A point on a border has a rule of its own, which the next test asks for.
          if (Math.min(...distances) < 2 * TOUCH) continue;
          if (holders.length > 0) {
            expect(answer.code).toBe(holders[0].code);
            const counts = byRank.map((each, i) =>
              each === holders[0] || (each.special && !holders[0].special) ? distances[i] : Infinity,
            );
            expect(answer.distance).toBeCloseTo(Math.min(...counts), 6);
            expect(answer.nearBorder).toBe(Math.min(...counts) < point.accuracy!);
            if (holders.length > 1) expect(answer.runnerUp).toBe(holders[1].code);
          } else {
            const least = Math.min(...distances);
            const isNear = least <= Math.min(Math.max(point.accuracy!, 30), 200);
            expect(answer).toMatchObject(
              isNear ? { how: 'nearest', distance: expect.closeTo(least, 6) } : { how: 'outside', code: null },
            );
          }
        }
      }),
    );
  });

  it('gives a point of a shared border to the smaller code of those who share it', () => {
    fc.assert(
      fc.property(cities, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (grids, pick, part) => {
        const base = grids.filter((each) => !each.special);
        const [[edges]] = polygonsOf(base[pick % base.length].geometry);
        const [[ax, ay], [bx, by]] = [edges[pick % (edges.length - 1)], edges[(pick % (edges.length - 1)) + 1]];
        const point = { lng: ax + part * (bx - ax), lat: ay + part * (by - ay) };
        const metres = base.map(({ code, geometry }) => ({ code, away: metresToBorder(point, geometry) }));
        // Just at the edge of touching either answer is right.
        fc.pre(metres.every(({ away }) => Math.abs(away - TOUCH) > TOUCH / 100));
        const sharing = metres.filter(({ away }) => away < TOUCH).map(({ code }) => code);
        expect(new GridRouter(base).at(point)).toMatchObject({ how: 'border', code: sharing.sort()[0] });
      }),
    );
  });

  it('does not depend on the order in which grids are given', () => {
    fc.assert(
      fc.property(cities, fc.array(points, { minLength: 1, maxLength: 20 }), fc.integer(), (grids, asked, seed) => {
        const chance = seeded(seed);
        const shuffled = grids
          .map((each) => ({ each, key: chance() }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const [one, other] = [new GridRouter(grids), new GridRouter(shuffled)];
        for (const point of asked) expect(said(other.at(point))).toEqual(said(one.at(point)));
      }),
    );
  });
});
