/** 抽样回访. */
import { PhoneOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/visits',
  title: '抽样回访',
  menu: { platform: 'oversight', order: 1, icon: <PhoneOutlined /> },
  needs: 'case.visit',
  load: () => import('./visits.js'),
};
