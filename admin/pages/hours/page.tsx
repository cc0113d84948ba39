/** 工作时间. */
import { ClockCircleOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/hours',
  title: '工作时间',
  menu: { platform: 'system', order: 4, icon: <ClockCircleOutlined /> },
  needs: 'settings.write',
  load: () => import('./hours.js'),
};
