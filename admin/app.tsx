/** The console: its pages are found in pages/, its look comes from shared/look.ts, its data from one query layer. */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { lazy, Suspense } from 'react';
import { AppFrame } from './components/app-frame.js';
import { Gate } from './components/gate.js';
import { PageBoundary } from './components/page-boundary.js';
import { Loading, NoPermission, NotFound, PageFault } from './components/states.js';
import { parseSearch, stringifySearch } from './lib/address.js';
import { ApiProblem } from './lib/api.js';
import { mayOpen, type PageSpec } from './lib/pages.js';
import { sessionKey, useMe } from './lib/session.js';
import { theme } from './lib/theme.js';

dayjs.locale('zh-cn');

const found = import.meta.glob<PageSpec>('./pages/*/page.tsx', { eager: true, import: 'page' });
const pages = Object.values(found);

/** Wherever the session turns out to have ended, everybody learns it, and the gate asks to sign in again. */
const onError = (problem: Error) => {
  if (problem instanceof ApiProblem && (problem.code === 'session.required' || problem.code === 'session.expired'))
    queries.setQueryData(sessionKey, null);
};
const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  // What the browser thinks of the network says little in an office's own: whether the server answers is tried out.
  defaultOptions: {
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      // A refusal stays a refusal; only a server that did not answer is asked once more.
      retry: (count, problem) =>
        count < 1 && !(problem instanceof ApiProblem && problem.status >= 400 && problem.status < 500),
    },
  },
});

function PageBody({ page, Body }: { page: PageSpec; Body: ReturnType<typeof lazy> }) {
  const me = useMe();
  if (!mayOpen(page, me.may)) return <NoPermission needs={page.needs} />;
  return (
    <PageBoundary>
      <Suspense fallback={<Loading />}>
        <Body />
      </Suspense>
    </PageBoundary>
  );
}

function routeOf(page: PageSpec) {
  const Body = lazy(page.load);
  const component = () => {
    if (page.open)
      return (
        <Suspense fallback={<Loading />}>
          <Body />
        </Suspense>
      );
    return (
      <Gate>
        <AppFrame pages={pages} title={page.title}>
          <PageBody page={page} Body={Body} />
        </AppFrame>
      </Gate>
    );
  };
  return createRoute({ getParentRoute: () => root, path: page.path, component });
}

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <NotFound what="这个页面" />,
  validateSearch: (raw: Record<string, unknown>) => raw as Record<string, string>,
});
const router = createRouter({
  routeTree: root.addChildren(pages.map(routeOf)),
  basepath: '/admin',
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  // Of what stands outside the boundary of a page: the frame itself, and pages before anybody has signed in.
  defaultErrorComponent: PageFault,
});

export function Console() {
  return (
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <App>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
