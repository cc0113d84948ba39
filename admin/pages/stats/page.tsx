/** 统计. */
import { BarChartOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/stats',
  title: '统计',
  menu: { platform: 'oversight', order: 1, icon: <BarChartOutlined /> },
  needs: 'stats.read',
  load: () => import('./stats.js'),
};
