/** What happened so far, as a file of letters: who (unit first), did what, when, and what was said. */
import { actionRow, type EntryAction, isAction, wordsOf } from '../../../shared/case-flow.js';
import type { Field, Fields } from '../../../shared/fields.js';
import { sayDistance } from '../../../shared/say.js';
import { sayValue } from '../../../shared/say-value.js';
import type { Entry } from '../../../shared/views.js';
import { PhotoStrip } from '../../components/photo-strip.js';
import { At, StateTag } from '../../components/tags.js';
import { now } from '../../lib/now.js';

/** The opening says its words at the top of the page; its photos stand there too. */
const fieldsOf = (action: EntryAction): Fields => (isAction(action) ? actionRow(action).asks : {});

export function Timeline({ entries }: { entries: readonly Entry[] }) {
  return (
    <section className="card" aria-label="办理过程">
      <h2>办理过程</h2>
      <ol className="timeline">
        {[...entries].reverse().map((entry) => (
          <Letter key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Letter({ entry }: { entry: Entry }) {
  const moved = entry.from !== null && entry.from !== entry.to;
  return (
    <li>
      <div className="letter-head">
        <span>
          {entry.unit && <b>{entry.unit}</b>} {entry.who} {wordsOf(entry.action).did}
        </span>
        {moved && <StateTag state={entry.to} />}
        <span className="grow" />
        <span className="quiet">
          <At at={entry.at} />
        </span>
      </div>
      <dl className="letter">
        {Object.entries(fieldsOf(entry.action)).map(([key, field]) => (
          <Said key={key} field={field} value={entry.input[key]} entry={entry} name={key} />
        ))}
      </dl>
      {entry.why && <p className="hint">{entry.why}</p>}
      <Evidence entry={entry} />
    </li>
  );
}

/** When and how far from the place photos were taken, as far as their files tell. */
export function Evidence({ entry }: { entry: Entry }) {
  const { evidence = [], photos } = entry;
  const all = Object.values(photos).flat().length;
  // Photos without such notes are left out by the server: then it is not known which one is spoken of.
  const which = (i: number) => (all === 1 ? '照片' : evidence.length === all ? `照片 ${i + 1} ` : '其中一张照片');
  return evidence.map((e, i) => (
    <p key={`${entry.id}-${i}`} className="hint">
      {which(i)}
      {e.takenAt && (
        <>
          拍摄于 <At at={e.takenAt} />
        </>
      )}
      {e.takenAt && e.metres !== null && '，'}
      {e.metres !== null && `距事发位置 ${sayDistance(e.metres)}`}
    </p>
  ));
}

function Said({ field, value, entry, name }: { field: Field; value: unknown; entry: Entry; name: string }) {
  const photos = entry.photos[name] ?? [];
  if (field.kind === 'photos')
    return photos.length === 0 ? null : (
      <div>
        <dt>{field.label}</dt>
        <dd>
          <PhotoStrip photos={photos} name={field.label} />
        </dd>
      </div>
    );
  const words = sayValue(field, value, entry.names, now());
  if (!words) return null;
  return (
    <div>
      <dt>{field.label}</dt>
      <dd className={field.kind === 'longText' ? 'said-words' : undefined}>{words}</dd>
    </div>
  );
}
