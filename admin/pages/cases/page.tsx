/** 事件列表, with the case that is open. */
import { UnorderedListOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/cases/{-$id}',
  title: '事件',
  menu: { platform: 'office', order: 2, icon: <UnorderedListOutlined /> },
  needs: 'case.read',
  load: () => import('./cases.js'),
};
