/** Commands about the statistics. */
import { parseArgs } from 'node:util';
import { recount } from '../features/stats/recount.service.js';
import { StatsService } from '../features/stats/stats.service.js';
import type { Commands } from './cli.js';

const SHOWN = 10;

export const statsCommands: Commands = {
  'stats recount': {
    usage:
      'stats recount [--repair]    从时间线重算全部统计，与保存的逐项核对；落后的补上，--repair 把不一致的改正（宜在停下服务时）',
    async run(args, { db, service, stop, print, progress }) {
      const { values } = parseArgs({ args, options: { repair: { type: 'boolean', default: false } } });
      const found = await recount(db, await service(StatsService), {
        stop,
        repair: values.repair,
        progress: (n) => progress(`已重算 ${n} 件`),
      });
      const { cases, caughtUp, facts, sums } = found;
      if (found.stopped) {
        print(`停在第 ${cases} 件；补上 ${caughtUp} 件，已发现不一致 ${facts.length} 件，合计没有核对`);
        return 1;
      }
      print(`重算 ${cases} 件，补上 ${caughtUp} 件`);
      if (facts.length + sums.length === 0) {
        print('与保存的统计一致，没有差异');
        return 0;
      }
      print(`不一致：事件 ${facts.length} 件，合计 ${sums.length} 项`);
      for (const line of [...facts, ...sums].slice(0, SHOWN)) print(`  ${line.replace(/\t/g, ' ')}`);
      if (found.repaired) print('已经改正');
      return found.repaired ? 0 : 1;
    },
  },
};
