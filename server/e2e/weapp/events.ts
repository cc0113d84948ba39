/** What WXML binds to an element, and what an event says about where it happened. */
import { aroundOf, type Element } from './wxml.js';

/** Whether a tap on it does anything. */
export function listens(element: Element): boolean {
  return [...aroundOf(element)].some(
    (at) => handlerOf(at, 'tap')[0] !== '' || (at.tag === 'button' && (at.attr['open-type'] || at.attr['form-type'])),
  );
}

/** Name of the handler for this event, and whether it keeps the event from those around. */
export function handlerOf({ attr }: Element, type: string): [name: string, caught: boolean] {
  const named = (word: string) => String(attr[word + type] ?? attr[`${word}:${type}`] ?? '');
  return named('catch') ? [named('catch'), true] : [named('bind'), false];
}

export function targetOf({ attr }: Element): object {
  const data = Object.entries(attr).filter(([name]) => name.startsWith('data-'));
  const inCamels = (name: string) => name.slice(5).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const dataset = Object.fromEntries(data.map(([name, value]) => [inCamels(name), value]));
  return { id: attr.id ?? '', dataset, offsetLeft: 0, offsetTop: 0 };
}
