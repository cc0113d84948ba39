/** 审计日志. */
import { FileProtectOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/audit',
  title: '审计日志',
  menu: { platform: 'system', order: 3, icon: <FileProtectOutlined /> },
  needs: 'audit.read',
  load: () => import('./audit.js'),
};
