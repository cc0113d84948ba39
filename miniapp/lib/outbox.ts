/** Reports that wait for a signal: kept on the phone and sent by themselves, each with its one Idempotency-Key. */
import Taro from '@tarojs/taro';
import type { Reported } from '../../shared/views';
import { call, currentToken, type Failure, toFailure } from './api';
import { answersOf, clearDraft, type Draft, draft, reportOf } from './draft';
import { dropPhoto } from './photos';
import type { Picked } from './picked';
import { consentGiven, mayReport, me } from './session';
import { keep, kept } from './storage';
import { store } from './store';
import { sendAll } from './upload';

export interface Waiting {
  draft: Draft;
  since: string;
  /** The person agreed to the notice by handing this in, but could not be signed in without a signal. */
  agreed: boolean;
  /** Why the server refused it; then a person must look at it, and it is not sent by itself. */
  refused?: { title: string; detail: string };
  /** It has been sent meanwhile; shown until the person has seen it. */
  reported?: { id: string; number: string };
}

export const outbox = store<Waiting[]>([]);
/** What happens to one report at this moment, in words; empty when nothing does. */
export const sendingNow = store<string>('');

const AGAIN = 30_000;
let timer: ReturnType<typeof setTimeout> | null = null;
let flushing: Promise<void> | null = null;

/**
 * Hands the draft in; the button that was pressed said that this agrees to the privacy notice. Without a signal it goes to the outbox, and null is returned.
 * @throws Failure when the server refuses it: the draft is then kept as it was
 */
export async function submit(): Promise<Reported | null> {
  const mine = draft.get();
  try {
    const reported = await deliver(mine, (photo) => remember(mine.key, photo));
    await clearDraft(true);
    return reported;
  } catch (e) {
    const failure = toFailure(e);
    if (!failure.passing) throw failure;
    change([...outbox.get(), { draft: draft.get(), since: new Date().toISOString(), agreed: !mayReport(me.get()) }]);
    await clearDraft(false);
    plan();
    return null;
  }
}

/** Sends the draft's photos ahead, while the rest is being written. Only for somebody who is signed in. */
export async function sendDraftPhotos(): Promise<void> {
  if (!currentToken()) return;
  const { key, photos } = draft.get();
  await sendAll(photos, (photo) => remember(key, photo));
}

/** Sends what waits. Called when the app is opened or shown, when a signal returns, and every half minute meanwhile. */
export function flush(): Promise<void> {
  flushing ??= sendWaiting().finally(() => {
    flushing = null;
  });
  return flushing;
}

export async function loadOutbox(): Promise<void> {
  outbox.set((await kept<Waiting[]>('outbox')) ?? []);
  Taro.onNetworkStatusChange(({ isConnected }) => {
    if (isConnected) void flush();
  });
}

/** Takes one out: to be mended as the draft again, or because its answer was read. */
export function takeOut(key: string): void {
  change(outbox.get().filter((w) => w.draft.key !== key));
}

async function sendWaiting(): Promise<void> {
  for (const { draft: mine, agreed, refused, reported } of outbox.get()) {
    if (refused || reported || !(agreed || currentToken())) continue;
    try {
      const { id, number } = await deliver(mine, (photo) => remember(mine.key, photo));
      edit(mine.key, (w) => ({ ...w, reported: { id, number } }));
      await Promise.all(mine.photos.map(dropPhoto));
    } catch (e) {
      const failure = toFailure(e);
      if (failure.passing) break;
      edit(mine.key, (w) => ({ ...w, refused: { title: failure.title, detail: sayErrors(failure) } }));
    }
  }
  plan();
}

async function deliver(mine: Draft, onSent: (photo: Picked) => void): Promise<Reported> {
  try {
    await consentGiven();
    if (mine.photos.length > 0) sendingNow.set('正在传照片…');
    const photos = await sendAll(mine.photos, onSent);
    sendingNow.set('正在提交…');
    const body = { report: reportOf({ ...mine, photos }), answers: answersOf(mine) };
    return await call<Reported>('POST', '/cases', { body, key: mine.key });
  } finally {
    sendingNow.set('');
  }
}

/** A photo reached the server: the draft or the waiting report must know, so that it is not sent again. */
function remember(key: string, photo: Picked): void {
  const put = (d: Draft): Draft => ({ ...d, photos: d.photos.map((p) => (p.key === photo.key ? photo : p)) });
  if (draft.get().key === key) {
    draft.set(put(draft.get()));
    void keep('draft', draft.get());
  } else edit(key, (w) => ({ ...w, draft: put(w.draft) }));
}

function edit(key: string, how: (w: Waiting) => Waiting): void {
  change(outbox.get().map((w) => (w.draft.key === key ? how(w) : w)));
}

function change(next: Waiting[]): void {
  outbox.set(next);
  void keep('outbox', next);
}

/** Some radios never say that they are back, so we look for ourselves while something waits. */
function plan(): void {
  if (timer) clearTimeout(timer);
  timer = outbox.get().some((w) => !w.refused && !w.reported) ? setTimeout(() => void flush(), AGAIN) : null;
}

const sayErrors = (f: Failure) => f.detail || Object.values(f.errors).join('；');
