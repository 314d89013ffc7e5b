import type { z } from 'zod';
import { isRecord } from '../std/guards';
import { utf8Bytes } from '../std/utf8-bytes';
import { AgentProfileSchema, type AgentProfile } from './agent';
import { broughtUp } from './older-agents';
import { draftProblems } from './draft';
import { issueSentence } from './issue-labels';
import { readJsonText } from './json-text';
import { PROFILE_FIELD_NAMES } from './profile-fields';

/** Largest file of an agent, and therefore largest agent; bytes. No real agent comes near 1 MiB. */
export const MAX_AGENT_FILE_BYTES = 1_048_576;

const KIND = 'agent';
const FORMAT = 1;
const MAX_PROBLEMS = 20;

/** One fault in an agent file. `where`: a position in the text, or a path such as `agent.tools[2].name`. */
export interface FileProblem {
  readonly where: string;
  readonly sentence: string;
}

type ReadFile =
  | { readonly ok: true; readonly profile: AgentProfile }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/** Serialises an agent to pretty-printed JSON; equal agents give equal text. It names secrets but never holds one. */
export function writeAgentFile(profile: AgentProfile): string {
  const agent = Object.fromEntries(PROFILE_FIELD_NAMES.map((field) => [field, profile[field]]));
  return `${JSON.stringify({ switchboard: KIND, format: FORMAT, agent }, null, 2)}\n`;
}

/** True if an agent is larger than a file of one may be; its draft is not kept then. */
export function isTooLarge(profile: AgentProfile): boolean {
  return exceedsFile(writeAgentFile(profile));
}

/** True if a text is larger than the file of an agent may be. */
export function exceedsFile(text: string): boolean {
  return utf8Bytes(text, MAX_AGENT_FILE_BYTES) > MAX_AGENT_FILE_BYTES;
}

/** Parses an agent file from an untrusted source. Anything unknown or out of bounds is refused. */
export function readAgentFile(text: string): ReadFile {
  if (exceedsFile(text)) return refused('the file', 'It is larger than 1 MiB, which no agent is.');
  const json = readJsonText(text);
  if (!json.ok)
    return refused(`line ${String(json.fault.line)}, column ${String(json.fault.column)}`, json.fault.sentence);
  const file = json.value;
  if (!isRecord(file) || file['switchboard'] !== KIND)
    return refused('the file', 'It is JSON, but not an agent of Switchboard: "switchboard" is not "agent".');
  if (file['format'] !== FORMAT)
    return refused('format', `This release reads format ${String(FORMAT)}; a newer Switchboard may read this file.`);
  const { agent } = file;
  const read = AgentProfileSchema.safeParse(isRecord(agent) ? broughtUp(agent) : agent);
  if (!read.success) return { ok: false, problems: few(read.error.issues.map((issue) => schemaProblem(issue, agent))) };
  const profile = read.data;
  const problems = [
    ...unknownKeys({ switchboard: KIND, format: FORMAT, agent: profile }, file, ''),
    ...brokenTexts(profile, 'agent'),
    ...draftProblems(profile).map(({ field, sentence }) => ({ where: `agent.${field}`, sentence })),
  ];
  return problems.length > 0 ? { ok: false, problems: few(problems) } : { ok: true, profile };
}

function refused(where: string, sentence: string): ReadFile {
  return { ok: false, problems: [{ where, sentence }] };
}

function few(problems: readonly FileProblem[]): readonly FileProblem[] {
  const rest = problems.length - MAX_PROBLEMS;
  if (rest <= 0) return problems;
  return [...problems.slice(0, MAX_PROBLEMS), { where: 'the file', sentence: `And ${String(rest)} more.` }];
}

function schemaProblem(issue: z.core.$ZodIssue, agent: unknown): FileProblem {
  return { where: pathOf(['agent', ...issue.path]), sentence: issueSentence(issue, agent) };
}

function pathOf(keys: readonly PropertyKey[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${String(key)}]`;
    return path === '' ? shown(String(key)) : `${path}.${shown(String(key))}`;
  }, '');
}

function shown(key: string): string {
  return /^[\w-]{1,60}$/.test(key) ? key : JSON.stringify(key.slice(0, 60));
}

/** Finds unknown keys, since a typing error would otherwise silently lose the setting it was meant for. */
function unknownKeys(known: unknown, given: unknown, path: string): readonly FileProblem[] {
  if (Array.isArray(known) && Array.isArray(given))
    return given.flatMap((each, index) => unknownKeys(known[index], each, `${path}[${String(index)}]`));
  if (!isRecord(known) || !isRecord(given)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const where = path === '' ? shown(key) : `${path}.${shown(key)}`;
    return Object.hasOwn(known, key)
      ? unknownKeys(known[key], value, where)
      : [{ where, sentence: 'This key is not known.' }];
  });
}

/** Finds texts with lone surrogates, or with control characters other than tab and line ends. */
function brokenTexts(value: unknown, path: string): readonly FileProblem[] {
  if (typeof value === 'string')
    return BROKEN.test(value) ? [{ where: path, sentence: 'This text holds characters that are not text.' }] : [];
  if (Array.isArray(value)) return value.flatMap((each, index) => brokenTexts(each, `${path}[${String(index)}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    ...(BROKEN.test(key) ? [{ where: path, sentence: 'A key holds characters that are not text.' }] : []),
    ...brokenTexts(each, `${path}.${shown(key)}`),
  ]);
}

const BROKEN = /\p{Cs}|[^\P{Cc}\t\n\r]/u;
