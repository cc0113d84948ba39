/** What an import may look like, and every reason for which one is refused. */
import type { Position } from 'geojson';
import type { FaultKind } from './faults.js';
import { type ReadOptions, readFeatures } from './geojson.js';

const OPTIONS: ReadOptions = { level: 'grid', code: 'code', name: 'name', parent: 'parent' };
const PARENT = '310101001001';

/** x, y, x, y … as a ring. */
const ring = <T>(...values: T[]): T[][] => values.flatMap((x, i) => (i % 2 === 0 ? [[x, values[i + 1]]] : []));
const square = (x = 121.4, y = 31.2, side = 0.01): Position[][] => [
  ring(x, y, x + side, y, x + side, y + side, x, y + side, x, y),
];
/** Corners in hundredths of a degree, so that shapes can be drawn with small numbers. */
const drawn = (...corners: number[]) => ring(...corners.map((value, i) => (i % 2 === 0 ? 121 : 31) + value / 100));
const feature = (properties: object | null, coordinates: unknown = square(), type = 'Polygon') => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});
const file = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const read = (text: string, options: Partial<ReadOptions> = {}) => readFeatures(text, { ...OPTIONS, ...options });
const named = (code: unknown, coordinates?: unknown) => feature({ code, name: '甲', parent: PARENT }, coordinates);

/** The one fault of an import of one feature with this outline. */
function faultOf(coordinates: unknown, type?: string) {
  const { features, faults } = read(file(feature({ code: '1', parent: PARENT }, coordinates, type)));
  expect(features).toEqual([]);
  expect(faults).toHaveLength(1);
  return faults[0];
}

describe('an import that can be taken', () => {
  it('gives outlines with code, name and parent', () => {
    const { features, faults } = read(file(named('310101001001001')));
    expect(faults).toEqual([]);
    const geometry = { type: 'Polygon', coordinates: square() };
    expect(features).toEqual([{ feature: 1, code: '310101001001001', name: '甲', parent: PARENT, geometry }]);
  });

  it('reads numbers as codes, a blank name as none, and the id of the feature for a code', () => {
    const { features, faults } = read(file(feature({ code: 7, name: ' ' }), { ...feature({}), id: 'a-8' }), {
      parent: undefined,
      under: 'X',
    });
    expect(features).toMatchObject([{ code: '7', name: null, parent: 'X' }]);
    expect(faults).toMatchObject([{ kind: 'no-code', feature: 2 }]);
    expect(read(file({ ...feature({}), id: 'a-8' }), { code: 'id', parent: undefined }).features).toMatchObject([
      { code: 'a-8', parent: null },
    ]);
  });

  it('closes rings, drops points that repeat and heights, takes parts, holes and a byte order mark', () => {
    const [whole] = square();
    const open = [
      whole.slice(0, 4).flatMap((point) => [
        [...point, 12],
        [...point, 12],
      ]),
    ];
    const hole = square(121.402, 31.202, 0.002)[0];
    const parts = feature({ code: 'B', parent: PARENT }, [[...square(), hole], square(121.5)], 'MultiPolygon');
    const { features, faults } = read(`\uFEFF${file(named('A', open), parts)}`);
    expect(faults).toEqual([]);
    expect(features[0].geometry.coordinates).toEqual(square());
    expect(features[1].geometry).toEqual(parts.geometry);
  });

  it('turns Chinese map coordinates into WGS-84', () => {
    const moved = read(file(named('A')), { datum: 'gcj02' }).features[0].geometry.coordinates[0][0] as Position;
    expect(moved[0]).toBeCloseTo(121.3955, 3);
    expect(moved[1]).toBeCloseTo(31.202, 3);
    expect(read(file(named('A')), { datum: 'bd09' }).features[0].geometry.coordinates[0][0]).not.toEqual(moved);
  });

  it('allows rings that touch themselves and holes that touch the border', () => {
    const waist = [drawn(0, 0, 1, 1, 2, 0, 2, 2, 1, 1, 0, 2, 0, 0)];
    const [outer] = square();
    const corner = [outer[0], [121.405, 31.202], [121.402, 31.205], outer[0]];
    expect(read(file(named('A', waist), named('B', [outer, corner]))).faults).toEqual([]);
  });
});

