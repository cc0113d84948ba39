/** Prints of pictures: the same picture is known again, another is not. */
import fc from 'fast-check';
import { hintLimits } from '../../../shared/hints.js';
import { scene, smaller } from '../../test/pictures.js';
import { recode } from './picture.js';
import { bandsOf, PRINT_SIZE, printDistance, printOf } from './print.js';

const print = fc.stringMatching(/^[0-9a-f]{16}$/);
const flipped = (p: string, bits: number[]) =>
  bits.reduce((now, bit) => {
    const i = Math.floor(bit / 4);
    const digit = (Number.parseInt(now[i], 16) ^ (1 << (bit % 4))).toString(16);
    return now.slice(0, i) + digit + now.slice(i + 1);
  }, p);

it('counts the bits in which two prints differ', () => {
  fc.assert(
    fc.property(print, fc.uniqueArray(fc.integer({ min: 0, max: 63 })), (p, bits) => {
      expect(printDistance(p, flipped(p, bits))).toBe(bits.length);
    }),
  );
});

it('finds whatever is near enough by one of its quarters', () => {
  const few = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: hintLimits.printDistance });
  fc.assert(
    fc.property(print, few, (p, bits) => {
      const other = bandsOf(flipped(p, bits));
      expect(bandsOf(p).some((band) => other.includes(band))).toBe(true);
    }),
  );
});

it('has no print for a picture that shows nothing', () => {
  expect(printOf(new Uint8Array(PRINT_SIZE.width * PRINT_SIZE.height).fill(3))).toBeNull();
});

it('knows a photo again that was scaled and encoded anew, and tells two apart', async () => {
  const one = await scene();
  const prints = [one, await smaller(one), await scene()].map(async (bytes) => (await recode(bytes)).print ?? '');
  const [a, b, c] = await Promise.all(prints);
  expect(printDistance(a, b)).toBeLessThanOrEqual(hintLimits.printDistance);
  expect(printDistance(a, c)).toBeGreaterThan(hintLimits.printDistance);
});
