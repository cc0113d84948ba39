/** The oldest phones that are promised support: what they lack is taken from the realm of the mini-program. */

/**
 * What Node's engine has and the oldest phones that are promised support (iOS 13, Android WebView 80) have not: code
 * that uses it must fail here and not there.
 */
export const TOO_NEW = `
  for (const type of [Array, String, Object.getPrototypeOf(Int8Array)]) delete type.prototype.at;
  for (const name of ['findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with']) delete Array.prototype[name];
  for (const name of ['replaceAll', 'isWellFormed', 'toWellFormed']) delete String.prototype[name];
  for (const name of ['hasOwn', 'groupBy']) delete Object[name];
  for (const name of ['any', 'withResolvers']) delete Promise[name];
  for (const name of ['WeakRef', 'FinalizationRegistry', 'AggregateError', 'SharedArrayBuffer', 'Atomics']) delete globalThis[name];
`;
