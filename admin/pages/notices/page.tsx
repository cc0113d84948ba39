/** 消息. */
import { BellOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/notices',
  title: '消息',
  menu: { platform: 'office', order: 4, icon: <BellOutlined /> },
  needs: 'case.read',
  load: () => import('./notices.js'),
};
