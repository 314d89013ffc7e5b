import { diffArrays } from 'diff';
import type { Tool } from '../tool/tool';
import type { AgentProfile } from './agent';
import { LIMIT_ACT_NAMES, type AgentLimits } from './agent-limits';
import { canonical, changedFields, PROFILE_FIELDS, type ProfileField } from './profile-fields';
import { PRESET_NAMES, presetOf, type TurnTaking } from './turn-taking';

/** One step from one sequence to the other. */
export interface DiffStep<T> {
  readonly kind: 'same' | 'removed' | 'added';
  readonly item: T;
}

/** Insertions and deletions searched for. Nobody reads more; past it the differing part counts as replaced. */
const MAX_CHANGES = 400;

/**
 * Finds a shortest edit script from one sequence to the other. The `same` and `removed` steps spell `from` in order; the
 * `same` and `added` steps spell `to`.
 */
export function diffSequences<T>(from: readonly T[], to: readonly T[]): readonly DiffStep<T>[] {
  // Without its common ends, a long text with one rewritten part keeps them when the search gives up.
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  const before = from.slice(start, from.length - end);
  const after = to.slice(start, to.length - end);
  const edits = diffArrays(before, after, { maxEditLength: MAX_CHANGES });
  const middle = edits?.flatMap(({ added, removed, value }) =>
    steps(added ? 'added' : removed ? 'removed' : 'same', value),
  );
  return [
    ...steps('same', from.slice(0, start)),
    ...(middle ?? [...steps('removed', before), ...steps('added', after)]),
    ...steps('same', from.slice(from.length - end)),
  ];
}

function steps<T>(kind: DiffStep<T>['kind'], items: readonly T[]): readonly DiffStep<T>[] {
  return items.map((item) => ({ kind, item }));
}

/** A run of characters within a line. `changed`: absent from the other side. */
export interface DiffPiece {
  readonly text: string;
  readonly changed: boolean;
}

/** One line of a difference. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly pieces: readonly DiffPiece[];
}

/** One difference between two profiles: a changed field, or one changed tool. */
export interface AgentChange {
  readonly field: ProfileField;
  readonly title: string;
  readonly lines: readonly DiffLine[];
}

/** Lists the differences between two profiles, field by field and tool by tool. Empty when they are the same. */
export function diffProfiles(from: AgentProfile, to: AgentProfile): readonly AgentChange[] {
  return changedFields(from, to).flatMap((field): readonly AgentChange[] => {
    if (field === 'tools') return diffTools(from.tools, to.tools);
    return [{ field, title: PROFILE_FIELDS[field], lines: diffTexts(fieldText(from, field), fieldText(to, field)) }];
  });
}

function diffTools(from: readonly Tool[], to: readonly Tool[]): readonly AgentChange[] {
  const names = [...new Set([...from, ...to].map(({ name }) => name))];
  const changes = names.flatMap((name): readonly AgentChange[] => {
    const [before, after] = [from, to].map((tools) => tools.filter((tool) => tool.name === name));
    if (canonical(before) === canonical(after)) return [];
    return [{ field: 'tools', title: `Tool ${name}`, lines: diffTexts(toolsText(before), toolsText(after)) }];
  });
  if (changes.length > 0) return changes;
  const order = (tools: readonly Tool[]): string => tools.map(({ name }) => name).join('\n');
  return [{ field: 'tools', title: 'Order of the tools', lines: diffTexts(order(from), order(to)) }];
}

function toolsText(tools: readonly Tool[] = []): string {
  return tools.map(toolText).join('\n');
}

/** Compares two texts line by line, and word by word where lines were replaced one for one. An empty text has no lines. */
export function diffTexts(from: string, to: string): readonly DiffLine[] {
  const steps = diffSequences(linesOf(from), linesOf(to));
  const lines: DiffLine[] = [];
  for (let at = 0; at < steps.length;) {
    const removed = runOf(steps, at, 'removed');
    const added = runOf(steps, at + removed.length, 'added');
    if (removed.length + added.length === 0) {
      lines.push({ kind: 'same', pieces: [{ text: steps[at]?.item ?? '', changed: false }] });
      at += 1;
      continue;
    }
    lines.push(...replacedLines(removed, added));
    at += removed.length + added.length;
  }
  return lines;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n');
}

function runOf(steps: ReturnType<typeof diffSequences<string>>, from: number, kind: string): readonly string[] {
  let end = from;
  while (steps[end]?.kind === kind) end += 1;
  return steps.slice(from, end).map(({ item }) => item);
}

function replacedLines(removed: readonly string[], added: readonly string[]): readonly DiffLine[] {
  const pairs =
    removed.length === added.length ? removed.map((line, index) => wordPieces(line, added[index] ?? '')) : [];
  return [
    ...removed.map((text, index) => ({ kind: 'removed', pieces: pairs[index]?.removed ?? whole(text) }) as const),
    ...added.map((text, index) => ({ kind: 'added', pieces: pairs[index]?.added ?? whole(text) }) as const),
  ];
}

