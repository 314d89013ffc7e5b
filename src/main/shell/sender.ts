import { originOf } from './page-origin';

interface Frame {
  readonly url: string;
}

interface Contents<F> {
  readonly id: number;
  readonly mainFrame: F;
}

/** True when a message came from the main frame of the console's own page, and that page is at the console's address. */
export function isFromConsole<F extends Frame>(
  sender: Contents<F>,
  frame: F,
  page: Contents<F> | undefined,
  pageOrigin: string,
): boolean {
  return (
    page !== undefined && sender.id === page.id && frame === sender.mainFrame && originOf(frame.url) === pageOrigin
  );
}
