/** Words as a search index can hold them: every two neighbouring characters are one term, written in plain ASCII. */

/** Enough digits of base 36 for every character there is; terms of one length are never cut apart differently. */
const WIDTH = 4;
/** Stands between two runs that would otherwise read on as if they were one; no character is written like this. */
const GAP = 'zzzzzzzz';

/** Each character by itself, so that a part of a text is read like the whole: full width, capitals and ligatures fall together. */
const plain = (text: string) => [...text].map((c) => c.normalize('NFKC').toLowerCase()).join('');

/** Blanks say little in Chinese: 兴和路 12 号 is found as 兴和路12号. Other signs are letters like any. */
const solid = (text: string) => [...plain(text).replace(/\s+/g, '')];

const coded = (c: string) => (c.codePointAt(0) as number).toString(36).padStart(WIDTH, '0');
const pairs = (run: readonly string[]) => run.slice(1).map((c, i) => coded(run[i] as string) + coded(c));

/** What is kept of a text, in its order. Texts given apart stay apart. */
export function termsOf(texts: readonly (string | null | undefined)[]): string[] {
  const terms: string[] = [];
  let last: string | undefined;
  for (const run of texts.map((t) => solid(t ?? '')).filter((r) => r.length > 1)) {
    if (run[0] === last) terms.push(GAP);
    terms.push(...pairs(run));
    last = run[run.length - 1];
  }
  return terms;
}

/** The words of a query: blanks divide them, and each must be found. A single character alone finds nothing. */
export const wordsIn = (query: string): string[] => query.split(/\s+/).filter((word) => solid(word).length > 1);

/** What is looked for: of each word its terms, which must stand side by side. */
export const phrasesOf = (query: string): string[][] => wordsIn(query).map((word) => pairs(solid(word)));

/** The text in parts, those that a query found marked; marks never overlap. */
export function markedParts(text: string, query: string): { text: string; found: boolean }[] {
  const words = wordsIn(query).map(plain);
  const chars = [...text];
  const hay = chars.map((c) => plain(c).replace(/\s/g, ''));
  const hit = new Array<boolean>(chars.length).fill(false);
  for (const word of words)
    for (let i = 0; i < hay.length; i++) {
      let read = '';
      let end = i;
      if (!hay[i]) continue;
      while (end < hay.length && read.length < word.length) read += hay[end++];
      if (read === word) hit.fill(true, i, end);
    }
  const parts: { text: string; found: boolean }[] = [];
  chars.forEach((c, i) => {
    const last = parts[parts.length - 1];
    if (last && last.found === hit[i]) last.text += c;
    else parts.push({ text: c, found: hit[i] as boolean });
  });
  return parts;
}
