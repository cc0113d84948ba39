/** Draws a page as WeChat would: with WeChat's own WXML compiler (npm miniprogram-compiler), from the page's data. */
import { createContext, runInContext } from 'node:vm';
import { wxmlToJs } from 'miniprogram-compiler';

/** An element as it is on the screen. */
export interface Element {
  /** 'button', without the compiler's 'wx-'. */
  tag: string;
  attr: Record<string, unknown>;
  children: Array<Element | string>;
  parent: Element | null;
  /** Inside which custom component it stands: its handlers are there. Null: in the page itself. */
  component: string | null;
}

interface Drawn {
  tag: string;
  attr?: Record<string, unknown>;
  children: Array<Drawn | string>;
}
type Draw = (data: object, more: object, global: object) => Drawn;

/** All templates of one compiled mini-program. */
export class Templates {
  private readonly drawerOf: (file: string) => Draw | undefined;
  private readonly parse: (json: string) => object;

  /** @param folder the compiled mini-program. @throws when WeChat's compiler refuses a template. */
  constructor(folder: string) {
    const code = wxmlToJs(folder, { maxBuffer: 64 << 20 });
    // The compiler's code keeps its state in globals: a realm of its own lets several programs live in one process.
    const realm = createContext({ window: {}, console: { ...console, warn: () => undefined } });
    this.drawerOf = runInContext(`(function () {${code}})()`, realm);
    this.parse = runInContext('JSON.parse', realm);
  }

  /** The elements of a page for its data. */
  draw(route: string, data: object): Element {
    // It copies plain objects only, and plain are those of its own realm.
    return this.grow(this.drawFile(route, this.parse(JSON.stringify(data))), null, null);
  }

  private drawFile(path: string, data: object): Drawn {
    const draw = this.drawerOf(`${path}.wxml`);
    if (!draw) throw new Error(`There is no ${path}.wxml`);
    return draw(data, {}, {});
  }

  private grow(drawn: Drawn, parent: Element | null, component: string | null): Element {
    const tag = drawn.tag.replace(/^wx-/, '');
    const element: Element = { tag, attr: inKebabs(drawn.attr ?? {}), children: [], parent, component };
    element.children = this.growAll(drawn.children, element, component);
    // After 16 levels Taro goes on inside a component of its own; the compiler leaves it to us to draw what is in it.
    if (tag === COMPONENT) {
      element.children = this.growAll(this.drawFile(COMPONENT, drawn.attr ?? {}).children, element, COMPONENT);
    }
    return element;
  }

  private growAll(children: Array<Drawn | string>, parent: Element, component: string | null): Array<Element | string> {
    return children.map((child) => (typeof child === 'object' ? this.grow(child, parent, component) : String(child)));
  }
}

/** Taro's recursive component, at the root of the mini-program. */
const COMPONENT = 'comp';

/** The compiler turns aria-label into ariaLabel; data-… it leaves alone. */
function inKebabs(attr: Record<string, unknown>): Record<string, unknown> {
  const kebab = (name: string) =>
    name.startsWith('data-') ? name : name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
  return Object.fromEntries(Object.entries(attr).map(([name, value]) => [kebab(name), value]));
}

const compiled = new Map<string, Templates>();

/** The templates of a compiled mini-program, compiled once in a process. */
export function templatesOf(folder: string): Templates {
  const templates = compiled.get(folder) ?? new Templates(folder);
  compiled.set(folder, templates);
  return templates;
}

/** The element and all below it, in the order of reading. */
export function* elementsOf(element: Element): Generator<Element> {
  yield element;
  for (const child of element.children) if (typeof child === 'object') yield* elementsOf(child);
}

/** The element and those around it, from the inside out. */
export function* aroundOf(element: Element): Generator<Element> {
  for (let at: Element | null = element; at; at = at.parent) yield at;
}

export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === 'object' ? textOf(child) : child)).join('');
}

export function isHidden(element: Element): boolean {
  const { hidden, style = '' } = element.attr;
  return hidden === true || hidden === '' || /display:\s*none/.test(String(style));
}
