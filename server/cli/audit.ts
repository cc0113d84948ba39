/** Commands about the audit log. */
import { AuditAnchors } from '../features/audit/audit.anchors.js';
import { type Anchor, auditVerify } from '../features/audit/audit.service.js';
import type { Commands } from './cli.js';

/** Of many anchors that the log contradicts the first tell enough. */
const MOST_SHOWN = 5;
const sayAnchor = ({ seq, at }: Anchor) => `第 ${seq} 条（记于 ${at}）`;

export const auditCommands: Commands = {
  'audit verify': {
    usage: 'audit verify                逐条核对审计日志的链和库外的锚点，指出第一处被改动的记录',
    async run(_args, { db, secrets, service, print, progress }) {
      const { anchors, foreign } = await (await service(AuditAnchors)).all();
      const verdict = await auditVerify(db, secrets, anchors, (n) => progress(`已核对 ${n} 条`));
      const { rows, brokenAt, lost } = verdict;
      if (foreign > 0) print(`锚点里有 ${foreign} 行不是本系统写的，或没有写完`);
      for (const anchor of lost.slice(0, MOST_SHOWN))
        print(`库外锚点记着${sayAnchor(anchor)}，日志里没有，或不是这一条`);
      if (lost.length > MOST_SHOWN) print(`……共 ${lost.length} 个锚点对不上`);
      if (brokenAt !== null) {
        print(`审计日志在第 ${brokenAt} 条被改动、删除或插入；此前 ${Math.min(rows, brokenAt - 1)} 条完整`);
        return 1;
      }
      const newest = anchors.at(-1);
      print(`审计日志完整，共 ${rows} 条`);
      print(newest ? `与库外 ${anchors.length} 个锚点相符，最近的是${sayAnchor(newest)}` : '没有库外的锚点可以核对');
      return 0;
    },
  },
};
