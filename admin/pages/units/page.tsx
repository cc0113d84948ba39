/** 单位. */
import { ApartmentOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/units',
  title: '单位',
  menu: { platform: 'system', order: 1, icon: <ApartmentOutlined /> },
  needs: 'unit.read',
  load: () => import('./units.js'),
};
