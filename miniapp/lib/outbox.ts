/** Reports that wait on the phone: sent by themselves once they can be, each with its one Idempotency-Key. */
import { PRIVACY_VERSION } from '../../shared/privacy';
import type { Me, Reported } from '../../shared/views';
import { call, Failure, toFailure } from './api';
import {
  answersOf,
  clearDraft,
  type Draft,
  draft,
  holdsWork,
  loadDraft,
  putDraft,
  rekeyDraft,
  reportOf,
} from './draft';
import { dropPhoto } from './photos';
import type { Picked } from './picked';
import { agree, consentGiven, mayReport, me, refreshMe, signIn } from './session';
import { keep, kept } from './storage';
import { store } from './store';
import { sendAll } from './upload';

export interface Waiting {
  draft: Draft;
  since: string;
  /** The account that handed it in and the text of the notice it agreed to; null: it was laid aside unfinished. */
  handedIn: { by: string | null; version: string } | null;
  /** Why it is not there yet, though nothing is wrong with it; not before `again` (ms) is it tried once more. */
  held?: { code: Failure['code']; title: string; tries: number; again: number };
  /** Why the server refused it; then a person must look at it, and it is not sent by itself. */
  refused?: { title: string; detail: string };
  /** It is there; shown until the person has seen it. Without an id where only that much is known. */
  arrived?: { id?: string; number?: string };
}

export const outbox = store<Waiting[]>([]);
/** What happens to one report at this moment, in words; empty when nothing does. */
export const sendingNow = store<string>('');

const AGAIN = 30_000;
const SELDOM = 15 * 60_000;
let timer: ReturnType<typeof setTimeout> | null = null;
/** One round after the other. */
let rounds: Promise<void> = Promise.resolve();

/**
 * Hands the draft in; the button that was pressed said that this agrees to the privacy notice. What cannot be sent now
 * goes to the outbox, and null is returned.
 * @throws Failure when the server refuses it: the draft is then kept as it was
 */
export async function submit(): Promise<Reported | null> {
  const mine = draft.get();
  try {
    await consentGiven();
    const reported = await deliver(mine);
    await clearDraft(true);
    return reported;
  } catch (e) {
    const failure = toFailure(e);
    if (failure.code === 'consent.required') await refreshMe();
    if (failure.code === 'idempotency.other-content') {
      await rekeyDraft();
      throw new Failure(failure.code, '之前写的那份已经收到，在“我的诉求”里', {
        ...failure.body,
        detail: '要把改过的当作另一件提交，请再按一次',
      });
    }
    if (!failure.passing) throw failure;
    const since = new Date().toISOString();
    await change([...outbox.get(), { draft: draft.get(), since, handedIn: handedInNow(), held: heldBy(failure, 0) }]);
    await clearDraft(false);
    plan();
    return null;
  }
}

/** Sends the draft's photos ahead, while the rest is being written. Only for somebody whom the server takes them from. */
export async function sendDraftPhotos(): Promise<void> {
  if (!mayReport(me.get())) return;
  const { key, photos } = draft.get();
  await sendAll(photos, (photo) => remember(key, photo));
}

/**
 * Sends what waits and is due. Called when the app is opened or shown, when a signal returns, and by the clock.
 * @param all also what was to be tried later: something has changed for the better
 */
export function flush(all = false): Promise<void> {
  rounds = rounds.then(() => sendWaiting(all));
  return rounds;
}

/** What was kept of the draft and of what waits. The app may have been closed while one was becoming the other. */
export async function loadReports(): Promise<void> {
  const [waiting] = await Promise.all([kept<Waiting[]>('outbox'), loadDraft()]);
  const { key } = draft.get();
  outbox.set((waiting ?? []).filter((w) => w.draft.key !== key || w.handedIn));
  if (outbox.get().some((w) => w.draft.key === key)) await clearDraft(false);
}

/** Takes one out, because its answer was read or it is not wanted any more. */
export const takeOut = (key: string): Promise<void> => change(outbox.get().filter((w) => w.draft.key !== key));

export async function throwAway({ draft: { key, photos } }: Waiting): Promise<void> {
  await takeOut(key);
  await Promise.all(photos.map(dropPhoto));
}

/**
 * Makes it the draft again, and lays what was being written in its place. At each moment both are kept on the phone:
 * first as laid aside in the outbox, so that it does not go by itself any more.
 */
export async function reopen({ draft: mine }: Waiting): Promise<void> {
  const current = draft.get();
  const others = outbox.get().filter((w) => w.draft.key !== mine.key);
  await change([...others, ...[mine, current].filter(holdsWork).map(laidAside)]);
  await putDraft(mine);
  await takeOut(mine.key);
}

