/** The national list as it is published, read whole: nothing is lost on the way to our levels. */
import { type Level, levelOrder } from '../../../shared/places.js';
import { Ctx, system } from '../../core/ctx.js';
import { startServer } from '../../test/app.js';
import { AuditService } from '../audit/audit.service.js';
import { importNationalList, nationalList } from './national-list.js';

it('has each code once, and each place after the one that it lies in', async () => {
  const levelOf = new Map<string, Level>();
  const wrong: string[] = [];
  const count = Object.fromEntries(levelOrder.map((level) => [level, 0]));
  for await (const portion of nationalList()) {
    for (const { code, name, level, parent } of portion) {
      const above = parent === null ? null : levelOf.get(parent);
      const isBelow = above === null || (above && levelOrder.indexOf(above) < levelOrder.indexOf(level));
      if (!isBelow || levelOf.has(code) || !name || !/^\d+$/.test(code)) wrong.push(`${code} ${name} in ${parent}`);
      levelOf.set(code, level);
      count[level]++;
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toMatchObject({ community: 620_573, grid: 0, cell: 0 });
  expect(count.province + count.city + count.county + count.street).toBeGreaterThan(44_000);
}, 60_000);

it('is not imported below a place that is not there', async () => {
  const server = await startServer();
  try {
    const { db, secrets } = server;
    const work = importNationalList({
      transaction: (of) => Ctx.writing({ db, actor: system }, of),
      audit: new AuditService(secrets),
      list: async function* () {
        yield [{ code: '310101002001', name: '社区', level: 'community', parent: '310101002' }];
      },
    });
    await expect(work).rejects.toThrow('310101002001');
    expect(await db.read.query('SELECT code FROM place')).toEqual([]);
  } finally {
    await server.close();
  }
});
