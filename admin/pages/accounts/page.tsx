/** 人员. */
import { TeamOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/accounts',
  title: '人员',
  menu: { platform: 'system', order: 2, icon: <TeamOutlined /> },
  needs: 'account.read',
  load: () => import('./accounts.js'),
};
