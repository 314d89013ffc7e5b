/** Which version of an agent has a call, in short; 0 is a draft, which only practice calls have. */
export function versionWords(version: number): string {
  return version === 0 ? 'draft' : `v${String(version)}`;
}
