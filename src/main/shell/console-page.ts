import type { Session } from 'electron';

/** Origin of the only page the shell trusts: `app://console`. While developing, the dev server takes its place. */
export const CONSOLE_ORIGIN = 'app://console';

/** Scheme and host of an address, also for `app://console`, where `URL.origin` is `null`. Undefined when it is no address. */
export function originOf(address: string): string | undefined {
  try {
    const { protocol, host } = new URL(address);
    return host === '' ? undefined : `${protocol}//${host}`;
  } catch {
    return undefined;
  }
}

/** Address that shows one call in the page at `pageAddress`. */
export function callAddress(pageAddress: string, callId: string): string {
  const address = new URL(pageAddress);
  address.hash = `/live/${encodeURIComponent(callId)}`;
  return address.href;
}

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

/** Parts of a page's permission request that decide the answer. */
export interface PermissionQuestion {
  readonly permission: string;
  readonly address: string | undefined;
  readonly isMainFrame: boolean;
  readonly mediaTypes: readonly string[] | undefined;
}

/**
 * Grants the microphone alone, the choice of speakers and writing text to the clipboard to the console's own main frame.
 * Everything else, present or future, is denied.
 */
export function isAllowed(question: PermissionQuestion, pageOrigin: string): boolean {
  const { permission, address, isMainFrame, mediaTypes } = question;
  if (!isMainFrame || address === undefined || originOf(address) !== pageOrigin) return false;
  if (permission === 'speaker-selection' || permission === 'clipboard-sanitized-write') return true;
  return permission === 'media' && mediaTypes?.length === 1 && mediaTypes[0] === 'audio';
}

/** Answers all permission requests and checks of this session. */
export function guardPermissions(session: Session, pageOrigin: string): void {
  session.setPermissionRequestHandler((_contents, permission, grant, details) => {
    const mediaTypes = 'mediaTypes' in details ? details.mediaTypes : undefined;
    const { requestingUrl: address, isMainFrame } = details;
    grant(isAllowed({ permission, address, isMainFrame, mediaTypes }, pageOrigin));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const mediaTypes = details.mediaType === undefined ? undefined : [details.mediaType];
    const address = details.securityOrigin ?? requestingOrigin;
    return isAllowed({ permission, address, isMainFrame: details.isMainFrame, mediaTypes }, pageOrigin);
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, grant) => grant({}));
}
