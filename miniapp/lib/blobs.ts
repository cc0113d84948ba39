/** The browser's own database as a box of files by key; used on the web page only. */
const BOX = 'photos';

let opened: Promise<IDBDatabase> | null = null;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const opening = indexedDB.open('gezhi', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(BOX);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  return opened;
}

async function run<T>(mode: IDBTransactionMode, ask: (box: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(BOX, mode);
  return new Promise((resolve, reject) => {
    const request = ask(transaction.objectStore(BOX));
    // Not before: until then the page may go, and what it put away with it.
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const blobs = {
  put: (key: string, blob: Blob) => run('readwrite', (box) => box.put(blob, key)),
  get: (key: string) => run<Blob | undefined>('readonly', (box) => box.get(key)),
  remove: (key: string) => run('readwrite', (box) => box.delete(key)),
};
