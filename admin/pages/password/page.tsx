/** 修改密码, also where a first password must be replaced. */
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = { path: '/password', title: '修改密码', open: true, load: () => import('./password.js') };
