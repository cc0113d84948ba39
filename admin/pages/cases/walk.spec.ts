/** Coming back to a list, the cursor stands where one was, also when the case has left the list. */
import { cursorOf, standing } from './walk.js';

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

describe('where one goes on from a case', () => {
  const order = ['a', 'b', 'c', 'd'];
  it('is the case itself while the list has it', () => {
    expect(standing(order, ['new', 'a', 'b', 'c'], 'b')).toBe(2);
  });
  it('is behind what was passed and is still there', () => {
    expect(standing(order, ['a', 'b', 'd'], 'c')).toBe(2);
    expect(standing(order, ['new', 'b', 'd'], 'c')).toBe(2);
    expect(standing(order, ['x', 'y'], 'c')).toBe(0);
    expect(standing(order, ['x', 'y'], 'a')).toBe(0);
  });
});
