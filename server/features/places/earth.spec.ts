/** Degrees become the metres of the textbooks. */
import { areaOf, measureRing, metresPerLat, metresPerLng, squareToSegment } from './earth.js';

describe('the earth near one place', () => {
  it.each([
    [0, 110_574, 111_320],
    [15, 110_649, 107_550],
    [30, 110_852, 96_486],
    [45, 111_132, 78_847],
    [60, 111_412, 55_800],
  ])('has degrees of known length at latitude %d', (lat, alongMeridian, alongParallel) => {
    expect(Math.abs(metresPerLat(lat) - alongMeridian)).toBeLessThan(1);
    expect(Math.abs(metresPerLng(lat) - alongParallel)).toBeLessThan(1);
    expect(metresPerLng(-lat)).toBe(metresPerLng(lat));
  });

  it('knows how far a segment is: before, beside and behind it, and when it has no length', () => {
    expect(squareToSegment(3, 4, 6, 8)).toBe(25);
    expect(squareToSegment(-6, -8, -3, -4)).toBe(25);
    expect(squareToSegment(-5, 2, 5, 2)).toBe(4);
    expect(squareToSegment(3, 4, 3, 4)).toBe(25);
  });

  it('measures rings and shapes, holes left out', () => {
    const square = (side: number) => {
      const x = side / metresPerLng(22.5);
      const y = side / metresPerLat(22.5);
      return [
        [114, 22.5],
        [114 + x, 22.5],
        [114 + x, 22.5 + y],
        [114, 22.5 + y],
        [114, 22.5],
      ];
    };
    expect(measureRing(square(100)).area).toBeCloseTo(10_000, 0);
    expect(measureRing(square(100).reverse()).area).toBeCloseTo(-10_000, 0);
    expect(measureRing(square(100)).length).toBeCloseTo(400, 1);
    expect(areaOf({ type: 'Polygon', coordinates: [square(100), square(10)] })).toBeCloseTo(9_900, 0);
    expect(areaOf({ type: 'MultiPolygon', coordinates: [[square(100)], [square(10)]] })).toBeCloseTo(10_100, 0);
    expect(areaOf({ type: 'Polygon', coordinates: [] })).toBe(0);
  });
});
