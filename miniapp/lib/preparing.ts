/** Photos that were picked and are being made ready: whoever hands something in waits for them. */
import { store } from './store';

export const preparing = store<number>(0);

/** @param work ends when the photos stand where they are handed in from */
export async function whilePreparing(work: () => Promise<void>): Promise<void> {
  preparing.set(preparing.get() + 1);
  try {
    await work();
  } finally {
    preparing.set(preparing.get() - 1);
  }
}
