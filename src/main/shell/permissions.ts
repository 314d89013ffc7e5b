import type { Session } from 'electron';
import { originOf } from './page-origin';

/** What a page asks for, as far as the answer depends on it. */
export interface PermissionQuestion {
  readonly permission: string;
  readonly address: string | undefined;
  readonly isMainFrame: boolean;
  readonly mediaTypes: readonly string[] | undefined;
}

/** Yes to the microphone, alone, and to a choice of speakers, for the console's own main frame. No to everything else there is or will be. */
export function isAllowed(question: PermissionQuestion, pageOrigin: string): boolean {
  const { permission, address, isMainFrame, mediaTypes } = question;
  if (!isMainFrame || address === undefined || originOf(address) !== pageOrigin) return false;
  if (permission === 'speaker-selection') return true;
  return permission === 'media' && mediaTypes?.length === 1 && mediaTypes[0] === 'audio';
}

/** Answers every question a page of this session can put to the system. */
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
