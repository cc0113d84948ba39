/** Filters survive the way through the address, and nonsense in it is left out. */
import {
  flag,
  manyOf,
  oneOf,
  pageSize,
  parseSearch,
  readAddress,
  stringifySearch,
  whole,
  word,
  writeAddress,
} from './address.js';

const spec = {
  q: word,
  open: flag,
  state: manyOf(['a', 'b', 'c']),
  sort: oneOf(['x', '-x']),
  page: whole,
  size: pageSize,
};

describe('the address of a page', () => {
  it('reads back what it wrote', () => {
    const values = {
      q: '路灯 & 井盖',
      open: true as const,
      state: ['a' as const, 'c' as const],
      sort: '-x' as const,
      page: 3,
      size: 50,
    };
    const text = stringifySearch(writeAddress(spec, values));
    expect(text).toContain('state=a,c');
    expect(readAddress(spec, parseSearch(text))).toEqual(values);
  });

  it('leaves out what makes no sense', () => {
    const raw = { q: '', open: 'yes', state: 'a,z', sort: 'y', page: '-1', size: '37', foreign: '1' };
    expect(readAddress(spec, raw)).toEqual({ state: ['a'] });
  });

  it('writes nothing for what is not set', () => {
    expect(stringifySearch(writeAddress(spec, { q: undefined, state: [] }))).toBe('');
  });
});
