/** 登记事件. */
import { FormOutlined } from '@ant-design/icons';
import type { PageSpec } from '../../lib/pages.js';

export const page: PageSpec = {
  path: '/intake',
  title: '登记事件',
  menu: { platform: 'office', order: 3, icon: <FormOutlined /> },
  needs: 'case.report',
  load: () => import('./intake.js'),
};
