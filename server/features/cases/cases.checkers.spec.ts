/** The draw of the checker, as rules: always one of those who had no part in it, and each of them sometimes. */
import fc from 'fast-check';
import { drawable, drawn } from './cases.checkers.js';

const someId = fc.stringMatching(/^[a-f]$/);
const candidates = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 1, maxLength: 4 }), unit: fc.option(someId) }),
  {
    selector: (c) => c.id,
    maxLength: 12,
  },
);
const someChance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the draw', () => {
  it('takes nobody who had a hand in the case or belongs to a unit that had it', () => {
    fc.assert(
      fc.property(candidates, fc.array(someId), fc.infiniteStream(fc.boolean()), someChance, (of, units, hands, n) => {
        const handledBy = of.filter(() => hands.next().value === true).map(({ id }) => id);
        const id = drawn(drawable(of, { handledBy, units }), n);
        const one = of.find((c) => c.id === id);
        const free = of.filter((c) => !handledBy.includes(c.id) && !(c.unit && units.includes(c.unit)));
        expect(id === null).toBe(free.length === 0);
        if (one) expect(free).toContain(one);
      }),
    );
  });

  it('can take each of them, and which one is decided by chance alone', () => {
    fc.assert(
      fc.property(candidates, (of) => {
        const taken = of.map((_, i) => drawn(of, (i + 0.5) / of.length));
        expect(taken).toEqual(of.map(({ id }) => id));
      }),
    );
  });
});