const laidAside = (mine: Draft): Waiting => ({ draft: mine, since: new Date().toISOString(), handedIn: null });

/** It waits for nothing but its person: who handed it in is not signed in, or has agreed to another text or to none. */
export const asksConsent = ({ handedIn }: Waiting, who: Me | null): boolean =>
  !!handedIn && !(mayReport(who) && who?.id === handedIn.by && handedIn.version === PRIVACY_VERSION);

/** The button that was pressed said 同意并提交. @throws Failure */
export async function handInAgain({ draft: { key } }: Waiting): Promise<void> {
  await (me.get() ? agree(true) : signIn());
  await edit(key, (w) => ({ ...w, handedIn: handedInNow(), held: undefined }));
  await flush(true);
}

const handedInNow = () => ({ by: me.get()?.id ?? null, version: PRIVACY_VERSION });
const waits = (w: Waiting) => !w.refused && !w.arrived && !asksConsent(w, me.get()) && w.handedIn !== null;

async function sendWaiting(all: boolean): Promise<void> {
  for (const { draft: mine } of outbox.get()) {
    // As it is now: while the one before was sent, this one may have been opened or thrown away.
    const w = outbox.get().find((now) => now.draft.key === mine.key);
    if (!w || !waits(w) || (!all && w.held && w.held.again > Date.now())) continue;
    const failure = await sendOne(w);
    if (failure?.code === 'offline') break;
  }
  plan();
}

/** @returns why it is not there */
async function sendOne({ draft: mine, held }: Waiting): Promise<Failure | null> {
  try {
    const { id, number } = await deliver(mine);
    await arrive(mine, { id, number });
    return null;
  } catch (e) {
    const failure = toFailure(e);
    const isUnknown = failure.code === 'consent.required' || failure.body.status === 401;
    // The answer to an earlier try was lost, and its photos have been sent anew meanwhile.
    if (failure.code === 'idempotency.other-content') await arrive(mine, {});
    else if (isUnknown) {
      await edit(mine.key, (w) => ({ ...w, handedIn: w.handedIn && { ...w.handedIn, by: null } }));
      await refreshMe();
    } else if (failure.passing) await edit(mine.key, (w) => ({ ...w, held: heldBy(failure, held?.tries ?? 0) }));
    else await edit(mine.key, (w) => ({ ...w, refused: { title: failure.title, detail: sayErrors(failure) } }));
    return failure;
  }
}

/** Each time later, so that a server in trouble is left alone; without a signal nothing is asked of it. */
function heldBy({ code, title }: Failure, before: number): Waiting['held'] {
  const tries = code === 'offline' ? before : before + 1;
  return { code, title, tries, again: Date.now() + Math.min(SELDOM, AGAIN * 2 ** Math.max(0, tries - 1)) };
}

async function arrive({ key, photos }: Draft, arrived: Waiting['arrived']): Promise<void> {
  await edit(key, (w) => ({ ...w, arrived }));
  await Promise.all(photos.map(dropPhoto)).catch((fault) => console.warn('photo not dropped', fault));
}

async function deliver(mine: Draft): Promise<Reported> {
  try {
    if (mine.photos.length > 0) sendingNow.set('正在传照片…');
    const photos = await sendAll(mine.photos, (photo) => remember(mine.key, photo));
    sendingNow.set('正在提交…');
    const notUrgent = mine.notUrgent || undefined;
    const body = { report: reportOf({ ...mine, photos }), answers: answersOf(mine), notUrgent };
    return await call<Reported>('POST', '/cases', { body, key: mine.key });
  } finally {
    sendingNow.set('');
  }
}

/** A photo reached the server: the draft or the waiting report must know, so that it is not sent again. */
function remember(key: string, photo: Picked): void {
  const put = (d: Draft): Draft => ({ ...d, photos: d.photos.map((p) => (p.key === photo.key ? photo : p)) });
  if (draft.get().key === key) void putDraft(put(draft.get()));
  else void edit(key, (w) => ({ ...w, draft: put(w.draft) }));
}

const edit = (key: string, how: (w: Waiting) => Waiting): Promise<void> =>
  change(outbox.get().map((w) => (w.draft.key === key ? how(w) : w)));

async function change(next: Waiting[]): Promise<void> {
  outbox.set(next);
  await keep('outbox', next);
}

/** Some radios never say that they are back, so we look for ourselves while something waits. */
function plan(): void {
  if (timer) clearTimeout(timer);
  const due = outbox
    .get()
    .filter(waits)
    .map((w) => w.held?.again ?? 0);
  timer = due.length > 0 ? setTimeout(() => void flush(), Math.max(AGAIN, Math.min(...due) - Date.now())) : null;
}

const sayErrors = (f: Failure) => f.detail || Object.values(f.errors).join('；');
