/** Commands about the audit log. */
import { auditVerify } from '../features/audit/audit.service.js';
import type { Commands } from './cli.js';

export const auditCommands: Commands = {
  'audit verify': {
    usage: 'audit verify                逐条核对审计日志的链，指出第一处被改动的记录',
    async run(_args, { db, secrets, print, progress }) {
      const { rows, brokenAt } = await auditVerify(db, secrets, (n) => progress(`已核对 ${n} 条`));
      if (brokenAt === null) {
        print(`审计日志完整，共 ${rows} 条`);
        return 0;
      }
      print(`审计日志在第 ${brokenAt} 条被改动、删除或插入；此前 ${rows} 条完整`);
      return 1;
    },
  },
};
