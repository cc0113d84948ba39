/** 200 cases sent out by one form, against the same 200 one by one and 16 side by side, over HTTP in the same run. */
import { startServer } from '../test/app.js';
import { Given, middleOf, type Person } from '../test/given.js';
import { type BenchRow, compared, median } from './bench.js';
import { type Ask, load } from './load.js';

const CASES = 200;
/** As many as one request may hold. */
const AT_ONCE = 100;
const ROUNDS = 5;

interface Waiting {
  id: string;
  version: number;
}

async function waiting(operator: Person): Promise<Waiting[]> {
  const cases: Waiting[] = [];
  for (let i = 0; i < CASES; i++) {
    const { id } = await operator.report({ place: middleOf(i % 4) });
    const { version } = await operator.case(id);
    cases.push({ id, version });
  }
  return cases;
}

/** Cases per second. */
async function rate(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (CASES / (performance.now() - start)) * 1000;
}

/** @param dbUrl MySQL/MariaDB; absent means SQLite */
export async function bulk(dbUrl?: string): Promise<BenchRow[]> {
  const server = await startServer({}, dbUrl ?? '');
  try {
    const given = await Given.city(server);
    const [operator, dispatcher] = [await given.the('operator'), await given.the('dispatcher')];
    const input = { unit: given.units.works, urgency: 'normal' };
    const together = async () => {
      const cases = await waiting(operator);
      return rate(async () => {
        for (let i = 0; i < CASES; i += AT_ONCE) {
          const part = cases.slice(i, i + AT_ONCE);
          const answer = await dispatcher.post('/api/cases/acts/assign', { cases: part, input });
          const done = (answer.body as { ok: boolean }[]).filter((result) => result.ok).length;
          if (done !== part.length) throw new Error(`派遣了 ${done} 件：${answer.status}`);
        }
      });
    };
    const singly = async () => {
      const cases = await waiting(operator);
      return rate(async () => {
        for (const { id, version } of cases) {
          const answer = await dispatcher.post(`/api/cases/${id}/acts/assign`, { version, input });
          if (answer.status !== 200) throw new Error(`派遣不成：${answer.status}`);
        }
      });
    };
    const sideBySide = async () => {
      const cases = await waiting(operator);
      const headers = { authorization: `Bearer ${dispatcher.token}` };
      const ask = (i: number): Ask => {
        const { id, version } = cases[i];
        return { method: 'POST', path: `/api/cases/${id}/acts/assign`, headers, body: { version, input } };
      };
      return rate(async () => void (await load(server.url, CASES, ask)));
    };
    const rates = { together: [] as number[], singly: [] as number[], sideBySide: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      rates.together.push(await together());
      rates.singly.push(await singly());
      rates.sideBySide.push(await sideBySide());
    }
    const against = (baselineName: string, all: readonly number[], bound: number | null) =>
      compared({
        name: `批量派遣 200 件（${dbUrl ? 'MariaDB' : 'SQLite'}）`,
        unit: '件/秒',
        ours: median(rates.together),
        baseline: median(all),
        baselineName,
        bound,
      });
    return [
      against('同样 200 件，一件一件派', rates.singly, 1),
      against('同样 200 件，逐件派，16 个并行，连接保持', rates.sideBySide, null),
    ];
  } finally {
    await server.close();
  }
}
