import { assertNever } from '../../shared/std/assert-never';
import { splitHeard, type AgentTurn } from '../../shared/call/transcript';

/** How fast people and models speak, until the model says how long its audio is. */
const CHARACTERS_PER_SECOND = 15;

/** An agent's words, split where the caller has heard them up to. */
export interface Words {
  readonly heard: string;
  readonly rest: string;
  /** What becomes of the rest: still to come, or never heard. */
  readonly fate: 'coming' | 'cut' | 'none';
}

/** Where the agent's words stand at `now`, epoch ms on the clock of the turn's facts. */
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

/** All audio of the turn; while the model still makes it, a guess from its words; ms. */
function audioMs(turn: AgentTurn): number {
  return turn.audioMs ?? (turn.text.length / CHARACTERS_PER_SECOND) * 1000;
}
