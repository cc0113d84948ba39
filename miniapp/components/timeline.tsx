/** What has happened to a case, newest first, in the resident's words, with what was said and shown. */
import { View } from '@tarojs/components';
import { actionRow, isAction } from '../../shared/case-flow';
import type { Field, Fields } from '../../shared/fields';
import { sayDate, sayDay, sayFullDate } from '../../shared/say';
import type { Entry } from '../../shared/views';
import { told } from '../lib/a11y';
import { PhotoStrip } from './photo-strip';
import { StarsGiven } from './stars';

interface TimelineProps {
  entries: readonly Entry[];
  /** Entries whose words stand elsewhere on the page, and are not said twice. */
  shownAbove?: readonly (string | undefined)[];
}

export function Timeline({ entries, shownAbove = [] }: TimelineProps) {
  const shown = entries.filter((e) => e.says !== null).sort((a, b) => b.seq - a.seq);
  return (
    <View className="timeline" {...told({ role: 'list' })}>
      {shown.map((entry, i) => (
        <View key={entry.id} className={`timeline-one ${i === 0 ? 'is-newest' : ''}`} {...told({ role: 'listitem' })}>
          <View className="timeline-says">{entry.says}</View>
          <View
            className="hint"
            aria-label={sayFullDate(entry.at)}
          >{`${sayDate(entry.at, Date.now())}${!entry.mine && entry.unit && !entry.says?.includes(entry.unit) ? ` · ${entry.unit}` : ''}`}</View>
          {!shownAbove.includes(entry.id) && <Said entry={entry} />}
        </View>
      ))}
    </View>
  );
}

/** What was typed, by the form of the action. */
function Said({ entry }: { entry: Entry }) {
  const fields: Fields = isAction(entry.action) ? actionRow(entry.action).asks : {};
  return (
    <View>
      {Object.entries(fields).map(([key, field]) => {
        if (field.kind === 'photos') {
          const photos = entry.photos[key] ?? [];
          return photos.length > 0 && <PhotoStrip key={key} photos={photos} what={field.label} />;
        }
        const value = entry.input[key];
        if (value === undefined || value === null || value === '') return null;
        return (
          <View key={key} className="timeline-said">
            <View className="timeline-label">{field.label}</View>
            {field.kind === 'stars' ? (
              <StarsGiven value={Number(value)} />
            ) : (
              <View>{sayValue(field, value, entry)}</View>
            )}
          </View>
        );
      })}
    </View>
  );
}

function sayValue(field: Field, value: unknown, entry: Entry): string {
  if (field.kind === 'choice' || field.kind === 'choices') {
    const keys = Array.isArray(value) ? value : [value];
    return keys.map((key) => field.options[String(key)] ?? String(key)).join('、');
  }
  if (field.kind === 'ref') return entry.names[String(value)] ?? String(value);
  if (field.kind === 'yesNo') return value ? '是' : '否';
  if (field.kind === 'date') return sayDay(`${String(value)}T12:00:00+08:00`, Date.now());
  return String(value);
}
