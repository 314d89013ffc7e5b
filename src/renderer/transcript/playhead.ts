import { assertNever } from '../../shared/std/assert-never';
import { splitHeard, type AgentTurn } from '../../shared/call/transcript';

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
