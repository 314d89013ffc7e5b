import {
  splitHeard,
  type AgentTurn,
  type CallerTurn,
  type NoteTurn,
  type Turn,
  type WhisperTurn,
} from '../../shared/call/transcript';
import { assertNever } from '../../shared/std/assert-never';
import { formatOffset } from '../ui/text/format';
import { displayNumber } from '../ui/text/phone-number';
import { plainLine } from '../ui/text/plain-text';
import { noteLabel } from './note-labels';
import { outcomeLabel } from './tool-row';

/** Mark of words that the caller did not hear, for those who see no line through them. */
export const NOT_HEARD = 'not heard';

/** Speaking rate of people and models, characters per second; used until the model says how long its audio is. */
const CHARACTERS_PER_SECOND = 15;

/** An agent's words, split at the point up to which the caller has heard them. */
export interface Words {
  readonly heard: string;
  readonly rest: string;
  /** Fate of the rest: still to come, or never heard; `none` when there is no rest. */
  readonly fate: 'coming' | 'cut' | 'none';
}

/** Splits the agent's words at the point heard by `now`, epoch ms on the clock of the turn's facts. */
export function wordsAt(turn: AgentTurn, now: number): Words {
  const { speech, text } = turn;
  switch (speech.state) {
    case 'waiting':
      return { heard: '', rest: text, fate: 'coming' };
    case 'speaking': {
      const { heard, unheard } = splitHeard(text, Math.max(0, now - speech.since), audioMs(turn));
      return { heard, rest: unheard, fate: unheard === '' ? 'none' : 'coming' };
    }
    case 'heard':
      return { heard: text, rest: '', fate: 'none' };
    case 'cut': {
      const { heard, unheard } = splitHeard(text, speech.heardMs, speech.sentMs);
      return { heard, rest: unheard, fate: unheard === '' ? 'none' : 'cut' };
    }
    default:
      return assertNever(speech);
  }
}

/** Length of the turn's audio, ms; estimated from its words while the model is still making it. */
function audioMs(turn: AgentTurn): number {
  return turn.audioMs ?? (turn.text.length / CHARACTERS_PER_SECOND) * 1000;
}

/** Display form of a caller's turn. `note` stands in when there are no words. */
type CallerTurnWords =
  | { readonly kind: 'final'; readonly text: string }
  | { readonly kind: 'interim'; readonly text: string }
  | { readonly kind: 'listening' }
  | { readonly kind: 'note'; readonly text: string };

/**
 * Returns the display form of a caller's turn. `latest` is true when no caller's turn follows it. An earlier turn
 * without words was a cough or a noise that the model took back; it no longer waits for words.
 */
export function callerWords(turn: CallerTurn, latest: boolean): CallerTurnWords {
  const { state, text } = turn;
  if (text.trim() === '') {
    if (state === 'failed') return { kind: 'note', text: 'Could not be transcribed' };
    if (state === 'final' || !latest) return { kind: 'note', text: 'No words' };
    return { kind: 'listening' };
  }
  if (state === 'final') return { kind: 'final', text };
  return state === 'failed' ? { kind: 'final', text: `${text} …` } : { kind: 'interim', text };
}

/** A number as the carrier writes it. */
const DIALLED = /\+\d{7,15}\b/g;

/** Words of a note, its numbers written as people read them. */
export function noteWords({ event }: NoteTurn): string {
  return noteLabel(event).replace(DIALLED, displayNumber);
}

/** Names the way in which an operator's words go to the agent. */
export function wayLabel({ way }: WhisperTurn): string {
  return way === 'whisper' ? 'Whisper' : 'Speak as agent';
}

/** State of an operator's words to the agent, and how it is shown. */
export interface Receipt {
  readonly words: string;
  readonly tone: 'waiting' | 'heard' | 'not heard' | 'failed';
}

/**
 * Describes what became of an operator's words. `reply`: the agent's turn that took them up, of which the caller may have
 * heard all, a part or nothing.
 */
export function receiptLabel({ way, receipt }: WhisperTurn, reply: AgentTurn | undefined): Receipt {
  const isPrivate = way === 'whisper';
  switch (receipt.state) {
    case 'sent':
      return { words: 'sending', tone: 'waiting' };
    case 'delivered':
      return { words: isPrivate ? 'delivered, not used yet' : 'waits for the agent’s turn', tone: 'waiting' };
    case 'used': {
      const heard = heardOf(reply);
      const tone = heard === 'heard' ? 'heard' : heard === 'being said' ? 'waiting' : 'not heard';
      return { words: isPrivate ? `used in a reply, ${heard}` : heard, tone };
    }
    case 'failed':
      return { words: `not taken up: ${receipt.detail}`, tone: 'failed' };
    default:
      return assertNever(receipt);
  }
}

type Heard = 'being said' | 'heard' | 'partly heard' | typeof NOT_HEARD;

function heardOf(reply: AgentTurn | undefined): Heard {
  switch (reply?.speech.state) {
    case undefined:
    case 'waiting':
    case 'speaking':
      return 'being said';
    case 'heard':
      return 'heard';
    case 'cut':
      return wordsAt(reply, 0).heard === '' ? NOT_HEARD : 'partly heard';
  }
}

/** The agent's turn that took up an operator's words; undefined for every other kind of turn, and before it did. */
export function replyTo(turn: Turn, turns: readonly Turn[]): AgentTurn | undefined {
  if (turn.kind !== 'whisper' || turn.receipt.state !== 'used') return undefined;
  const { turnId } = turn.receipt;
  return turns.find((each): each is AgentTurn => each.kind === 'agent' && each.id === turnId);
}

/** Everything said and done in a call, a line a turn: `0:12 Agent: Good morning.` What nobody heard is marked. */
export function turnLines(turns: readonly Turn[], callStart: number): readonly string[] {
  return turns.map((turn) => `${formatOffset(turn.at - callStart)} ${plainLine(lineOf(turn, turns))}`);
}

function lineOf(turn: Turn, turns: readonly Turn[]): string {
  switch (turn.kind) {
    case 'caller': {
      const words = callerWords(turn, false);
      return `Caller: ${words.kind === 'listening' ? '' : words.text}`;
    }
    case 'agent': {
      const { heard, rest, fate } = wordsAt(turn, 0);
      return `Agent: ${heard} ${fate === 'cut' ? `[${NOT_HEARD}: ${rest.trim()}]` : rest}`;
    }
    case 'operator':
      return `Operator: ${turn.text}`;
    case 'whisper':
      return `${wayLabel(turn)}: ${turn.text} (${receiptLabel(turn, replyTo(turn, turns)).words})`;
    case 'tool':
      return `Tool: ${turn.name} ${turn.arguments} → ${outcomeLabel(turn)}`;
    case 'note':
      return `Note: ${noteWords(turn)}`;
    default:
      return assertNever(turn);
  }
}
