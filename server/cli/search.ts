/** Commands about the search of cases. */
import { rebuildText } from '../features/cases/cases.text.js';
import type { Commands } from './cli.js';

export const searchCommands: Commands = {
  'search rebuild': {
    usage: 'search rebuild              重建事件的全文索引（升级前的旧事件、还原备份之后）；可以中断，再次运行会接着做',
    async run(_args, { db, secrets, ctx, print, progress, stop }) {
      const began = performance.now();
      const total = Number((await db.read.query<{ n: number }>('SELECT COUNT(*) AS n FROM case_file'))[0].n);
      const share = (done: number) => `${Math.min(100, Math.floor((100 * done) / Math.max(1, total)))}%`;
      const told = { db, secrets, stop, progress: (n: number) => progress(`已索引 ${n} 件（${share(n)}）`) };
      const { done, complete } = await rebuildText(told, ctx);
      const seconds = Math.round((performance.now() - began) / 1000);
      print(`${complete ? '完成' : '已停止，再次运行会接着做'}：${done} 件，用时 ${seconds} 秒`);
      return complete ? 0 : 1;
    },
  },
};
