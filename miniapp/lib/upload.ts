/** Sends photos: at most three at once, each tried again by itself, so that one weak moment does not lose the rest. */
import type { Photo } from '../../shared/views';
import { Failure, settle, toFailure } from './api';
import { sendPhoto } from './photos';
import type { Picked } from './picked';

/** WeChat allows ten connections in all; three leave room for the rest of the app. */
const AT_ONCE = 3;
const TRIES = 3;
/** Well before the day after which the server removes photos that belong to no case. */
const FRESH = 20 * 3_600_000;

/** On the server, and not so long ago that it may have been removed there. */
export const isSent = (photo: Picked) => !!photo.id && Date.now() - (photo.sentAt ?? 0) < FRESH;

/** Photos that are on their way: a second call for the same photo joins the first. */
const underway = new Map<string, Promise<Picked>>();

/**
 * Sends those that are not there yet.
 * @param onSent called for each, with its id
 * @returns all photos, each with its id, in the order given
 * @throws Failure of the first photo that could not be sent; the others are sent all the same
 */
export async function sendAll(photos: readonly Picked[], onSent: (photo: Picked) => void): Promise<Picked[]> {
  const done = [...photos];
  const faults: Failure[] = [];
  const open = photos.map((photo, at) => ({ photo, at })).filter(({ photo }) => !isSent(photo));
  const worker = async () => {
    for (let next = open.shift(); next; next = open.shift()) {
      try {
        done[next.at] = await sendOnce(next.photo);
        onSent(done[next.at]);
      } catch (e) {
        faults.push(toFailure(e));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (faults.length > 0) throw faults[0];
  return done;
}

function sendOnce(photo: Picked): Promise<Picked> {
  const already = underway.get(photo.key);
  if (already) return already;
  const sending = withTries(photo).finally(() => underway.delete(photo.key));
  underway.set(photo.key, sending);
  return sending;
}

async function withTries(photo: Picked): Promise<Picked> {
  for (let n = 1; ; n++) {
    try {
      const { status, data } = await sendPhoto(photo);
      if (status === 410) throw new Failure('file.broken', '有一张照片已经不在手机里，请删去后重新选择', { status });
      return { ...photo, id: settle<Photo>(status, data).id, sentAt: Date.now() };
    } catch (e) {
      const failure = toFailure(e);
      if (!failure.passing || n >= TRIES) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 800 * n));
    }
  }
}
