/** 地图. */
import { EnvironmentOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/map',
  title: '地图',
  menu: { platform: 'gis', order: 1, icon: <EnvironmentOutlined /> },
  needs: 'case.read',
  load: () => import('./map.js'),
};
