/** Keyboard: one listener, keys that do nothing while somebody types or a dialog or a menu is open. */
import { useEffect, useRef } from 'react';

/** Every key of the console and what it does: pages can use no others, and the sheet behind `?` shows them all. */
export const keys = {
  j: '下一行',
  k: '上一行',
  Enter: '打开选中的事件',
  a: '对这件事做第一个可办的操作',
  '.': '打开办理菜单，再按菜单里的数字',
  n: '下一件（同一个列表）',
  N: '上一件（同一个列表）',
  p: '打印或存为 PDF',
  m: '并入最像的一件，几秒内可以撤销',
  '1 – 9': '快捷操作：先看会怎样，回车执行',
  x: '勾选这一行',
  X: '勾选或取消本页',
  b: '到批量处理',
  '[': '上一页',
  ']': '下一页',
  v: '再按数字：打开那个视图',
  '/': '搜索',
  Escape: '关闭对话框，回到列表',
  '?': '显示这张表',
} as const;
type Digit = '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
export type Key = Exclude<keyof typeof keys, '1 – 9'> | Digit;
export const digits: readonly Digit[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Within dialogs and forms, which listen for themselves. */
const within = {
  'Ctrl + Enter': '提交对话框',
  'Alt + 数字': '登记时：选来电人以前的事件',
  'Alt + Shift + 数字': '登记时：用那件事的地址',
};
const WRITTEN: Readonly<Record<string, string>> = { Escape: 'Esc', N: 'Shift + N', X: 'Shift + X' };
/** For the sheet: the keys as they are written on the keyboard. */
export const keyHelp = Object.entries({ ...keys, ...within }).map(([key, does]) => ({
  key: WRITTEN[key] ?? key,
  does,
}));

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  // A ticked box keeps the focus, and nobody types into it.
  !target.matches('input[type="checkbox"], input[type="radio"]') &&
  (target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.getAttribute('role') === 'combobox');
const isDialogOpen = () =>
  document.querySelector(
    '.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open, .ant-image-preview-root, .ant-dropdown:not(.ant-dropdown-hidden)',
  ) !== null;

/** Calls `handlers[key]` when that key is pressed on the page itself. Enter and Space on a button stay the button's own. */
export function useKeys(handlers: { [K in Key]?: (() => void) | undefined }): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || isTyping(e.target) || isDialogOpen()) return;
      if (e.key === 'Enter' && e.target instanceof HTMLElement && e.target.closest('button, a, [role="button"]'))
        return;
      const handler = latest.current[e.key as Key];
      if (!handler) return;
      e.preventDefault();
      handler();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
