import { isRecord } from '../std/guards';
import type { AgentProfile } from './agent';

export type ProfileField = keyof AgentProfile;

/** The fields of an agent in the order they are read, as a person calls them. */
export const PROFILE_FIELDS: Readonly<Record<ProfileField, string>> = {
  name: 'Name',
  greeting: 'Greeting',
  greetingInterruptible: 'Greeting may be interrupted',
  instructions: 'Instructions',
  model: 'Model',
  voice: 'Voice',
  language: 'Language',
  transcriptionModel: 'Transcription',
  expectedWords: 'Words to expect',
  turnTaking: 'Turn-taking',
  tools: 'Tools',
  limits: 'Limits',
};

/** All fields, in that order. */
export const PROFILE_FIELD_NAMES = Object.keys(PROFILE_FIELDS) as readonly ProfileField[];

/** What becomes of a field that changes while a call is on: the rest of the call has it, or keeps what it began with. */
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
  turnTaking: 'applies',
  tools: 'applies',
  limits: 'applies',
};

/** Fields in which two profiles differ. Order of keys does not count. */
export function changedFields(from: AgentProfile, to: AgentProfile): readonly ProfileField[] {
  return PROFILE_FIELD_NAMES.filter((field) => canonical(from[field]) !== canonical(to[field]));
}

/** Of the fields in which a running call's agent would change: those that can, and those that stay as they are. */
export function midCallChange(
  from: AgentProfile,
  to: AgentProfile,
): { readonly applied: readonly ProfileField[]; readonly kept: readonly ProfileField[] } {
  const changed = changedFields(from, to);
  return {
    applied: changed.filter((field) => MID_CALL[field] === 'applies'),
    kept: changed.filter((field) => MID_CALL[field] === 'stays'),
  };
}

/** JSON with the keys of every object in order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    isRecord(each) ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1))) : each,
  );
}
