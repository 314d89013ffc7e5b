import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { Empty } from './empty';

interface Props {
  /** Name of what it holds, as the operator calls it. */
  readonly part: string;
  readonly children: ReactNode;
}

/** Keeps a mistake in one part of the screen from taking the console down: the rest goes on, and so do the calls. */
export class ErrorBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Empty title={`${this.props.part} could not be shown`}>
        <p>The calls themselves go on.</p>
        <Button variant="default" onClick={() => this.setState({ failed: false })}>
          Show it again
        </Button>
      </Empty>
    );
  }
}
