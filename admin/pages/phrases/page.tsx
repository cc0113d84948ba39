/** 话术与快捷操作. */
import { ThunderboltOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/phrases',
  title: '话术与快捷操作',
  menu: { platform: 'office', order: 8, icon: <ThunderboltOutlined /> },
  needs: 'case.read',
  load: () => import('./phrases.js'),
};
