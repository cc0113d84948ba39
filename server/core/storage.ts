/** Where the bytes of files lie: a folder of this machine or an S3 bucket, behind one door. */

/**
 * Keys are made by us: small letters and digits, parts joined by `/`, `.` or `-`.
 * What is put is there whole or not at all.
 */
export abstract class Storage {
  /**
   * @throws file.no-room when the disk or bucket is full: nothing is left behind
   * @throws server.busy when the store cannot be reached
   */
  abstract put(key: string, bytes: Buffer): Promise<void>;
  /** @returns null when there is no such file */
  abstract get(key: string): Promise<Buffer | null>;
  /** Removing what is not there is no error. */
  abstract remove(key: string): Promise<void>;
  /** Keys of everything in a folder, half-written leftovers included, in no order. */
  abstract list(folder: string): AsyncIterable<string>;
}

const KEY = /^[0-9a-z]+([/.-][0-9a-z]+)*$/;

/** @throws when a key was not made by us, before it reaches a file system */
export function checkKey(key: string): void {
  if (!KEY.test(key)) throw new Error(`not a storage key: ${key}`);
}
