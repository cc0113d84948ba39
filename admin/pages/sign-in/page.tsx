/** 登录. */
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = { path: '/sign-in', title: '登录', open: true, load: () => import('./sign-in.js') };
