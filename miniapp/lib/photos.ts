/** Photos on the phone, in WeChat: taken or picked, shrunk, kept in the user's files until they are sent. */
import Taro from '@tarojs/taro';
import { addressOf, authorization, offline } from './api';
import type { Answer, Chosen, PhotoSource, Picked } from './picked';
import { newKey } from './random';

/** Long side in pixels: enough to read a lamp's number, small enough for a weak signal. */
const LONG_SIDE = 1600;

/** Camera or album. Nothing when the person went back without a photo. */
export async function choosePhotos(from: PhotoSource, most: number): Promise<Chosen> {
  let files: { tempFilePath: string }[];
  try {
    const chosen = await Taro.chooseMedia({
      count: from === 'camera' ? 1 : most,
      mediaType: ['image'],
      sourceType: [from],
      sizeType: ['compressed'],
    });
    files = chosen.tempFiles.slice(0, most);
  } catch (e) {
    if (/cancel/.test(String((e as { errMsg?: string })?.errMsg ?? e))) return nothing;
    throw e;
  }
  const ready = (file: (typeof files)[number]) => store(file.tempFilePath).then((path) => ({ key: newKey(), path }));
  return { count: files.length, ready: () => Promise.all(files.map(ready)) };
}

const nothing: Chosen = { count: 0, ready: async () => [] };

/** Sends one photo to the server; 410 where it is no longer on the phone. @throws Failure offline, when no answer came */
export async function sendPhoto(photo: Picked): Promise<Answer> {
  try {
    const sent = await Taro.uploadFile({
      url: addressOf('/api/files'),
      filePath: photo.path,
      name: 'file',
      header: authorization(),
      timeout: 60_000,
    });
    return { status: sent.statusCode, data: parsed(sent.data) };
  } catch {
    // WeChat says the same of a lost signal and of a lost file, and only one of them passes.
    if (!(await isThere(photo))) return { status: 410, data: null };
    throw offline();
  }
}

const isThere = ({ path }: Picked): Promise<boolean> =>
  new Promise((resolve) =>
    Taro.getFileSystemManager().access({ path, success: () => resolve(true), fail: () => resolve(false) }),
  );

/** Address for an image on the page. */
export const showPhoto = async (photo: Picked): Promise<string> => photo.path;

export async function dropPhoto(photo: Picked): Promise<void> {
  try {
    Taro.getFileSystemManager().removeSavedFile({ filePath: photo.path });
  } catch {
    // Already gone.
  }
}

async function store(temporary: string): Promise<string> {
  const small = await shrunk(temporary);
  try {
    const saved = await new Promise<string>((resolve, reject) =>
      Taro.getFileSystemManager().saveFile({
        tempFilePath: small,
        success: (r) => resolve((r as { savedFilePath: string }).savedFilePath),
        fail: reject,
      }),
    );
    return saved;
  } catch {
    // No room: the photo then lasts as long as the app.
    return small;
  }
}

async function shrunk(path: string): Promise<string> {
  try {
    const { width, height } = await Taro.getImageInfo({ src: path });
    const long = Math.max(width, height);
    if (long <= LONG_SIDE) return path;
    const scale = LONG_SIDE / long;
    const { tempFilePath } = await Taro.compressImage({
      src: path,
      quality: 82,
      compressedWidth: Math.round(width * scale),
      compressedHeight: Math.round(height * scale),
    });
    return tempFilePath;
  } catch {
    // WeChat cannot shrink every file; the server takes up to 10 MB.
    return path;
  }
}

function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
