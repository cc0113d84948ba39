/** 区划与网格. */
import { ClusterOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/places',
  title: '区划与网格',
  menu: { platform: 'gis', order: 2, icon: <ClusterOutlined /> },
  needs: 'place.read',
  load: () => import('./places.js'),
};
