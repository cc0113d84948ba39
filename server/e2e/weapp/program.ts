/** Runs a compiled mini-program as WeChat's logic layer does: its code in a realm that has wx and no browser. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Context, createContext, runInContext } from 'node:vm';
import { TOO_NEW } from './old-phone.js';
import { type PageDefinition, Pages, queryOf } from './pages.js';
import type { Phone } from './phone.js';
import { type Wx, WxFailure } from './wx/api.js';
import { locationApi } from './wx/location.js';
import { mediaApi } from './wx/media.js';
import { networkApi } from './wx/network.js';
import { Privacy } from './wx/privacy.js';
import { Maps, screenApi } from './wx/screen.js';
import { storageApi } from './wx/storage.js';
import { systemApi } from './wx/system.js';
import { templatesOf } from './wxml.js';

export interface AppJson {
  pages: string[];
  subPackages?: Array<{ root: string; pages: string[] }>;
  tabBar?: { list: Array<{ pagePath: string; text: string }> };
  requiredPrivateInfos?: string[];
  permission?: Record<string, { desc?: string }>;
  lazyCodeLoading?: string;
  __usePrivacyCheck__?: boolean;
}

export interface ProgramOptions {
  /** Folder of the compiled mini-program. */
  folder: string;
  phone: Phone;
  /** Where the stand-in of WeChat's server takes orders: codes for wx.login come from there. */
  wechatControl?: string;
  /**
   * WeChat's list of domains that may be called → where each answers here: { 'https://city.example': 'http://127.0.0.1:4100' }.
   * '*' stands for whatever host the mini-program was built for.
   */
  hosts?: Record<string, string>;
}

interface AppDefinition {
  onLaunch?(options: object): void;
  onShow?(options: object): void;
}
interface ComponentDefinition {
  methods?: Record<string, (event: object) => void>;
}
type Timer = ReturnType<typeof setTimeout>;

/** Functions of wx that take the page off the screen. */
const GOING = /^(navigate|redirect|switch|reLaunch)/;
/** Milliseconds: no finger is faster. */
const SOON = 30;

export class MiniProgram {
  readonly phone: Phone;
  readonly appJson: AppJson;
  readonly appid = 'wxstandin000000000';
  readonly pages: Pages;
  readonly privacy: Privacy;
  readonly maps = new Maps();
  /** Faults of the mini-program's code; WeChat would show nobody, a test shows them. */
  readonly errors: unknown[] = [];
  /** Functions of wx that have not answered yet. */
  readonly running = new Set<{ name: string }>();
  /** What functions of wx refused, to tell why a page does not go on. */
  readonly refusals: string[] = [];
  private readonly modules = new Map<string, { exports: unknown }>();
  private readonly pageDefinitions = new Map<string, PageDefinition>();
  private readonly componentDefinitions = new Map<string, ComponentDefinition>();
  /** What waits to run, and whether it runs soon: that is how pages are drawn anew. */
  private readonly timers = new Map<Timer, { soon: boolean }>();
  private readonly realm: Context;
  private app: AppDefinition = {};
  /** Which file is being loaded: Page() and Component() belong to it. */
  private loading = '';

  constructor(private readonly options: ProgramOptions) {
    this.phone = options.phone;
    this.appJson = JSON.parse(readFileSync(join(options.folder, 'app.json'), 'utf8'));
    this.pages = new Pages(this);
    this.privacy = new Privacy(this);
    this.realm = createContext(this.globals(), { codeGeneration: { strings: false, wasm: false } });
    runInContext(TOO_NEW, this.realm);
  }

  /** Opens the mini-program at a page, the first one by default. */
  launch(url = this.appJson.pages[0]!): void {
    this.load('app');
    const [path, search = ''] = url.split('?');
    const options = { path, query: queryOf(search), scene: 1001 };
    this.guard(() => this.app.onLaunch?.(options));
    this.guard(() => this.app.onShow?.(options));
    this.pages.launch(`/${url}`);
  }

  /** Closes it for good: its timers stop, its temporary files go. */
  close(): void {
    this.pages.closeAll();
    for (const timer of this.timers.keys()) clearTimeout(timer);
    this.phone.forgetProgram();
  }

  get allPages(): string[] {
    const inPackages = (this.appJson.subPackages ?? []).flatMap(({ root, pages }) =>
      pages.map((page) => posix.join(root, page)),
    );
    return [...this.appJson.pages, ...inPackages];
  }

