/** Where a page that could not be loaded, or that threw, ends: what stands around it stays, and the next page is free. */
import { useLocation } from '@tanstack/react-router';
import { Component, type ReactNode } from 'react';
import { PageFault } from './states.js';

export function PageBoundary({ children }: { children: ReactNode }) {
  const at = useLocation({ select: (location) => location.href });
  return <Boundary at={at}>{children}</Boundary>;
}

interface Props {
  /** Elsewhere all is tried anew. */
  at: string;
  children: ReactNode;
}
interface State {
  at: string;
  failed: boolean;
}

/** React offers this to classes alone. */
class Boundary extends Component<Props, State> {
  override state: State = { at: this.props.at, failed: false };

  static getDerivedStateFromProps({ at }: Props, state: State): State | null {
    return state.at === at ? null : { at, failed: false };
  }

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <PageFault /> : this.props.children;
  }
}
