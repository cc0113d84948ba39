/** 工作台: what waits for me by step and deadline; each number opens its list, the most urgent stand below. */
import { useMe } from '../../lib/session.js';
import { AdminStart } from './admin-start.js';
import { CaseStart } from './case-start.js';
import './desk.css';

export default function Desk() {
  const me = useMe();
  return (
    <div className="page desk">
      <div className="page-title">
        <h1>{me.name}，您好</h1>
        <span className="quiet">
          {[...new Set([me.unit?.name, ...me.grids.map((g) => g.name)])].filter(Boolean).join(' · ')}
        </span>
      </div>
      {me.may['case.read'] ? <CaseStart /> : <AdminStart />}
    </div>
  );
}
