/** What was typed for an action on a case: kept after every change, so that leaving the page loses nothing. */
import { dropPhoto } from './photos';
import type { Picked } from './picked';
import { forget, keep, kept } from './storage';

export interface KeptForm {
  /** Idempotency-Key of what was typed last: sent twice, it is still done once. */
  key: string;
  value: Record<string, unknown>;
}

/** Newest last; older ones than these were given up. */
const MOST_KEPT = 5;
const STORED = 'forms';

type Forms = [name: string, form: KeptForm][];
const all = async (): Promise<Forms> => (await kept<Forms>(STORED)) ?? [];
const photosIn = ({ value }: KeptForm) =>
  Object.values(value).flatMap((v) => (Array.isArray(v) ? v : []).filter(isPicked));
const isPicked = (v: unknown): v is Picked => typeof v === 'object' && v !== null && 'path' in v;

// One change after the other, so that none is written over by an older one.
let queue: Promise<void> = Promise.resolve();
function change(how: (forms: Forms) => Forms): Promise<void> {
  queue = queue.then(async () => {
    const before = await all();
    const after = how(before);
    const stay = new Set(after.flatMap(([, form]) => photosIn(form).map((photo) => photo.key)));
    const gone = before.flatMap(([, form]) => photosIn(form).filter((photo) => !stay.has(photo.key)));
    await (after.length > 0 ? keep(STORED, after) : forget(STORED));
    await Promise.all(gone.map(dropPhoto)).catch((fault) => console.warn('photo not dropped', fault));
  });
  return queue;
}

/** @param name says which form: the case and the action */
export const keepForm = (name: string, form: KeptForm): Promise<void> =>
  change((forms) => [...forms.filter(([n]) => n !== name), [name, form] as Forms[number]].slice(-MOST_KEPT));

export const forgetForm = (name: string): Promise<void> => change((forms) => forms.filter(([n]) => n !== name));

export const keptForm = async (name: string): Promise<KeptForm | null> =>
  (await all()).find(([n]) => n === name)?.[1] ?? null;
