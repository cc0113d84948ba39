/** Cases that may be the same thing, beside the case: one key makes the two one. */
import { Button } from 'antd';
import type { SimilarCase } from '../../../shared/desk.js';
import { sayAgo, sayCaseNumber, sayDistance } from '../../../shared/say.js';
import { CaseLink } from '../../components/case-link.js';
import { StateTag } from '../../components/tags.js';
import { useNow } from '../../lib/now.js';
import { itemName } from '../../lib/words.js';

interface Props {
  similar: readonly SimilarCase[];
  /** Absent where this case cannot be merged now. */
  onMerge: ((main: SimilarCase) => void) | undefined;
}

export function Similar({ similar, onMerge }: Props) {
  const now = useNow();
  if (similar.length === 0) return null;
  return (
    <section className="card" aria-label="可能是同一件事">
      <h2>可能是同一件事</h2>
      <ul className="similar">
        {similar.map((c, i) => (
          <li key={c.id}>
            <div className="row">
              <CaseLink id={c.id}>
                <span className="number">{sayCaseNumber(c.number)}</span>
              </CaseLink>
              <b>{itemName(c.item)}</b>
              <StateTag state={c.state} />
            </div>
            <p className="similar-words" title={c.words}>
              {c.words}
            </p>
            <div className="row">
              <span className="hint grow">{whyLike(c, now)}</span>
              {onMerge && (
                <Button size="small" onClick={() => onMerge(c)} {...(i === 0 ? { title: '并入这件（m）' } : {})}>
                  并入这件{i === 0 && <kbd>m</kbd>}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const whyLike = (c: SimilarCase, now: number) =>
  [
    c.metres === null ? null : `相距 ${sayDistance(c.metres)}`,
    sayAgo(c.createdAt, now),
    c.sameItem ? '同一事项' : null,
    c.likeness >= 0.25 ? `说法相近 ${Math.round(c.likeness * 100)}%` : null,
  ]
    .filter(Boolean)
    .join(' · ');
