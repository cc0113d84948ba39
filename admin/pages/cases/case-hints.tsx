/** Beside the case, for the supervision desk alone: what may deserve a second look. */
import { HintCard } from '../../components/hint-card.js';
import { useHints } from '../../lib/hints.js';
import { useMay } from '../../lib/session.js';

export function CaseHints({ id }: { id: string }) {
  const may = useMay('case.review');
  const { data } = useHints({ case: id }, !!may);
  if (!may || !data || data.rows.length === 0) return null;
  return (
    <section className="card" aria-label="办结线索">
      <h2>办结线索</h2>
      <p className="quiet">只供复核参考，不是结论，承办单位看不到</p>
      {data.rows.map((h) => (
        <HintCard key={h.id} hint={h} />
      ))}
    </section>
  );
}
