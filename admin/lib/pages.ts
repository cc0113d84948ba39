/** What a page says about itself in `pages/<page>/page.tsx`: all that routes and the menu need to know. */
import type { ComponentType, ReactNode } from 'react';
import type { May, Permission } from '../../shared/permissions.js';

/** The eight platforms of the domain, and the upkeep of the system; one shows when it has a page one may open. */
export const platforms = {
  office: '协同办公',
  safety: '综治',
  welfare: '民生',
  party: '党建',
  oversight: '监督考核',
  insight: '决策支持',
  mobile: '移动平台',
  gis: 'GIS',
  system: '系统管理',
} as const;
export type Platform = keyof typeof platforms;

export interface PageSpec {
  /** Route pattern below /admin, e.g. `/cases/{-$id}`. */
  path: string;
  title: string;
  menu?: { platform: Platform; order: number; icon: ReactNode };
  /** Absent: every member of staff. */
  needs?: Permission;
  /** Shown before anybody has signed in, without the frame. */
  open?: true;
  load: () => Promise<{ default: ComponentType }>;
}

export const mayOpen = (page: PageSpec, may: May): boolean => !page.needs || may[page.needs] !== undefined;
/** Where the menu leads: the pattern without its optional parts. */
export const homeOf = (page: PageSpec): string => page.path.replace(/\/\{-\$\w+\}$/, '');
