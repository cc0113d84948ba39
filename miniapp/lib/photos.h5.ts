/** Photos in the browser: picked by a file input, shrunk on a canvas, kept in the browser's database until sent. */
import { addressOf, authorization, offline } from './api';
import { blobs } from './blobs';
import type { Answer, Chosen, PhotoSource, Picked } from './picked';
import { newKey } from './random';

/** Long side in pixels: enough to read a lamp's number, small enough for a weak signal. */
const LONG_SIDE = 1600;

/** Camera or album. Nothing when the person went back without a photo. */
export async function choosePhotos(from: PhotoSource, most: number): Promise<Chosen> {
  const files = (await askForFiles(from, most > 1)).slice(0, most);
  const ready = async (file: File) => {
    const key = newKey();
    await blobs.put(key, await shrunk(file));
    return { key, path: '' };
  };
  return { count: files.length, ready: () => Promise.all(files.map(ready)) };
}

/** Sends one photo to the server. @throws Failure offline, when no answer came */
export async function sendPhoto(photo: Picked): Promise<Answer> {
  const blob = await blobs.get(photo.key);
  if (!blob) return { status: 410, data: null };
  const form = new FormData();
  form.append('file', blob, `${photo.key}.${blob.type.split('/')[1] ?? 'jpg'}`);
  let answer: Response;
  try {
    answer = await fetch(addressOf('/api/files'), { method: 'POST', body: form, headers: authorization() });
  } catch {
    throw offline();
  }
  return { status: answer.status, data: await answer.json().catch(() => null) };
}

const shown = new Map<string, string>();

/** Address for an image on the page. */
export async function showPhoto(photo: Picked): Promise<string> {
  const known = shown.get(photo.key);
  if (known) return known;
  const blob = await blobs.get(photo.key);
  if (!blob) return '';
  const address = URL.createObjectURL(blob);
  shown.set(photo.key, address);
  return address;
}

export async function dropPhoto(photo: Picked): Promise<void> {
  const address = shown.get(photo.key);
  if (address) URL.revokeObjectURL(address);
  shown.delete(photo.key);
  await blobs.remove(photo.key);
}

function askForFiles(from: PhotoSource, several: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = 'image/*';
    input.multiple = several && from === 'album';
    if (from === 'camera') input.setAttribute('capture', 'environment');
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

/** A JPEG of at most LONG_SIDE; the file itself where the browser cannot read it, so that the server can say why. */
async function shrunk(file: File): Promise<Blob> {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONG_SIDE / Math.max(image.width, image.height));
    if (scale === 1 && file.type === 'image/jpeg' && file.size < 1_000_000) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.82));
    return small ?? file;
  } catch {
    return file;
  }
}