function whole(text: string): readonly DiffPiece[] {
  return [{ text, changed: true }];
}

function wordPieces(
  from: string,
  to: string,
): { readonly removed: readonly DiffPiece[]; readonly added: readonly DiffPiece[] } {
  const steps = withoutLoneBlanks(diffSequences(wordsOf(from), wordsOf(to)));
  const side = (kind: 'removed' | 'added'): readonly DiffPiece[] => {
    const pieces: { text: string; changed: boolean }[] = [];
    for (const step of steps) {
      if (step.kind !== 'same' && step.kind !== kind) continue;
      const changed = step.kind === kind;
      const last = pieces.at(-1);
      if (last?.changed === changed) last.text += step.item;
      else pieces.push({ text: step.item, changed });
    }
    return pieces;
  };
  return { removed: side('removed'), added: side('added') };
}

/** Counts unchanged white space between changed words as changed on both sides; it is nothing to read. */
function withoutLoneBlanks(steps: readonly DiffStep<string>[]): readonly DiffStep<string>[] {
  return steps.flatMap((step, index): readonly DiffStep<string>[] => {
    const isLone = steps[index - 1]?.kind !== 'same' && steps[index + 1]?.kind !== 'same';
    const isInside = index > 0 && index < steps.length - 1;
    if (step.kind !== 'same' || !isLone || !isInside || !/^\s+$/.test(step.item)) return [step];
    return [
      { kind: 'removed', item: step.item },
      { kind: 'added', item: step.item },
    ];
  });
}

function wordsOf(line: string): readonly string[] {
  return line.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

/** Fields of a tool that come first in its text; the others follow by name. */
const FIRST: readonly string[] = ['kind', 'name', 'description', 'method', 'url', 'code', 'parameters'];

/** Writes a tool as text to read and compare. The order of its keys does not matter; code stays as it was written. */
function toolText(tool: Tool): string {
  return Object.entries(tool)
    .filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map(([name, value]) => fieldOf(name, value))
    .join('\n');
}

function rank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}

function fieldOf(name: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(JSON.parse(canonical(value)), null, 2);
  return text.includes('\n') ? `${name}:\n${text.replaceAll(/^/gm, '  ')}` : `${name}: ${text}`;
}

/** Formats a field of a profile as text to read and compare, one line for each setting in it. */
export function fieldText(profile: AgentProfile, field: ProfileField): string {
  switch (field) {
    case 'greetingInterruptible':
      return profile.greetingInterruptible ? 'Yes' : 'No';
    case 'language':
      return profile.language === '' ? 'The model guesses' : profile.language;
    case 'transcriptionModel':
      return profile.transcriptionModel === '' ? 'None' : profile.transcriptionModel;
    case 'expectedWords':
      return profile.expectedWords.join('\n');
    case 'noiseReduction':
      return noiseReductionText(profile.noiseReduction);
    case 'turnTaking':
      return turnTakingText(profile.turnTaking);
    case 'tools':
      return profile.tools.map(({ name }) => name).join('\n');
    case 'limits':
      return limitsText(profile.limits);
    default:
      return profile[field];
  }
}

function noiseReductionText(reduction: AgentProfile['noiseReduction']): string {
  if (reduction === null) return 'No noise reduction';
  const { microphone, strength } = reduction;
  return `${microphone === 'near' ? 'Handset' : 'Speakerphone'}, strength ${String(Math.round(strength * 100))} %`;
}

function turnTakingText(turnTaking: TurnTaking): string {
  const preset = presetOf(turnTaking);
  const details =
    turnTaking.by === 'meaning'
      ? [`The turn ends by what was said, eagerness ${turnTaking.eagerness}`]
      : [
          `The turn ends after ${String(turnTaking.silenceMs)} ms of silence`,
          `Speech is noticed from loudness ${String(turnTaking.threshold)}, with ${String(turnTaking.prefixPaddingMs)} ms before it`,
          turnTaking.idleTimeoutMs === null
            ? 'A silent caller is waited for'
            : `A silent caller is asked again after ${String(turnTaking.idleTimeoutMs)} ms`,
        ];
  return [
    ...(preset === null ? [] : [PRESET_NAMES[preset]]),
    ...details,
    turnTaking.callerInterrupts ? 'The caller may interrupt' : 'The caller cannot interrupt',
  ].join('\n');
}

function limitsText({ longestCallMinutes, longestSilenceSeconds, spendUsd, then }: AgentLimits): string {
  return [
    `Longest call ${String(longestCallMinutes)} min`,
    longestSilenceSeconds === null ? 'No limit of silence' : `Longest silence ${String(longestSilenceSeconds)} s`,
    spendUsd === null ? 'No limit of spend' : `Spend $${spendUsd.toFixed(2)} a call`,
    `Then: ${LIMIT_ACT_NAMES[then]}`,
  ].join('\n');
}
