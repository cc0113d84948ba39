/** The stack of open pages: what navigateTo, switchTab and their kin do to it, and the life of each page. */
import type { MiniProgram } from './program.js';
import { api, type Wx, WxFailure } from './wx/api.js';

/** What a mini-program hands to Page(). */
export interface PageDefinition {
  data?: object;
  onLoad?(query: object): void;
  onShow?(): void;
  onReady?(): void;
  onHide?(): void;
  onUnload?(): void;
  onPullDownRefresh?(): void;
  [handler: string]: unknown;
}

export interface Page extends PageDefinition {
  data: Record<string, unknown>;
  route: string;
  options: Record<string, string>;
  setData(patch: Record<string, unknown>, done?: () => void): void;
}

interface Target {
  path: string;
  query: Record<string, string>;
}

const DEEPEST = 10;
const LARGEST_PATCH = 1 << 20;

export class Pages {
  /** Open pages, the one on the screen last. */
  readonly stack: Page[] = [];
  /** Pages of the tab bar live on while another tab is shown. */
  private readonly tabs = new Map<string, Page>();

  constructor(private readonly program: MiniProgram) {}

  get top(): Page {
    const page = this.stack.at(-1);
    if (!page) throw new Error('No page is open');
    return page;
  }

  isTab(path: string): boolean {
    return this.program.appJson.tabBar?.list.some(({ pagePath }) => pagePath === path) ?? false;
  }

  /** @throws WxFailure for a page that does not exist */
  launch(url: string): void {
    this.open(this.address(url));
  }

  private open({ path, query }: Target): void {
    const kept = this.tabs.get(path);
    const page = kept ?? this.make(path, query);
    this.stack.push(page);
    if (this.isTab(path)) this.tabs.set(path, page);
    this.live(() => {
      if (!kept) page.onLoad?.(query);
      page.onShow?.();
      if (!kept) page.onReady?.();
    });
  }

  closeAll(): void {
    while (this.stack.length) this.close();
    for (const page of this.tabs.values()) this.live(() => page.onUnload?.());
    this.tabs.clear();
  }

  /** @throws WxFailure on the first page */
  back(delta = 1): void {
    if (this.stack.length < 2) throw new WxFailure('cannot navigate back at first page');
    for (let i = 0; i < delta && this.stack.length > 1; i++) this.close();
    this.live(() => this.top.onShow?.());
  }

  api(): Wx {
    const program = this.program;
    const to = (name: string, go: (target: Target) => void) =>
      api<{ url: string }>(program, name, ({ url }) => go(this.address(url)));
    return {
      navigateTo: to('navigateTo', (target) => {
        if (this.isTab(target.path)) throw new WxFailure('can not navigateTo a tabbar page');
        if (this.stack.length >= DEEPEST) throw new WxFailure('webview count limit exceed');
        this.live(() => this.top.onHide?.());
        this.open(target);
      }),
      redirectTo: to('redirectTo', (target) => {
        if (this.isTab(target.path)) throw new WxFailure('can not redirectTo a tabbar page');
        this.close();
        this.open(target);
      }),
      switchTab: to('switchTab', (target) => {
        if (!this.isTab(target.path)) throw new WxFailure('can not switch to no-tabBar page');
        while (this.stack.length) this.close();
        this.open(target);
      }),
      reLaunch: to('reLaunch', (target) => {
        this.closeAll();
        this.open(target);
      }),
      navigateBack: api<{ delta?: number }>(program, 'navigateBack', ({ delta }) => this.back(delta)),
    };
  }

  /** Takes the top page off; a page of the tab bar is only hidden. */
  private close(): void {
    const page = this.stack.pop();
    if (page) this.live(() => (this.isTab(page.route) ? page.onHide?.() : page.onUnload?.()));
  }

  private address(url: string): Target {
    const base = this.stack.at(-1)?.route ?? '';
    const [path = '', query = ''] = new URL(url, `wx://app/${base}`).href.replace('wx://app/', '').split('?');
    if (!this.program.allPages.includes(path)) throw new WxFailure(`page "${path}" is not found`);
    return { path, query: queryOf(query) };
  }

  private make(path: string, query: Record<string, string>): Page {
    const definition = this.program.pageDefinition(path);
    const page: Page = Object.assign(Object.create(definition), {
      data: this.program.parse(JSON.stringify(definition.data ?? {})),
      route: path,
      options: query,
      setData: (patch: Record<string, unknown>, done?: () => void) => {
        const json = JSON.stringify(patch);
        if (json.length > LARGEST_PATCH)
          throw new Error(`setData of ${json.length} bytes on ${path}: WeChat takes 1 MB`);
        for (const [name, value] of Object.entries(this.program.parse(json) as object)) setAt(page.data, name, value);
        if (done) setImmediate(() => this.program.guard(() => done.call(page)));
      },
    });
    return page;
  }

  /** Faults in a page's life are the mini-program's, not the caller's. */
  private live(step: () => void): void {
    this.program.guard(step);
  }
}

/** Queries reach a page as they were written: WeChat does not decode them. */
export const queryOf = (text: string): Record<string, string> =>
  Object.fromEntries(text.split('&').filter(Boolean).map(pair));

function pair(text: string): [name: string, value: string] {
  const [name = '', ...value] = text.split('=');
  return [name, value.join('=')];
}

/** Writes to 'root.cn.[0].cn[1].v', making what is missing on the way. */
function setAt(target: object, path: string, value: unknown): void {
  const keys = [...path.matchAll(/[^.[\]]+/g)].map(([key]) => key);
  const last = keys.pop()!;
  let at = target as Record<string, unknown>;
  keys.forEach((key, i) => {
    at[key] ??= /^\d+$/.test(keys[i + 1] ?? last) ? [] : {};
    at = at[key] as Record<string, unknown>;
  });
  at[last] = value;
}
