/** The start of the three administrators, who see no cases: where their work is. */
import { Link } from '@tanstack/react-router';
import { roles } from '../../../shared/permissions.js';
import { sayCount } from '../../../shared/say.js';
import { useAccounts, useAudit, usePlaces, useUnits } from '../../lib/registers.js';
import { useMe } from '../../lib/session.js';

interface Counted {
  data: { total: number; more: boolean } | undefined;
}
const said = ({ data }: Counted) => (data ? sayCount(data.total, data.more) : '…');

export function AdminStart() {
  const { may, roles: held } = useMe();
  const few = { size: 20 };
  const places = usePlaces({ ...few, level: 'grid' }, Boolean(may['place.read']));
  const units = useUnits(few, Boolean(may['unit.read']));
  const accounts = useAccounts(few, Boolean(may['account.read']));
  const audit = useAudit(few, Boolean(may['audit.read']));
  const cards = [
    may['place.read'] && {
      to: '/places',
      title: '区划与网格',
      n: said(places),
      unit: '个网格',
      words: '导入边界，配备网格岗位',
    },
    may['unit.read'] && { to: '/units', title: '单位', n: said(units), unit: '个', words: '单位、上级和牵头事项' },
    may['account.read'] && {
      to: '/accounts',
      title: '人员',
      n: said(accounts),
      unit: '人',
      words: may['account.roles'] ? '授予和收回角色' : '账号、单位、重设密码',
    },
    may['audit.read'] && { to: '/audit', title: '审计日志', n: said(audit), unit: '条', words: '谁在什么时候做了什么' },
  ].filter((card) => typeof card === 'object');
  if (held.length === 0) return <p className="card">您的账号还没有角色，看不到任何内容。请联系安全管理员授予角色。</p>;
  return (
    <>
      <p className="quiet">{held.map((r) => `${roles[r].label}：${roles[r].words}`).join('；')}。</p>
      <div className="tiles">
        {cards.map((card) => (
          <Link key={card.to} to={card.to as string} className="tile tile-card">
            <span className="tile-title">{card.title}</span>
            <span>
              <b>{card.n}</b> {card.unit}
            </span>
            <span className="hint">{card.words}</span>
          </Link>
        ))}
      </div>
    </>
  );
}
