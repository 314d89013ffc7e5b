import type { Call } from './call';
import { assertNever } from '../std/assert-never';
import { splitHeard, type AgentTurn, type NoteTurn, type ToolTurn, type Turn } from './transcript';

/**
 * Item with which a model that takes a call over begins: words of the caller, words of the agent as far as they were heard, a tool
 * call with its output, or a note that only the model sees. Ids are those of the transcript.
 */
export type SeedItem =
  | { readonly kind: 'caller' | 'agent' | 'note'; readonly itemId: string; readonly text: string }
  | {
      readonly kind: 'tool';
      readonly itemId: string;
      readonly toolCallId: string;
      readonly name: string;
      readonly arguments: string;
      readonly output: string;
    };

/** Bounds of a seed. The oldest items are left out: half an hour of talk is about 30,000 characters. */
const MAX_SEED_ITEMS = 200;
const MAX_SEED_CHARS = 48_000;

const LEFT_OUT = 'You are in the middle of a phone call. What was said before this is left out.';

const STILL_RUNNING = JSON.stringify({
  status: 'pending',
  message:
    'It is still running. What comes of it will reach you later, as a message. Do not call it again for the same thing.',
});

/** Conversation of a call so far, for a model that was not there: the newest part of it, in order. */
export function seedOf({ turns }: Pick<Call, 'turns'>): readonly SeedItem[] {
  const items = withKeysTogether(turns).flatMap((turn) => itemOf(turn) ?? []);
  const kept: SeedItem[] = [];
  let chars = 0;
  for (const item of [...items].reverse()) {
    chars += lengthOf(item);
    if (kept.length === MAX_SEED_ITEMS || chars > MAX_SEED_CHARS)
      return [{ kind: 'note', itemId: 'seed_left_out', text: LEFT_OUT }, ...kept.reverse()];
    kept.push(item);
  }
  return kept.reverse();
}

type SeedTurn = Turn | { readonly kind: 'keys'; readonly id: string; readonly keys: string };

/** Makes one turn of keys that were pressed one after the other. */
function withKeysTogether(turns: readonly Turn[]): readonly SeedTurn[] {
  const together: SeedTurn[] = [];
  for (const turn of turns) {
    const last = together.at(-1);
    if (turn.kind !== 'note' || turn.event.type !== 'caller.pressedKey') together.push(turn);
    else if (last?.kind === 'keys') together[together.length - 1] = { ...last, keys: last.keys + turn.event.digit };
    else together.push({ kind: 'keys', id: turn.id, keys: turn.event.digit });
  }
  return together;
}

function itemOf(turn: SeedTurn): SeedItem | null {
  switch (turn.kind) {
    case 'caller':
      // Words that are still coming in are heard again by the model that takes over.
      return turn.state === 'final' || turn.state === 'failed' ? said('caller', turn.id, turn.text) : null;
    case 'agent':
      return said('agent', turn.id, heardText(turn));
    case 'operator':
      return turn.text.trim() === ''
        ? null
        : { kind: 'note', itemId: turn.id, text: `A person of the company, not you, said to the caller: ${turn.text}` };
    case 'whisper':
      return turn.way === 'whisper' && (turn.receipt.state === 'delivered' || turn.receipt.state === 'used')
        ? { kind: 'note', itemId: turn.id, text: `Private instruction from your supervisor: ${turn.text}` }
        : null;
    case 'tool':
      return {
        kind: 'tool',
        itemId: turn.id,
        toolCallId: turn.toolCallId,
        name: turn.name,
        arguments: turn.arguments,
        output: outputOf(turn),
      };
    case 'keys':
      return { kind: 'note', itemId: turn.id, text: `The caller pressed these keys on the phone: ${turn.keys}` };
    case 'note':
      return noteOf(turn);
    default:
      return assertNever(turn);
  }
}

function said(kind: 'caller' | 'agent', itemId: string, text: string): SeedItem | null {
  return text.trim() === '' ? null : { kind, itemId, text };
}

/** Words that the caller heard, or will hear: what the phone was sent is not taken back. */
function heardText({ speech, text }: AgentTurn): string {
  return speech.state === 'cut' ? splitHeard(text, speech.heardMs, speech.sentMs).heard : text;
}

function outputOf({ outcome }: ToolTurn): string {
  switch (outcome.state) {
    case 'pending':
      return STILL_RUNNING;
    case 'answered':
      return outcome.output;
    case 'failed':
      return JSON.stringify({ error: outcome.failure, message: outcome.detail });
    default:
      return assertNever(outcome);
  }
}

function noteOf({ id, event }: NoteTurn): SeedItem | null {
  if (event.type !== 'operator.handedBack' || event.brief === '') return null;
  return {
    kind: 'note',
    itemId: id,
    text: `You speak with the caller again. While a colleague had the call: ${event.brief}`,
  };
}

function lengthOf(item: SeedItem): number {
  return item.kind === 'tool' ? item.arguments.length + item.output.length : item.text.length;
}
