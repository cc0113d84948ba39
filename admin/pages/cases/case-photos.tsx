/** What it is about in the reporter's words, with photos: as it was found and as it was left, side by side. */
import type { CaseView, Entry } from '../../../shared/views.js';
import { PhotoStrip } from '../../components/photo-strip.js';
import { Evidence } from './timeline.js';

/** The entry that settled it last, with its photos. */
const settledBy = (view: CaseView): Entry | undefined =>
  [...view.timeline].reverse().find((e) => e.action === 'handle' || e.action === 'settle');

export function CasePhotos({ view }: { view: CaseView }) {
  const settled = settledBy(view);
  const sets = [
    { name: '上报照片', photos: view.photos },
    { name: '处置前', photos: settled?.photos.before ?? [] },
    { name: '处置后', photos: settled?.photos.photos ?? [], entry: settled },
  ].filter((set) => set.photos.length > 0);
  return (
    <section className="card stack" aria-label="诉求内容">
      <p className="case-words">{view.words}</p>
      {sets.length > 0 && (
        <div className={`photo-sets photo-sets-${sets.length}`}>
          {sets.map(({ name, photos, entry }) => (
            <div key={name}>
              <p className="quiet">{name}</p>
              <PhotoStrip photos={photos} name={name} large />
              {entry && <Evidence entry={entry} />}
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
