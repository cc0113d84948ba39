/** CSV as it comes: quotes, breaks in quotes, chunks that end anywhere, packed files. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parseCsv, readCsv } from './csv.js';

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;

describe('rows of a CSV file', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['\uFEFFa\n\n"x, ""y""\nz",\n', [['a'], ['x, "y"\nz', '']]],
    ['""\n"",""', [['', '']]],
    ['', []],
  ])('%j', async (text, rows) => {
    expect(await all(parseCsv([text]))).toEqual(rows);
  });

  it('are what was written, wherever the chunks end', async () => {
    const field = fc.string({ unit: fc.constantFrom('a', '路', ',', '"', '\n', ' ') });
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 5 }), async (written, size) => {
        const text = written.map((fields) => fields.map(quoted).join(',')).join('\n');
        const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
        expect(await all(parseCsv(chunks))).toEqual(written);
      }),
    );
  });

  it('have names, from packed and plain files; a file that is absent is an error', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gezhi-csv-'));
    try {
      await writeFile(join(folder, 'a.csv'), '名称,x\n路灯,1\n井盖\n');
      await writeFile(join(folder, 'a.csv.gz'), gzipSync('名称,x\n路灯,1\n井盖\n'));
      const rows = [
        { 名称: '路灯', x: '1' },
        { 名称: '井盖', x: '' },
      ];
      expect(await all(readCsv(join(folder, 'a.csv')))).toEqual(rows);
      expect(await all(readCsv(join(folder, 'a.csv.gz')))).toEqual(rows);
      await expect(all(readCsv(join(folder, 'b.csv.gz')))).rejects.toThrow('ENOENT');
      await expect(all(readCsv(join(folder, 'b.csv')))).rejects.toThrow('ENOENT');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