describe('an import whose file cannot be read', () => {
  it.each<[string, number, number]>([
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a": 1,\n "b": }', 2, 7],
    ['{"a": [1, 2,]}', 1, 13],
    ['[{"a": 1}\n {}]', 2, 2],
    ['{"a": "x\ny"}', 1, 7],
    ['{"a": 01}', 1, 7],
    ["{'a': 1}", 1, 2],
    ['{"a": 1} x', 1, 10],
    ['{"a": NaN}', 1, 7],
    ['{"type": "FeatureCollection", "features": [', 1, 44],
  ])('tells line and column of broken JSON: %j', (text, line, column) => {
    const [fault] = read(text).faults;
    expect(fault).toMatchObject({
      kind: 'json',
      feature: 0,
      reason: `文件不是有效的 JSON：第 ${line} 行第 ${column} 列有误`,
    });
  });

  it('bears a string of megabytes without an end', () => {
    const [fault] = read(`{"a": "${'x'.repeat(2e7)}`).faults;
    expect(fault).toMatchObject({ kind: 'json', reason: '文件不是有效的 JSON：第 1 行第 7 列有误' });
  });

  it.each<[FaultKind, string]>([
    ['not-a-collection', '[]'],
    ['not-a-collection', 'null'],
    ['not-a-collection', JSON.stringify(named('A'))],
    ['not-a-collection', '{"type":"FeatureCollection","features":{}}'],
    ['empty', file()],
  ])('says %s', (kind, text) => {
    expect(read(text)).toMatchObject({ features: [], faults: [{ kind, feature: 0 }] });
  });

  it('bears features that are nothing', () => {
    expect(read(file(null, 3, {}, { type: 'Feature' })).faults.map(({ kind }) => kind)).toContain('geometry-type');
  });
});

