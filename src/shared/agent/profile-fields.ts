import { isRecord } from '../std/guards';

/** Labels of an agent's fields, in the order in which they are shown. */
export const PROFILE_FIELDS = {
  name: 'Name',
  greeting: 'Greeting',
  greetingInterruptible: 'Greeting may be interrupted',
  instructions: 'Instructions',
  model: 'Model',
  voice: 'Voice',
  language: 'Language',
  transcriptionModel: 'Transcription',
  expectedWords: 'Words to expect',
  noiseReduction: 'Noise reduction',
  turnTaking: 'Turn-taking',
  tools: 'Tools',
  limits: 'Limits',
} as const;

export type ProfileField = keyof typeof PROFILE_FIELDS;

/** Values of all fields of a profile. */
type FieldValues = Readonly<Record<ProfileField, unknown>>;

/** Names of all fields, in the same order. */
export const PROFILE_FIELD_NAMES = Object.keys(PROFILE_FIELDS) as readonly ProfileField[];

/** Effect of changing a field during a call: `applies` to the rest of the call, or `stays` as it was when the call began. */
const MID_CALL: Readonly<Record<ProfileField, 'applies' | 'stays'>> = {
  name: 'applies',
  greeting: 'stays',
  greetingInterruptible: 'stays',
  instructions: 'applies',
  model: 'stays',
  voice: 'stays',
  language: 'applies',
  transcriptionModel: 'applies',
  expectedWords: 'applies',
  noiseReduction: 'applies',
  turnTaking: 'applies',
  tools: 'applies',
  limits: 'applies',
};

/** Fields in which two profiles differ. The order of keys does not count. */
export function changedFields(from: FieldValues, to: FieldValues): readonly ProfileField[] {
  return PROFILE_FIELD_NAMES.filter((field) => canonical(from[field]) !== canonical(to[field]));
}

/** Splits the fields that differ into those a running call can take over and those it keeps. */
export function midCallChange(
  from: FieldValues,
  to: FieldValues,
): { readonly applied: readonly ProfileField[]; readonly kept: readonly ProfileField[] } {
  const changed = changedFields(from, to);
  return {
    applied: changed.filter((field) => MID_CALL[field] === 'applies'),
    kept: changed.filter((field) => MID_CALL[field] === 'stays'),
  };
}

/** JSON with the keys of every object sorted, so that equal values give equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    isRecord(each) ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1))) : each,
  );
}
