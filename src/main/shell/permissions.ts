import type { Session } from 'electron';
import { originOf } from './page-origin';

/** Parts of a page's permission request that decide the answer. */
export interface PermissionQuestion {
  readonly permission: string;
  readonly address: string | undefined;
  readonly isMainFrame: boolean;
  readonly mediaTypes: readonly string[] | undefined;
}

/**
 * Grants the microphone alone, and the choice of speakers, to the console's own main frame. Everything else, present or future,
 * is denied.
 */
export function isAllowed(question: PermissionQuestion, pageOrigin: string): boolean {
  const { permission, address, isMainFrame, mediaTypes } = question;
  if (!isMainFrame || address === undefined || originOf(address) !== pageOrigin) return false;
  if (permission === 'speaker-selection') return true;
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