describe('an outline that cannot be taken', () => {
  it.each<[FaultKind, string, string, unknown]>([
    ['geometry-type', 'a point', 'Point', [121.4, 31.2]],
    ['geometry-type', 'a line', 'LineString', square()[0]],
    ['geometry-type', 'a polygon one level short', 'Polygon', square()[0]],
    ['geometry-type', 'parts one level short', 'MultiPolygon', square()],
    ['geometry-type', 'words', 'Polygon', 'no'],
    ['few-points', 'no ring', 'Polygon', []],
    ['few-points', 'an empty ring', 'Polygon', [[]]],
    ['few-points', 'two points', 'Polygon', [ring(121.4, 31.2, 121.5, 31.2, 121.4, 31.2)]],
    ['few-points', 'one point many times', 'Polygon', [ring(121.4, 31.2, 121.4, 31.2, 121.4, 31.2, 121.4, 31.2)]],
    ['not-a-number', 'words for numbers', 'Polygon', [ring('121.4', '31.2', '121.5', '31.2', '121.5', '31.3')]],
    ['not-a-number', 'nothing for a number', 'Polygon', [ring(121.4, null, 121.5, 31.2, 121.5, 31.3)]],
  ])('says %s for %s', (kind, _what, type, coordinates) => {
    expect(faultOf(coordinates, type)).toMatchObject({ kind, feature: 1, code: '1' });
  });

  it('supposes metres where numbers are too great for degrees', () => {
    const metres = square(13_514_000, 3_662_000, 100);
    expect(faultOf(metres)).toMatchObject({
      kind: 'metres',
      reason: '坐标像是以米为单位，可能是 EPSG:3857，请先转换为经纬度',
    });
  });

  it('tells when latitude and longitude are swapped, or a place is nowhere', () => {
    const swapped = square().map((points) => points.map(([x, y]) => [y, x]));
    expect(faultOf(swapped)).toMatchObject({ kind: 'off-earth', reason: expect.stringContaining('可能写反了') });
    expect(faultOf(square(200, 31))).toMatchObject({ kind: 'off-earth', reason: expect.not.stringContaining('写反') });
  });

  it('tells where a border crosses itself', () => {
    const bow = [drawn(0, 0, 2, 2, 2, 0, 0, 2, 0, 0)];
    const fault = faultOf(bow);
    expect(fault.kind).toBe('crossing');
    expect(fault.at?.[0]).toBeCloseTo(121.01, 6);
    expect(fault.at?.[1]).toBeCloseTo(31.01, 6);
  });

  it.each<[string, string, unknown]>([
    // Goes down from a corner on the edge of the ring's own bottom, and comes up elsewhere.
    [
      'a corner lies on an edge and the border goes on beyond it',
      'Polygon',
      [drawn(0, 0, 2, 0, 4, 0, 4, 2, 2, 2, 3, 0, 3, -1, 0, -1, 0, 0)],
    ],
    ['the same within a centimetre', 'Polygon', [drawn(0, 0, 4, 0, 4, 2, 2, 2, 3, 0.000_003, 3, -1, 0, -1, 0, 0)]],
    [
      'a hole leaves through an edge at its corner',
      'Polygon',
      [drawn(0, 0, 4, 0, 4, 4, 0, 4, 0, 0), drawn(1, 1, 4, 2, 5, 3, 4, 2.5, 1, 1)],
    ],
    [
      'two parts cross where a corner of one lies on an edge of the other',
      'MultiPolygon',
      [[drawn(0, 0, 4, 0, 4, 4, 0, 4, 0, 0)], [drawn(4, 1, 5, 2, 4, 3, 3, 2, 4, 1)]],
    ],
  ])('tells where %s', (_, type, coordinates) => {
    expect(faultOf(coordinates, type)).toMatchObject({ kind: 'crossing' });
  });

  it('lets a corner touch an edge from one side, and borders run along one another', () => {
    const touching = [drawn(0, 0, 4, 0, 4, 4, 2, 0, 0, 4, 0, 0)];
    const beside = [[drawn(0, 0, 2, 0, 2, 2, 0, 2, 0, 0)], [drawn(2, 1, 4, 1, 4, 3, 2, 3, 2, 1)]];
    const along = [drawn(0, 0, 4, 0, 4, 4, 0, 4, 0, 0), drawn(4, 1, 4, 2, 3, 2, 3, 1, 4, 1)];
    const features = [
      named('A', touching),
      feature({ code: 'B', parent: PARENT }, beside, 'MultiPolygon'),
      named('C', along),
    ];
    expect(read(file(...features)).faults).toEqual([]);
  });

  it.each<[string, unknown[]]>([
    ['parts that are doubled', [square(), square()]],
    [
      'parts that are doubled from another corner',
      [[drawn(0, 0, 1, 0, 1, 1, 0, 0)], [drawn(1, 1, 1, 0.5, 1, 0, 0, 0, 1, 1)]],
    ],
    ['a part in another', [square(), square(121.402, 31.202, 0.002)]],
    ['another in a part', [square(121.402, 31.202, 0.002), square()]],
    ['a hole outside its part', [[...square(), ...square(121.5)]]],
    ['a hole in a hole', [[...square(), ...square(121.402, 31.202, 0.004), ...square(121.403, 31.203, 0.001)]]],
    ['holes that are doubled', [[...square(), ...square(121.402, 31.202, 0.004), ...square(121.402, 31.202, 0.004)]]],
    ['a hole as large as its part', [[...square(), ...square()]]],
  ])('tells of %s', (_, parts) => {
    expect(faultOf(parts, 'MultiPolygon')).toMatchObject({ kind: 'nested', at: expect.any(Array) });
  });

  it('takes a part in the hole of another, which it may fill', () => {
    const holed = [...square(), ...square(121.402, 31.202, 0.004)];
    const island = [holed, square(121.403, 31.203, 0.001)];
    const filled = [holed, square(121.402, 31.202, 0.004)];
    const many = [
      feature({ code: 'A', parent: PARENT }, island, 'MultiPolygon'),
      feature({ code: 'B', parent: PARENT }, filled, 'MultiPolygon'),
    ];
    expect(read(file(...many)).faults).toEqual([]);
  });

  it('tells where it crosses itself in a corner, where a hole crosses the border, and where parts overlap', () => {
    const knot = [drawn(0, 0, 1, 1, 2, 2, 2, 0, 1, 1, 0, 2, 0, 0)];
    expect(faultOf(knot)).toMatchObject({ kind: 'crossing', at: [121.01, 31.01] });
    expect(faultOf([...square(), ...square(121.405, 31.205, 0.01)])).toMatchObject({ kind: 'crossing' });
    expect(faultOf([square(), square(121.405, 31.205, 0.01)], 'MultiPolygon')).toMatchObject({ kind: 'crossing' });
  });
});

