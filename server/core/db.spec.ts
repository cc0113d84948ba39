/** The door to the database: what is committed stays committed, once, and what is tried again begins anew. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type TestServer } from '../test/app.js';
import { isDuplicate } from './db-errors.js';
import { counter } from './jobs.tables.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const count = async (name: string) => (await server.db.read.find(counter, { name }))?.n ?? 0;
const coded = (code: string) => Object.assign(new Error(code), { code });

describe('what is to be done afterwards', () => {
  it.each(['ER_LOCK_DEADLOCK', 'SQLITE_BUSY', 'ECONNREFUSED', 'anything'])(
    'fails with %s without undoing or repeating what was committed',
    async (code) => {
      const name = `after.${code}`;
      const done: string[] = [];
      const answer = await server.db.write(async (tx) => {
        await tx.insert(counter, { name: `${name}.${done.push('work')}`, n: 1 });
        tx.afterwards.push(
          () => Promise.reject(coded(code)),
          async () => void done.push('next'),
        );
        return 'answer';
      });
      expect([answer, ...done]).toEqual(['answer', 'work', 'next']);
      expect(await count(`${name}.1`)).toBe(1);
    },
  );

  it('is not done when the work fails, and memory is set back', async () => {
    const done: string[] = [];
    const work = server.db.write(async (tx) => {
      tx.afterwards.push(async () => void done.push('after'));
      tx.onUndo.push(() => void done.push('undone'));
      await tx.insert(counter, { name: 'never', n: 1 });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(done).toEqual(['undone']);
    expect(await count('never')).toBe(0);
  });
});

it('a part that fails is undone alone', async () => {
  await server.db.write(async (tx) => {
    await tx.insert(counter, { name: 'whole', n: 1 });
    const part = tx.nested(async () => {
      await tx.insert(counter, { name: 'part', n: 1 });
      throw new Error('no');
    });
    await expect(part).rejects.toThrow('no');
  });
  expect([await count('whole'), await count('part')]).toEqual([1, 0]);
});

it('of many who write at once each is told its own end, and only what was acknowledged is there', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `many.${i}`);
  const undone: string[] = [];
  await server.db.write((tx) => tx.insert(counter, { name: 'taken', n: 1 }));
  const told = await Promise.allSettled(
    names.map((name, i) =>
      server.db.write(async (tx) => {
        tx.onUndo.push(() => void undone.push(name));
        await tx.append(counter, { name, n: 1 });
        if (i % 4 === 1) throw new Error('no');
        if (i % 4 === 3) await tx.append(counter, { name: 'taken', n: 2 });
      }),
    ),
  );
  const acknowledged = names.filter((_, i) => told[i].status === 'fulfilled');
  const there = (await Promise.all(names.map(count))).flatMap((n, i) => (n > 0 ? [names[i]] : []));
  expect(there).toEqual(acknowledged);
  expect(undone.sort()).toEqual(names.filter((n) => !there.includes(n)).sort());
  expect(there).toEqual(names.filter((_, i) => i % 2 === 0));
});

const onSqlite = process.env.DB_URL ? it.skip : it;

onSqlite('when the file is full in the midst of many, whoever was acknowledged is there, and nobody else', async () => {
  const { schemaSource } = server.db;
  const [{ page_count: pages }] = await schemaSource.query('PRAGMA page_count');
  await schemaSource.query(`PRAGMA max_page_count = ${pages + 40}`);
  const names = Array.from({ length: 60 }, (_, i) => `full.${i}`);
  const big = 'x'.repeat(10_000);
  const told = await Promise.allSettled(
    names.map((name) =>
      server.db.write(async (tx) => {
        await tx.append(counter, { name, n: 1 });
        await tx.run('INSERT INTO setting (name, value) VALUES (?, ?)', [name, big]);
      }),
    ),
  );
  await schemaSource.query('PRAGMA max_page_count = 1073741823');
  const there = (await Promise.all(names.map(count))).flatMap((n, i) => (n > 0 ? [names[i]] : []));
  expect(there).toEqual(names.filter((_, i) => told[i].status === 'fulfilled'));
  expect(there.length).toBeLessThan(names.length);
  const refusals = told.flatMap((t) => (t.status === 'rejected' ? [t.reason.code] : []));
  expect(new Set(refusals)).toEqual(new Set(['server.busy']));
});

describe('rows that nobody waits for', () => {
  const row = (name: string) => ({ name, n: 1 });

  it('are there for every read and statement that follows in the transaction', async () => {
    const seen = await server.db.write(async (tx) => {
      await tx.append(counter, row('soon.a'));
      const found = await tx.find(counter, { name: 'soon.a' });
      await tx.append(counter, row('soon.b'));
      const changed = await tx.update(counter, { n: 2 }, { name: 'soon.b' });
      await tx.append(counter, row('soon.c'));
      return [found?.n, changed, (await tx.query('SELECT n FROM counter WHERE name LIKE ?', ['soon.%'])).length];
    });
    expect(seen).toEqual([1, 1, 3]);
    expect([await count('soon.b'), await count('soon.c')]).toEqual([2, 1]);
  });

  it('take the whole transaction with them when one is a duplicate, whatever came before and after it', async () => {
    const work = server.db.write(async (tx) => {
      await tx.append(counter, row('twice.before'));
      await tx.append(counter, row('twice'));
      await tx.append(counter, row('twice'));
      await tx.append(counter, row('twice.after'));
    });
    expect(isDuplicate(await work.catch((e) => e))).toBe(true);
    expect(await Promise.all(['twice.before', 'twice', 'twice.after'].map(count))).toEqual([0, 0, 0]);
  });

  it('go with the part that they belong to', async () => {
    await server.db.write(async (tx) => {
      await tx.append(counter, row('kept'));
      const fails = tx.nested(async () => {
        await tx.append(counter, row('dropped'));
        throw new Error('no');
      });
      await expect(fails).rejects.toThrow('no');
      const doubled = tx.nested(() => tx.append(counter, [row('doubled'), row('doubled')]));
      expect(isDuplicate(await doubled.catch((e) => e))).toBe(true);
      await tx.append(counter, row('kept.too'));
    });
    const names = ['kept', 'dropped', 'doubled', 'kept.too'];
    expect(await Promise.all(names.map(count))).toEqual([1, 0, 0, 1]);
  });

  it('keep quotes, question marks and semicolons to themselves', async () => {
    const names = ["a'; DROP TABLE counter; --", 'b?', 'c\\', 'd;'];
    await server.db.write(async (tx) => {
      for (const name of names) await tx.append(counter, row(name));
    });
    expect(await Promise.all(names.map(count))).toEqual([1, 1, 1, 1]);
  });
});

it('two that lock the same rows in opposite order, in parts, both come to an end', async () => {
  await server.db.write((tx) =>
    tx.insert(
      counter,
      ['left', 'right'].map((name) => ({ name, n: 0 })),
    ),
  );
  let meet = () => {};
  const both = new Promise<void>((done) => {
    meet = done;
  });
  let begun = 0;
  const add = (names: string[]) =>
    server.db.write(async (tx) => {
      for (const [i, name] of names.entries()) {
        await tx.nested(() => tx.run('UPDATE counter SET n = n + 1 WHERE name = ?', [name]));
        // On MySQL each waits here until the other holds its first lock; SQLite lets in one at a time.
        if (i > 0 || server.db.dialect === 'sqlite') continue;
        if (++begun === 2) meet();
        await both;
      }
    });
  await Promise.all([add(['left', 'right']), add(['right', 'left'])]);
  expect([await count('left'), await count('right')]).toEqual([2, 2]);
});

onSqlite('a long load does not wait for the disk at each commit, and all others do', async () => {
  const safety = async () => Object.values((await server.db.schemaSource.query('PRAGMA synchronous'))[0])[0];
  const [NORMAL, FULL] = [1, 2];
  expect(await safety()).toBe(FULL);
  expect(await server.db.relaxed(safety)).toBe(NORMAL);
  expect(await safety()).toBe(FULL);
  await expect(server.db.relaxed(() => Promise.reject(new Error('cut off')))).rejects.toThrow('cut off');
  expect(await safety()).toBe(FULL);
});

onSqlite('nobody else on the machine reads the file', () => {
  const modes = ['gezhi.sqlite', 'gezhi.sqlite-wal'].map(
    (name) => statSync(join(server.env.dataDir, name)).mode & 0o777,
  );
  expect(modes).toEqual([0o600, 0o600]);
});
