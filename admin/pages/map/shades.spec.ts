/** The legend's steps cover every grid, on numbers that can be read. */
import fc from 'fast-check';
import { steps } from '../../../shared/look.js';
import { densityOf, shadeOf, shadesOf } from './shades.js';

const place = (open: number, households: number | null) => ({ code: '1', name: 'x', open, late: 0, households });

describe('shades of grids', () => {
  it('says cases per hundred households, and nothing where the households are unknown', () => {
    expect(densityOf(place(8, 400))).toBe(2);
    expect(densityOf(place(8, null))).toBeNull();
    expect(shadeOf(place(8, null), shadesOf([place(1, 100)]))).toBeUndefined();
  });

  it('has five steps on round numbers', () => {
    const shades = shadesOf([place(19, 400), place(1, 400)]);
    expect(shades.map((s) => s.color)).toEqual([...steps]);
    expect(shades.map((s) => s.to)).toEqual([0.2, 0.5, 1, 2, 5]);
    expect(shadesOf([]).map((s) => s.to)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2]);
  });

  it('tells grids apart although one of them has far more than all others', () => {
    const shades = shadesOf([place(1, 350), place(3, 350), place(5, 350), place(17, 350)]);
    expect(new Set([0, 1, 3, 5, 17].map((n) => shadeOf(place(n, 350), shades))).size).toBe(5);
  });

  it('puts every grid into a step that holds its density', () => {
    const places = fc.array(fc.record({ open: fc.nat(5000), households: fc.integer({ min: 500, max: 5000 }) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(places, (given) => {
        const all = given.map((g) => place(g.open, g.households));
        const shades = shadesOf(all);
        for (const one of all) {
          const shade = shades.find((s) => s.color === shadeOf(one, shades));
          const density = densityOf(one) ?? 0;
          expect(shade).toBeDefined();
          expect(density).toBeGreaterThanOrEqual(shade!.from - 1e-9);
          expect(density).toBeLessThanOrEqual(shade!.to * (1 + 1e-9));
        }
      }),
    );
  });
});
