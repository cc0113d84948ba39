/** 办结线索. */
import { FileSearchOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/hints',
  title: '办结线索',
  menu: { platform: 'oversight', order: 3, icon: <FileSearchOutlined /> },
  needs: 'case.review',
  load: () => import('./hints.js'),
};
