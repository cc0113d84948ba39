/** Search terms: any part of a text is found, nothing else is, and no two characters are written alike. */
import fc from 'fast-check';
import { markedParts, phrasesOf, termsOf } from './terms.js';

/** Whether the terms of a text hold each phrase, as both databases look for it. */
function finds(texts: readonly string[], query: string): boolean {
  const kept = ` ${termsOf(texts).join(' ')} `;
  const phrases = phrasesOf(query);
  return phrases.length > 0 && phrases.every((phrase) => kept.includes(` ${phrase.join(' ')} `));
}

const han = fc.integer({ min: 0x4e00, max: 0x9fff }).map((n) => String.fromCodePoint(n));
const letter = fc.oneof(
  { weight: 5, arbitrary: han },
  fc.constantFrom(...'路灯井盖坏了一二AbZ09é①ＡＢ𠮷ﬁß'),
  fc.constantFrom(...' ，。-()\n'),
);
const text = fc.array(letter, { maxLength: 40 }).map((cs) => cs.join(''));
const solid = fc
  .array(fc.oneof(han, fc.constantFrom(...'路灯aB7①𠮷')), { minLength: 2, maxLength: 12 })
  .map((cs) => cs.join(''));

it('finds every part of a text that has two characters side by side', () => {
  fc.assert(
    fc.property(text, solid, text, fc.nat(), fc.nat(), (before, middle, after, a, b) => {
      const whole = [...before, ...middle, ...after];
      const from = a % (before.length === 0 ? 1 : [...before].length + 1);
      const end = [...before].length + [...middle].length;
      const part = whole.slice(from, end + (b % (whole.length - end + 1))).join('');
      expect(finds([whole.join('')], part)).toBe(true);
    }),
  );
});

it('finds a word only where it stands', () => {
  const same = (t: string) =>
    [...t]
      .map((c) => c.normalize('NFKC').toLowerCase())
      .join('')
      .replace(/\s/g, '');
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), solid, (texts, word) => {
      expect(finds(texts, word)).toBe(texts.some((t) => same(t).includes(same(word))));
    }),
  );
});

it('reads capitals, full width and other forms of a letter as one', () => {
  expect(finds(['ＡＢＣ大厦 B座'], 'abc')).toBe(true);
  expect(finds(['abc 大厦'], 'ＡＢ')).toBe(true);
  expect(finds(['路灯'], '路')).toBe(false);
  expect(finds(['兴和路 12 号'], '兴和路12号')).toBe(true);
  expect(finds(['兴和路12号'], '兴和路 12')).toBe(true);
  expect(finds(['写着%三'], '着%三')).toBe(true);
  expect(finds(['写着_三'], '着%三')).toBe(false);
  expect(finds(['路灯', '灯坏'], '路灯坏')).toBe(false);
});

it('writes different pairs differently, in ASCII that no index leaves out', () => {
  const any = fc.integer({ min: 0x21, max: 0x10ffff }).map((n) => String.fromCodePoint(n));
  const pair = fc.tuple(any, any).filter((p) => p.every((c) => /^\S$/u.test(c.normalize('NFKC'))));
  const read = (t: string) => [...t].map((c) => c.normalize('NFKC').toLowerCase()).join('');
  fc.assert(
    fc.property(pair, pair, (one, other) => {
      const [a, b] = [termsOf([one.join('')]).join(), termsOf([other.join('')]).join()];
      expect(a === b).toBe(read(one.join('')) === read(other.join('')));
    }),
    { numRuns: 2000 },
  );
  expect(termsOf(['路灯坏了']).every((t) => /^[0-9a-z]{8}$/.test(t))).toBe(true);
});

it('marks what was found and loses nothing of the text', () => {
  fc.assert(
    fc.property(text, solid, text, (before, word, after) => {
      const whole = before + word + after;
      const parts = markedParts(whole, word);
      expect(parts.map((p) => p.text).join('')).toBe(whole);
      expect(parts.some((p) => p.found)).toBe(true);
    }),
  );
  expect(markedParts('门口路灯坏了', '路灯 坏了')).toEqual([
    { text: '门口', found: false },
    { text: '路灯坏了', found: true },
  ]);
  expect(markedParts('门口', '')).toEqual([{ text: '门口', found: false }]);
});
