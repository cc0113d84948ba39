/** Reads a CSV file row by row, packed (.gz) or not: quotes, commas and line breaks in quotes, of any size. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

export type CsvRow = Record<string, string>;

/** The rows by the names in the first line; a short row has empty fields at its end. */
export async function* readCsv(path: string): AsyncGenerator<CsvRow> {
  let names: string[] | null = null;
  for await (const fields of parseCsv(textOf(path))) {
    if (names) yield Object.fromEntries(names.map((name, i) => [name, fields[i] ?? '']));
    else names = fields;
  }
}

function textOf(path: string): AsyncIterable<string> {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file.setEncoding('utf8');
  const unpacked = createGunzip().setEncoding('utf8');
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}

/** What ends a piece outside quotes; inside, only a quote does. */
const PLAIN = /[",\n]/g;

/** Fields of each line. `chunks` may break anywhere. Empty lines are left out. */
export async function* parseCsv(chunks: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string[]> {
  let row: string[] = [];
  let field = '';
  let isQuoted = false;
  /** A quote stood last: it ends the quoted part, or is the first of a pair that stands for one. */
  let wasQuote = false;
  let isFirst = true;
  const endOfRow = () => {
    const done = [...row, field.endsWith('\r') ? field.slice(0, -1) : field];
    row = [];
    field = '';
    return done.length === 1 && done[0] === '' ? null : done;
  };
  for await (const part of chunks) {
    const chunk = isFirst ? part.replace(/^\uFEFF/, '') : part;
    isFirst = false;
    for (let at = 0; at < chunk.length; ) {
      if (isQuoted) {
        const quote = chunk.indexOf('"', at);
        field += chunk.slice(at, quote < 0 ? undefined : quote);
        at = quote < 0 ? chunk.length : quote + 1;
        isQuoted = quote < 0;
        wasQuote = quote >= 0;
        continue;
      }
      if (wasQuote && chunk[at] === '"') {
        field += '"';
        isQuoted = true;
        wasQuote = false;
        at++;
        continue;
      }
      wasQuote = false;
      PLAIN.lastIndex = at;
      const end = PLAIN.exec(chunk)?.index ?? chunk.length;
      field += chunk.slice(at, end);
      at = end + 1;
      if (chunk[end] === '"') isQuoted = true;
      else if (chunk[end] === ',') {
        row.push(field);
        field = '';
      } else if (chunk[end] === '\n') {
        const done = endOfRow();
        if (done) yield done;
      }
    }
  }
  const done = endOfRow();
  if (done) yield done;
}
