import type { NotedEvent } from './events';
import { MAX_TRANSCRIPT_CHARS } from './fact';
import type { ToolAnswerer, ToolFailure, ToolForm, ToolKind } from './events/tool';

interface TurnBase {
  /** Id of the conversation item; a note has an id of its own. */
  readonly id: string;
  /** Time of the turn's first event; epoch ms. */
  readonly at: number;
}

export interface CallerTurn extends TurnBase {
  readonly kind: 'caller';
  /** Languages that were heard, ISO 639-1; absent: not known. */
  readonly languages?: readonly string[];
  readonly state: 'speaking' | 'transcribing' | 'final' | 'failed';
  readonly text: string;
}

export interface AgentTurn extends TurnBase {
  readonly kind: 'agent';
  readonly responseId: string;
  readonly text: string;
  /** True once the model has transcribed its words from beginning to end. */
  readonly isTranscribed: boolean;
  /** Length of all audio of the item; ms. Null until the model finished it or an interruption cut it. */
  readonly audioMs: number | null;
  readonly speech: AgentSpeech;
  readonly replyMs: number | null;
  /** Tool call of whose outcome the agent spoke before there was one. */
  readonly claim: { readonly toolCallId: string; readonly name: string } | null;
}

/** Progress of the agent's words: not yet playing, coming out of the phone, heard to the end, or cut. */
export type AgentSpeech =
  | { readonly state: 'waiting' }
  | { readonly state: 'speaking'; readonly since: number }
  | { readonly state: 'heard' }
  | { readonly state: 'cut'; readonly heardMs: number; readonly sentMs: number; readonly by: 'caller' | 'operator' };

export interface ToolTurn extends TurnBase {
  readonly kind: 'tool';
  readonly toolCallId: string;
  readonly name: string;
  /** Arguments exactly as the model sent them; they may be no JSON at all. */
  readonly arguments: string;
  readonly toolKind: ToolKind | null;
  /** Time limit from the call, or from its approval; ms. */
  readonly timeoutMs: number;
  readonly form: ToolForm | null;
  /** Approval by a person; null: none was asked for. `asked`: it waits for one, `waitMs` from `since`. */
  readonly approval:
    | { readonly state: 'asked'; readonly digest: string; readonly since: number; readonly waitMs: number }
    | { readonly state: 'given'; readonly digest: string; readonly since: number }
    | null;
  /** True when the agent goes on talking and gets the answer later. */
  readonly isDeferred: boolean;
  readonly outcome: ToolProgress;
}

type ToolProgress =
  | { readonly state: 'pending' }
  | {
      readonly state: 'answered';
      readonly by: ToolAnswerer;
      readonly output: string;
      readonly tookMs: number;
    }
  | { readonly state: 'failed'; readonly failure: ToolFailure; readonly detail: string; readonly tookMs: number };

export interface NoteTurn extends TurnBase {
  readonly kind: 'note';
  readonly event: NotedEvent;
}

/** Turn of an operator who spoke with the caller. */
export interface OperatorTurn extends TurnBase {
  readonly kind: 'operator';
  /** Console of the operator; null: not known. */
  readonly consoleId: string | null;
  readonly state: 'speaking' | 'transcribing' | 'final' | 'failed';
  readonly text: string;
}

/** Private note of an operator to the agent, or words the agent is to say exactly; with its receipt. */
export interface WhisperTurn extends TurnBase {
  readonly kind: 'whisper';
  readonly way: 'whisper' | 'say';
  readonly text: string;
  readonly spoken: boolean;
  readonly receipt:
    | { readonly state: 'sent' }
    | { readonly state: 'delivered' }
    /** `turnId`: the agent's first words after it. */
    | { readonly state: 'used'; readonly turnId: string }
    | { readonly state: 'failed'; readonly detail: string };
}

/** One entry of the transcript, ordered by conversation position, not by arrival. */
export type Turn = CallerTurn | AgentTurn | OperatorTurn | WhisperTurn | ToolTurn | NoteTurn;

export type Transcript = readonly Turn[];

const OWN_MOMENT: ReadonlySet<Turn['kind'] | undefined> = new Set(['note', 'whisper', 'operator'] as const);

/** Finds a turn's place from the end, because almost every event is about a recent turn. */
function indexOf(turns: Transcript, id: string): number {
  for (let i = turns.length - 1; i >= 0; i--) if (turns[i]?.id === id) return i;
  return -1;
}

/**
 * Adds a turn behind the item it follows in the conversation, or at the end when that is unknown or null. Known ids are
 * left alone.
 */
export function insertTurn(turns: Transcript, turn: Turn, after: string | null): Transcript {
  if (indexOf(turns, turn.id) >= 0) return turns;
  const previous = after === null ? -1 : indexOf(turns, after);
  return putIn(turns, turn, previous < 0 ? turns.length : behindNotes(turns, previous + 1));
}

/** Moves a turn behind the item it follows in the conversation, when it is not there already. */
export function moveTurn(turns: Transcript, id: string, after: string | null): Transcript {
  const from = indexOf(turns, id);
  const turn = turns[from];
  if (turn === undefined || after === null || after === id) return turns;
  const rest = [...turns.slice(0, from), ...turns.slice(from + 1)];
  const previous = indexOf(rest, after);
  const isThere = previous < from && behindNotes(rest, previous + 1) >= from;
  return previous < 0 || isThere ? turns : putIn(rest, turn, behindNotes(rest, previous + 1));
}

/**
 * Skips notes and words of operators. They belong to the moment they were made in, and the model may not know them:
 * later turns stand behind them.
 */
function behindNotes(turns: Transcript, place: number): number {
  let behind = place;
  while (OWN_MOMENT.has(turns[behind]?.kind)) behind++;
  return behind;
}

function putIn(turns: Transcript, turn: Turn, place: number): Transcript {
  return [...turns.slice(0, place), turn, ...turns.slice(place)];
}

/**
 * Replaces the turn of that id and kind by `change` of it. Returns the same transcript when there is none or nothing
 * changed.
 */
export function updateTurn<K extends Turn['kind']>(
  turns: Transcript,
  kind: K,
  id: string,
  change: (turn: Extract<Turn, { kind: K }>) => Extract<Turn, { kind: K }>,
): Transcript {
  const index = indexOf(turns, id);
  const turn = turns[index];
  if (turn === undefined || turn.kind !== kind) return turns;
  const changed = change(turn as Extract<Turn, { kind: K }>);
  if (changed === turn) return turns;
  const copy = turns.slice();
  copy[index] = changed;
  return copy;
}

/** Adds a piece to a text, up to the most that a turn may hold. */
export function grow(text: string, delta: string): string {
  return text.length >= MAX_TRANSCRIPT_CHARS ? text : (text + delta).slice(0, MAX_TRANSCRIPT_CHARS);
}

/** Splits a text where the playhead is: at `heardMs` of `audioMs`, moved to the nearest end of a word. */
export function splitHeard(
  text: string,
  heardMs: number,
  audioMs: number,
): { readonly heard: string; readonly unheard: string } {
  if (audioMs <= 0 || heardMs <= 0) return { heard: '', unheard: text };
  if (heardMs >= audioMs) return { heard: text, unheard: '' };
  const target = Math.round((text.length * heardMs) / audioMs);
  const before = text.lastIndexOf(' ', target);
  const next = text.indexOf(' ', target);
  const after = next < 0 ? text.length : next;
  const at = target - Math.max(before, 0) <= after - target ? Math.max(before, 0) : after;
  return { heard: text.slice(0, at), unheard: text.slice(at) };
}
