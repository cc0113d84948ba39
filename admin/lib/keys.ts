/** Keyboard: one listener, keys that do nothing while somebody types or a dialog or a menu is open. */
import { useEffect, useRef } from 'react';

export interface KeyHelp {
  key: string;
  does: string;
}
/** What the sheet behind `?` shows; pages use these keys through `useKeys`. */
export const keyHelp: KeyHelp[] = [
  { key: 'j', does: '下一行' },
  { key: 'k', does: '上一行' },
  { key: 'Enter', does: '打开选中的事件' },
  { key: 'a', does: '对这件事做第一个可办的操作' },
  { key: 'n', does: '下一件（同一个列表）' },
  { key: 'p', does: '上一件（同一个列表）' },
  { key: 'x', does: '勾选这一行' },
  { key: 'm', does: '并入最像的一件（详情页）' },
  { key: '1 – 9', does: '快捷操作：先看会怎样，回车执行' },
  { key: '/', does: '搜索' },
  { key: 'Ctrl + Enter', does: '提交对话框' },
  { key: 'Alt + 数字', does: '登记时：选来电人以前的事件' },
  { key: 'Esc', does: '关闭对话框，回到列表' },
  { key: '?', does: '显示这张表' },
];

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
export function useKeys(handlers: Record<string, (() => void) | undefined>): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const onKey = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || isTyping(e.target) || isDialogOpen()) return;
      if (e.key === 'Enter' && e.target instanceof HTMLElement && e.target.closest('button, a, [role="button"]'))
        return;
      const handler = latest.current[e.key];
      if (!handler) return;
      e.preventDefault();
      handler();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
