/** 权责清单. */
import { ProfileOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/duty',
  title: '权责清单',
  menu: { platform: 'office', order: 5, icon: <ProfileOutlined /> },
  needs: 'duty.read',
  load: () => import('./duty.js'),
};
