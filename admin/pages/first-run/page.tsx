/** 初始化: the first page of an empty system. */
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = { path: '/first-run', title: '初始化', open: true, load: () => import('./first-run.js') };
