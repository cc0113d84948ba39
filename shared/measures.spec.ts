/** The formulas are sound: they name counters that are kept, intervals hold what was seen, medians are near enough. */
import fc from 'fast-check';
import {
  bucketOf,
  counters,
  countersOf,
  FEW,
  factKinds,
  factOf,
  facts,
  formulaOf,
  measureKeys,
  measures,
  quantile,
  sayShare,
  wilson,
} from './measures.js';

it('every formula divides a part of some facts by all of them, and says what and whence', () => {
  for (const key of measureKeys) {
    const { formulas } = measures[key];
    expect(formulas.map((f) => f.from)).toEqual([...formulas.map((f) => f.from)].sort());
    for (const { good, of, words, source } of formulas) {
      expect(counters).toContain(good);
      expect(counters).toContain(of);
      expect(factOf(good).kind).toBe(factOf(of).kind);
      expect(words).toContain('÷');
      expect(source.length).toBeGreaterThan(2);
    }
    expect(formulaOf(key, '2026-11').version).toBeGreaterThan(0);
  }
});

it('a fact adds to the counter of its kind and to those of its marks, and to no other', () => {
  const fact = fc
    .constantFrom(...factKinds)
    .chain((kind) => fc.subarray([...facts[kind].marks]).map((of) => ({ kind, of })));
  fc.assert(
    fc.property(fact, ({ kind, of }) => {
      const marks = of.reduce((bits, mark) => bits | factOf(`${kind}.${mark}`).bits, 0);
      expect([...countersOf({ kind, marks })].sort()).toEqual([kind, ...of.map((mark) => `${kind}.${mark}`)].sort());
    }),
  );
});

describe('the interval of few cases', () => {
  const share = fc.integer({ min: 1, max: 500 }).chain((of) => fc.record({ of: fc.constant(of), good: fc.nat(of) }));

  it('holds the ratio itself, lies within 0 and 1, and narrows with more cases', () => {
    fc.assert(
      fc.property(share, ({ good, of }) => {
        const [low, high] = wilson(good, of);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(good / of + 1e-9);
        expect(high).toBeGreaterThanOrEqual(good / of - 1e-9);
        const [low4, high4] = wilson(good * 4, of * 4);
        expect(high4 - low4).toBeLessThan(high - low);
      }),
    );
  });

  it('is that of the textbook', () => {
    // Newcombe 1998, table I: 81 of 263 and 15 of 148.
    const rounded = (good: number, of: number) => wilson(good, of).map((x) => Number(x.toFixed(4)));
    expect(rounded(81, 263)).toEqual([0.2553, 0.3662]);
    expect(rounded(15, 148)).toEqual([0.0624, 0.1605]);
  });

  it('is said instead of a ratio, and of none nothing is said', () => {
    expect(sayShare({ good: 0, of: 0 })).toBe('不计');
    expect(sayShare({ good: FEW - 1, of: FEW - 1 })).toMatch(/^\d+%–100%$/);
    expect(sayShare({ good: 27, of: FEW })).toBe('90.0%');
  });
});

it('a median told from buckets is less than 5 % off', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 500_000 }), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      (times, part) => {
        const histogram = new Map<number, number>();
        for (const minutes of times) histogram.set(bucketOf(minutes), (histogram.get(bucketOf(minutes)) ?? 0) + 1);
        const exact = [...times].sort((a, b) => a - b)[Math.ceil(times.length * part) - 1];
        const told = quantile(histogram, part) ?? 0;
        expect(Math.abs(told - exact)).toBeLessThan(0.05 * (exact + 1));
      },
    ),
  );
});
