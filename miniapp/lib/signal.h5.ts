/** The signal that comes back, as the browser tells of it. Taro asks `navigator.connection`, which Safari has not. */

/** @returns ends the listening */
export function onSignal(isBack: () => void): () => void {
  window.addEventListener('online', isBack);
  return () => window.removeEventListener('online', isBack);
}
