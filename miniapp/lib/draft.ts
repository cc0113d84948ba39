/** The report that is being written: kept after every change, so that closing the app loses nothing. */
import { type CaseKind, type Report, reportForm } from '../../shared/case';
import { kindOf } from '../../shared/duty-list';
import { clean, type Point } from '../../shared/fields';
import { dropPhoto } from './photos';
import type { Picked } from './picked';
import { newKey } from './random';
import { forget, keep, kept } from './storage';
import { store } from './store';

export interface Draft {
  /** Idempotency-Key of the report that this becomes: sent twice, it is still one case. */
  key: string;
  photos: Picked[];
  item: string | null;
  /** What the person chose; null while it follows from item and words. */
  kind: CaseKind | null;
  place: Point | null;
  address: string;
  words: string;
  /** The words sound like an emergency, and the person said that it is none. */
  notUrgent: boolean;
  /** What was answered to the extra questions of an item; with another item they are asked anew. */
  answers: { item: string; given: Record<string, unknown> } | null;
  contactName: string;
  contactPhone: string;
}

export const emptyDraft = (): Draft => ({
  key: newKey(),
  photos: [],
  item: null,
  kind: null,
  place: null,
  address: '',
  words: '',
  notUrgent: false,
  answers: null,
  contactName: '',
  contactPhone: '',
});

export const draft = store<Draft>(emptyDraft());

let loading: Promise<void> | null = null;

/** What was kept. Whoever begins a report waits for it: else it would be written over by what they begin. */
export function loadDraft(): Promise<void> {
  loading ??= kept<Draft>('draft').then((last) => {
    if (last && !isBegun(draft.get())) draft.set(last);
  });
  return loading;
}

export function changeDraft(part: Partial<Draft>): void {
  void putDraft({ ...draft.get(), ...part });
}

/** Resolves when it is kept on the phone. */
export async function putDraft(next: Draft): Promise<void> {
  draft.set(next);
  await keep('draft', next);
}

/** What is written now becomes another report than the one that was sent under this draft's key, and took the photos. */
export const rekeyDraft = (): Promise<void> => {
  const photos = draft.get().photos.map(({ key, path }) => ({ key, path }));
  return putDraft({ ...draft.get(), key: newKey(), photos });
};

export const isBegun = (d: Draft) => d.photos.length > 0 || !!d.item || !!d.place || !!d.address || !!d.words;

/** Something would be lost with it: more than what one tap has chosen. */
export const holdsWork = (d: Draft) => d.photos.length > 0 || !!d.place || !!d.address.trim() || !!d.words.trim();

/** Begins anew. Photos stay on the phone where another owner (the outbox) has taken them over. */
export async function clearDraft(photosToo: boolean): Promise<void> {
  const { photos } = draft.get();
  draft.set(emptyDraft());
  await forget('draft');
  if (photosToo) await Promise.all(photos.map(dropPhoto));
}

/** The body of POST /api/cases; photos must have been sent. */
export function reportOf(d: Draft): Report {
  const { item, place, address, words, contactName, contactPhone } = d;
  const photos = d.photos.flatMap((p) => (p.id ? [p.id] : []));
  const kind = d.kind ?? kindOf(item, words);
  return clean(reportForm, { kind, item, words, place, address, photos, contactName, contactPhone });
}

/** Absent where nothing was asked, or there was no signal to learn what to ask. */
export const answersOf = ({ item, answers }: Draft): Record<string, unknown> | undefined =>
  answers && answers.item === item ? answers.given : undefined;
