/**
 * The web page's View is the browser's own element. Taro's is a custom element that takes its content out of the page
 * and puts it back a moment after it was drawn: the field that one had just tapped lost the focus, and what was typed
 * then was lost.
 */
import type { AriaAttributes, CSSProperties, MouseEventHandler, ReactNode } from 'react';

interface ViewProps extends AriaAttributes {
  className?: string;
  style?: CSSProperties;
  role?: string;
  tabIndex?: number;
  onClick?: MouseEventHandler;
  children?: ReactNode;
  /** WeChat's ways to show a press and to hold the page behind still; here the style sheets do both. */
  hoverClass?: string;
  catchMove?: boolean;
}

export const View = (props: ViewProps) => <div {...ownOf(props)} />;

function ownOf(props: ViewProps): ViewProps {
  const own = { ...props };
  delete own.hoverClass;
  delete own.catchMove;
  return own;
}
