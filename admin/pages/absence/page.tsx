/** 代班. */
import { SwapOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/absence',
  title: '代班',
  menu: { platform: 'office', order: 9, icon: <SwapOutlined /> },
  load: () => import('./absence.js'),
};