  get templates() {
    return templatesOf(this.options.folder);
  }

  /** Whether the page has followed what was done to it, as far as it does so at once. */
  get isQuiet(): boolean {
    const isLeaving = [...this.running].some(({ name }) => GOING.test(name));
    return !isLeaving && [...this.timers.values()].every(({ soon }) => !soon);
  }

  /** Runs code of the mini-program; what it throws is written down. */
  guard(work: () => unknown): void {
    try {
      work();
    } catch (error) {
      this.errors.push(error);
    }
  }

  /** Makes a value of the mini-program's own realm. @throws SyntaxError */
  parse(json: string): unknown {
    return (runInContext('JSON.parse', this.realm) as (json: string) => unknown)(json);
  }

  /** Where a host that the mini-program was built for answers here. @throws WxFailure for hosts that nobody listed. */
  address(url: string): string {
    const { origin } = new URL(url);
    const { [origin]: listed = this.options.hosts?.['*'] } = this.options.hosts ?? {};
    if (!listed) throw new WxFailure(`url not in domain list: ${url}`, 600002);
    return url.replace(origin, listed);
  }

  /** Gives an order to the stand-in of WeChat's server. */
  async wechat<T>(path: string, order: object): Promise<T> {
    const response = await fetch(this.options.wechatControl + path, { method: 'POST', body: JSON.stringify(order) });
    if (!response.ok) throw new WxFailure(`system error ${await response.text()}`);
    return (await response.json()) as T;
  }

  pageJson(path: string): { enablePullDownRefresh?: boolean } {
    return JSON.parse(readFileSync(join(this.options.folder, `${path}.json`), 'utf8'));
  }

  pageDefinition(path: string): PageDefinition {
    this.load(path);
    const definition = this.pageDefinitions.get(path);
    if (!definition) throw new Error(`${path}.js does not call Page()`);
    return definition;
  }

  /** The handler that WXML names, of the page on the screen or of a component in it. */
  handler(name: string, component: string | null): (event: object) => void {
    if (component) this.load(component);
    const { top } = this.pages;
    const found = component ? this.componentDefinitions.get(component)?.methods?.[name] : top[name];
    if (typeof found !== 'function') throw new Error(`${component ?? top.route} has no handler ${name}`);
    return (event) => found.call(top, event);
  }

  private load(path: string): void {
    const before = this.loading;
    this.loading = path;
    try {
      this.require(`${path}.js`);
    } finally {
      this.loading = before;
    }
  }

  private require(file: string): unknown {
    const known = this.modules.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    this.modules.set(file, module);
    const source = readFileSync(join(this.options.folder, file), 'utf8');
    const run = runInContext(`(function (require, module, exports) {${source}\n})`, this.realm, { filename: file });
    const near = (path: string) => (path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(file), path));
    run((path: string) => this.require(near(path).replace(/(\.js)?$/, '.js')), module, module.exports);
    return module.exports;
  }

  private globals(): object {
    return {
      wx: this.wx(),
      console,
      App: (definition: AppDefinition) => {
        this.app = definition;
      },
      getApp: () => this.app,
      Page: (definition: PageDefinition) => this.pageDefinitions.set(this.loading, definition),
      Component: (definition: ComponentDefinition) => this.componentDefinitions.set(this.loading, definition),
      Behavior: (definition: object) => definition,
      getCurrentPages: () => [...this.pages.stack],
      __wxConfig: { envVersion: 'release' },
      setTimeout: (work: () => void, ms = 0) => this.timer(work, ms),
      setInterval: (work: () => void, ms = 0) => {
        const timer = setInterval(() => this.guard(work), ms);
        this.timers.set(timer, { soon: false });
        return timer;
      },
      clearTimeout: (timer: Timer) => this.stop(timer),
      clearInterval: (timer: Timer) => this.stop(timer),
    };
  }

  private timer(work: () => void, ms: number): Timer {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.guard(work);
    }, ms);
    this.timers.set(timer, { soon: ms <= SOON });
    return timer;
  }

  private stop(timer: Timer): void {
    clearTimeout(timer);
    this.timers.delete(timer);
  }

  private wx(): Wx {
    return {
      ...systemApi(this),
      ...storageApi(this),
      ...networkApi(this),
      ...locationApi(this),
      ...mediaApi(this),
      ...screenApi(this),
      ...this.privacy.api(),
      ...this.pages.api(),
    };
  }
}
