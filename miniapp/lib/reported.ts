/** What the server said to the report that was just handed in; null: it waits for a signal. */
import type { Reported } from '../../shared/views';
import { store } from './store';

export const justReported = store<Reported | null>(null);
