/** What the program asks about its own screen: sizes of elements, and where a map is looking. */
import type { MiniProgram } from '../program.js';
import { type Element, elementsOf } from '../wxml.js';
import { api, type Wx, WxFailure } from './api.js';

/** Nothing is laid out here: every element is as wide as the screen and one touch high. */
const RECT = { left: 0, top: 0, right: 375, bottom: 44, width: 375, height: 44 };

export function screenApi(program: MiniProgram): Wx {
  return {
    createSelectorQuery: () => selectorQuery(program),
    createMapContext: (id: string) => mapContext(program, id),
  };
}

/** The query is a chain: each step returns it, exec answers all questions in order. */
function selectorQuery(program: MiniProgram): Wx {
  const questions: Array<() => unknown> = [];
  let chosen: () => unknown = () => null;
  const asks = (question: () => unknown, callback?: (answer: unknown) => void) => {
    questions.push(() => {
      const answer = question();
      program.guard(() => callback?.(answer));
      return answer;
    });
    return query;
  };
  const rectOf = (element: Element) => ({ ...RECT, id: element.attr.id ?? '', dataset: {} });
  const selecting = (find: () => unknown) => {
    chosen = find;
    return query;
  };
  const query: Wx = {
    in: () => query,
    select: (selector: string) => selecting(() => found(program, selector).map(rectOf)[0] ?? null),
    selectAll: (selector: string) => selecting(() => found(program, selector).map(rectOf)),
    selectViewport: () => selecting(() => ({ ...RECT, height: 667, bottom: 667 })),
    boundingClientRect: (callback?: (answer: unknown) => void) => asks(chosen, callback),
    exec: (callback?: (answers: unknown[]) => void) => {
      setImmediate(() => {
        const answers = questions.map((ask) => ask());
        program.guard(() => callback?.(answers));
      });
      return query;
    },
  };
  return query;
}

/** Elements by '#id' or '.class'. */
function found(program: MiniProgram, selector: string): Element[] {
  const name = selector.slice(1);
  const page = program.pages.top;
  const has = ({ attr }: Element) =>
    selector.startsWith('#')
      ? attr.id === name
      : String(attr.class ?? '')
          .split(' ')
          .includes(name);
  return [...elementsOf(program.templates.draw(page.route, page.data))].filter(has);
}

function mapContext(program: MiniProgram, id: string): Wx {
  const map = () => {
    const element = found(program, `#${id}`)[0];
    if (!element) throw new WxFailure(`no map #${id}`);
    return element;
  };
  return {
    getCenterLocation: api(program, 'getCenterLocation', () => program.maps.centreOf(program.pages.top, map())),
    moveToLocation: api<Partial<Centre>>(program, 'moveToLocation', ({ longitude, latitude }) => {
      if (longitude === undefined || latitude === undefined) return;
      program.maps.look(program.pages.top, map(), { longitude, latitude });
    }),
    includePoints: api(program, 'includePoints', () => void map()),
    getScale: api(program, 'getScale', () => ({ scale: Number(map().attr.scale ?? 16) })),
  };
}

/** GCJ-02, as all maps of WeChat. */
export interface Centre {
  longitude: number;
  latitude: number;
}

/** Where maps look after somebody moved them; the page moves them again by giving other coordinates. */
export class Maps {
  private readonly moved = new WeakMap<object, Map<unknown, { to: Centre; from: Centre }>>();

  centreOf(page: object, map: Element): Centre {
    const given = centreGiven(map);
    const moved = this.moved.get(page)?.get(map.attr.id);
    return moved && moved.from.longitude === given.longitude && moved.from.latitude === given.latitude
      ? moved.to
      : given;
  }

  look(page: object, map: Element, to: Centre): void {
    const ofPage = this.moved.get(page) ?? new Map();
    this.moved.set(page, ofPage.set(map.attr.id, { to, from: centreGiven(map) }));
  }
}

function centreGiven({ attr }: Element): Centre {
  return { longitude: Number(attr.longitude), latitude: Number(attr.latitude) };
}
