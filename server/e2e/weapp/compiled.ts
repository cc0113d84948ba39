/** Where the compiled mini-program lies: the build's own folder, or another that WEAPP names. */
import { fileURLToPath } from 'node:url';

export const COMPILED = process.env.WEAPP ?? fileURLToPath(new URL('../../../miniapp/dist/weapp', import.meta.url));
