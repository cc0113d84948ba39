/** What a mask may show of a telephone number. */
import fc from 'fast-check';
import { maskPhone } from './secrets.js';

const digitsOf = (text: string) => text.replace(/\D/g, '');

describe('the mask of a phone', () => {
  it.each([
    ['13912345678', '139****5678'],
    ['+86 139 1234 5678', '861****5678'],
    ['021-55501234', '021****1234'],
    ['55501234', '****34'],
    ['5550123', '****23'],
    ['12345', '****5'],
  ])('of %s is %s', (number, masked) => expect(maskPhone(number)).toBe(masked));

  it('hides four digits at least, and all but two of a number without its area', () => {
    const number = fc.stringMatching(/^\+?[\d -]{0,24}$/);
    fc.assert(
      fc.property(number, (text) => {
        const [all, shown] = [digitsOf(text).length, digitsOf(maskPhone(text)).length];
        expect(all - shown).toBeGreaterThanOrEqual(Math.min(4, all));
        if (all < 11) expect(shown).toBeLessThanOrEqual(2);
      }),
    );
  });
});
