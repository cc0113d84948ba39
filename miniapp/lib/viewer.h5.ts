/** Shows photos in full on the web page: the page in front draws them, with a button to close. */
import { store } from './store';

export const viewed = store<{ urls: string[]; at: number } | null>(null);

export function showPhotos(urls: string[], at: number): void {
  viewed.set({ urls, at });
}
