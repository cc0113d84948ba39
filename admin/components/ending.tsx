/** A minute before a page that nobody touches signs out: said where it is seen from afar. */
import { Alert } from 'antd';
import { IDLE_MINUTES } from '../../shared/views.js';
import { useAttendance } from '../lib/attendance.js';
import { useTellPresence } from '../lib/session.js';

export function Ending() {
  const ending = useAttendance(useTellPresence());
  if (!ending) return null;
  return (
    <Alert
      banner
      type="warning"
      className="ending"
      title={`快 ${IDLE_MINUTES} 分钟没有操作了，一分钟后会退出登录。动一下鼠标或按任意键，就接着用。`}
    />
  );
}
