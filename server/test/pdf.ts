/** The words of a PDF, read back through the tables that it carries for copying text. */
import { inflateSync } from 'node:zlib';

const hex = (text: string) =>
  (text.match(/.{4}/g) ?? []).map((h) => String.fromCharCode(Number.parseInt(h, 16))).join('');

/** @returns what its pages say, without blanks; null bytes never stand in it */
export function pdfText(bytes: Buffer): string {
  const raw = bytes.toString('latin1');
  const streams: string[] = [];
  for (const found of raw.matchAll(/\/Length (\d+)[^>]*>>\s*stream\r?\n/g)) {
    const start = (found.index ?? 0) + found[0].length;
    const body = bytes.subarray(start, start + Number(found[1]));
    try {
      streams.push(inflateSync(body).toString('latin1'));
    } catch {
      // A photo, or the font itself.
    }
  }
  const letters = new Map<number, string>();
  for (const map of streams.filter((s) => s.includes('beginbfrange'))) {
    for (const [, from, , list] of map.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/g)) {
      const written = [...list.matchAll(/<([0-9a-f]*)>/g)];
      for (const [i, [, h]] of written.entries()) letters.set(Number.parseInt(from, 16) + i, hex(h));
    }
  }
  const glyphs = (h: string) => (h.match(/.{4}/g) ?? []).map((g) => letters.get(Number.parseInt(g, 16)) ?? '').join('');
  return streams
    .filter((s) => s.includes(' TJ'))
    .flatMap((s) => [...s.matchAll(/\[([^\]]*)\] TJ/g)])
    .flatMap(([, shown]) => [...shown.matchAll(/<([0-9a-f]+)>/g)].map(([, h]) => glyphs(h)))
    .join('')
    .replace(/\s/g, '');
}
