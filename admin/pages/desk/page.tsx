/** 工作台, the first page. */
import { HomeOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/',
  title: '工作台',
  menu: { platform: 'office', order: 1, icon: <HomeOutlined /> },
  load: () => import('./desk.js'),
};
