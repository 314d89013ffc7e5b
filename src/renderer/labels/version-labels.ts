/** Short label of the agent version a call has; 0 is a draft, which only practice calls have. */
export function versionLabel(version: number): string {
  return version === 0 ? 'draft' : `v${String(version)}`;
}