describe('codes that cannot be taken', () => {
  const kindsOf = (code: unknown, options: Partial<ReadOptions> = {}) =>
    read(file(named(code)), options).faults.map(({ kind }) => kind);

  it.each([[null], [''], [1.5], [{}], [2 ** 60], [undefined]])('says no-code for %j', (code) => {
    expect(kindsOf(code)).toEqual(['no-code']);
  });

  it.each([['a/b'], ['a b'], ['网格1'], ['-1'], ['1'.repeat(25)], ['1054.5']])('says bad-code for %j', (code) => {
    expect(kindsOf(code)).toEqual(['bad-code']);
  });

  it('takes the zeros off that programs without whole numbers write', () => {
    expect(kindsOf('1054.0')).toEqual([]);
  });

  it('holds codes of scheme gb to digits, length and the code of the parent', () => {
    expect(kindsOf('310101001001001', { scheme: 'gb' })).toEqual([]);
    expect(kindsOf('3101010010010001', { scheme: 'gb', width: 4 })).toEqual([]);
    expect(kindsOf('31010100100100A', { scheme: 'gb' })).toEqual(['bad-code']);
    expect(kindsOf('31010100100101', { scheme: 'gb' })).toEqual(['bad-code']);
    expect(kindsOf('310101001002001', { scheme: 'gb' })).toEqual(['bad-code']);
    expect(
      kindsOf('310101001001', { scheme: 'gb', level: 'community', parent: undefined, under: '310101001' }),
    ).toEqual([]);
  });

  it('refuses doubled codes, and names the first', () => {
    const { faults } = read(file(named('A'), named('B'), named('A', square(121.5))));
    expect(faults).toEqual([{ kind: 'doubled-code', feature: 3, code: 'A', reason: '编码与第 1 个要素重复' }]);
  });

  it('refuses features without a parent, and with one that nobody knows', () => {
    expect(read(file(feature({ code: 'A' }))).faults).toMatchObject([{ kind: 'no-parent', feature: 1, code: 'A' }]);
    expect(kindsOf('A', { isParent: () => false })).toEqual(['unknown-parent']);
    expect(kindsOf('A', { isParent: (code) => code === PARENT })).toEqual([]);
  });

  it('tells all that is wrong, in the order of the file', () => {
    const { faults } = read(file(named('A'), feature({ parent: PARENT }, [[]]), named('A')));
    expect(faults.map(({ feature, kind }) => [feature, kind])).toEqual([
      [2, 'no-code'],
      [2, 'few-points'],
      [3, 'doubled-code'],
    ]);
  });
});

describe('codes that are made', () => {
  const auto = (positions: [number, number, string][], options: Partial<ReadOptions> = {}) =>
    read(file(...positions.map(([west, south, parent]) => feature({ parent }, square(west, south)))), {
      code: 'auto',
      ...options,
    });

  it('are numbered from west to east, row by row from north to south, inside each parent', () => {
    const { features, faults } = auto([
      [121.42, 31.201, 'P'],
      [121.4, 31.2, 'P'],
      [121.41, 31.219, 'P'],
      [121.4, 31.22, 'P'],
      [121.4, 31.2, 'Q'],
    ]);
    expect(faults).toEqual([]);
    expect(features.map(({ code }) => code)).toEqual(['P004', 'P003', 'P002', 'P001', 'Q001']);
  });

  it('go on behind the last number, in the width that is asked', () => {
    const { features } = auto(
      [
        [121.4, 31.2, 'P'],
        [121.42, 31.2, 'P'],
      ],
      { width: 2, lastNumber: (parent) => (parent === 'P' ? 98 : 0) },
    );
    expect(features.map(({ code }) => code)).toEqual(['P99', 'P100']);
  });

  it('need a parent', () => {
    expect(auto([[121.4, 31.2, '']], { parent: undefined }).faults).toMatchObject([{ kind: 'no-parent' }]);
  });
});
