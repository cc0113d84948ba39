/** Finds on a drawn page what a person means by a word: by visible text first, by aria-label as a blind person does. */
import type { MiniProgram } from './program.js';
import { aroundOf, type Element, elementsOf, isHidden, textOf } from './wxml.js';

export interface Labelled {
  /** Which one, counted from 0, where the same words stand several times. */
  nth?: number;
}

/** Text of the page and of its fields, in lines, and what the system shows over it. Tabs are drawn by our own pages. */
export function readScreen({ phone }: MiniProgram, root: Element): string {
  const boxes = phone.dialogs.flatMap(({ text, buttons }) => [text, ...buttons]);
  const over = [phone.toast, phone.loading].filter((text) => text !== null);
  return [...boxes, ...over, linesOf(root)].join('\n');
}

/**
 * The innermost element with exactly this text or aria-label, else the innermost that contains it. Among several the
 * one that is a button.
 * @returns null when there is none. @throws when there are several and nothing tells which
 */
export function find(root: Element, label: string, { nth }: Labelled = {}): Element | null {
  const all = [...visibleOf(root)];
  const exact = innermost(all.filter((each) => textOf(each).trim() === label || each.attr['aria-label'] === label));
  const found = exact.length ? exact : innermost(all.filter((each) => textOf(each).includes(label)));
  const buttons = found.filter((each) => [...aroundOf(each)].some(isButton));
  const meant = buttons.length ? buttons : found;
  if (nth !== undefined) return meant[nth] ?? null;
  if (meant.length > 1) throw new Error(`${label} stands ${meant.length} times on the page: say which (nth)`);
  return meant[0] ?? null;
}

/** The field of one of these tags with this aria-label, placeholder or name. */
export function findField(root: Element, label: string, tags: string[]): Element | null {
  const names = ['aria-label', 'placeholder', 'name'];
  return (
    [...visibleOf(root)].find(({ tag, attr }) => tags.includes(tag) && names.some((name) => attr[name] === label)) ??
    null
  );
}

function* visibleOf(root: Element): Generator<Element> {
  for (const each of elementsOf(root)) if (![...aroundOf(each)].some(isHidden)) yield each;
}

function innermost(found: Element[]): Element[] {
  const around = new Set(found.flatMap((each) => [...aroundOf(each)].slice(1)));
  return found.filter((each) => !around.has(each));
}

/** Whether the element, or what it stands in, says that it cannot be pressed now. */
export function isDisabled(element: Element): boolean {
  return [...aroundOf(element)].some(({ attr }) => attr.disabled === true || String(attr['aria-disabled']) === 'true');
}

const PRESSED = ['button', 'checkbox', 'radio', 'tab'];

function isButton({ tag, attr }: Element): boolean {
  return tag === 'button' || PRESSED.includes(String(attr['aria-role']));
}

function linesOf(element: Element): string {
  if (isHidden(element)) return '';
  if (element.tag === 'text') return textOf(element);
  const value = element.attr.value ?? '';
  const own = ['input', 'textarea'].includes(element.tag)
    ? String(value === '' ? (element.attr.placeholder ?? '') : value)
    : '';
  const lines = element.children.map((child) => (typeof child === 'object' ? linesOf(child) : child));
  return [own, ...lines].filter(Boolean).join('\n');
}
