/** Photos that the owner takes or chooses, and the files that the mini-program keeps. */
import { extname } from 'node:path';
import sharp from 'sharp';
import type { MiniProgram } from '../program.js';
import { api, type Callbacks, type Wx, WxFailure } from './api.js';

interface Compression {
  src: string;
  quality?: number;
  compressedWidth?: number;
  compressedHeight?: number;
}

export function mediaApi(program: MiniProgram): Wx {
  const { phone } = program;
  return {
    chooseMedia: api<{ count?: number }>(program, 'chooseMedia', async ({ count = 9 }) => {
      await program.privacy.pass();
      const photos = phone.gallery.splice(0, count);
      if (photos.length === 0) throw new WxFailure('cancel');
      const tempFiles = photos.map((photo) => {
        const { path, size } = phone.addTemporaryFile(photo);
        return { tempFilePath: path, size, fileType: 'image' };
      });
      return { tempFiles, type: 'image' };
    }),
    getImageInfo: api<{ src: string }>(program, 'getImageInfo', async ({ src }) => {
      const { width, height, format } = await sharp(contentOf(program, src)).metadata();
      return { width, height, type: format, path: src, orientation: 'up' };
    }),
    compressImage: api<Compression>(program, 'compressImage', async (options) => {
      const { src, quality = 80, compressedWidth, compressedHeight } = options;
      await phone.shrinks;
      const image = sharp(contentOf(program, src)).resize(compressedWidth, compressedHeight, { fit: 'fill' });
      const tempFilePath = phone.newTemporaryPath('.jpg');
      phone.files.set(tempFilePath, await image.jpeg({ quality }).toBuffer());
      return { tempFilePath };
    }),
    previewImage: api(program, 'previewImage', () => undefined),
    getFileSystemManager: () => fileSystem(program),
  };
}

/** Functions of wx.getFileSystemManager() take callbacks only: without them nobody learns the outcome. */
function fileSystem(program: MiniProgram): Wx {
  const { phone } = program;
  const byCallback = <O extends object>(name: string, work: (options: O) => object | undefined) => {
    const call = api<O>(program, name, work);
    return (options: O & Callbacks) => void call({ complete: () => undefined, ...options });
  };
  return {
    saveFile: byCallback<{ tempFilePath: string }>('saveFile', ({ tempFilePath }) => {
      const savedFilePath = phone.newStorePath(extname(tempFilePath));
      phone.files.set(savedFilePath, contentOf(program, tempFilePath));
      phone.files.delete(tempFilePath);
      return { savedFilePath };
    }),
    access: byCallback<{ path: string }>('access', ({ path }) => {
      contentOf(program, path);
      return undefined;
    }),
    removeSavedFile: byCallback<{ filePath: string }>('removeSavedFile', ({ filePath }) => {
      contentOf(program, filePath);
      phone.files.delete(filePath);
      return undefined;
    }),
  };
}

function contentOf(program: MiniProgram, path: string): Buffer {
  const content = program.phone.files.get(path);
  if (!content) throw new WxFailure(`no such file or directory, open '${path}'`, 1300002);
  return content;
}
