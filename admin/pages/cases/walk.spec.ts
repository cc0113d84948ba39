/** Coming back to a list, the cursor stands where one was, also when the case has left the list. */
import { cursorOf } from './walk.js';

describe('where the cursor stands after a case', () => {
  const order = ['a', 'b', 'c'];
  it('is the case itself while the list has it', () => {
    expect(cursorOf(order, order, 'b')).toBe('b');
  });
  it('is what followed it, and at the end of the list what came before', () => {
    expect(cursorOf(order, ['a', 'c'], 'b')).toBe('c');
    expect(cursorOf(order, ['a', 'b'], 'c')).toBe('b');
  });
  it('is nowhere when nothing was open, or nothing of the way is left', () => {
    expect(cursorOf(order, order, undefined)).toBeUndefined();
    expect(cursorOf(order, ['x'], 'b')).toBeUndefined();
  });
});
