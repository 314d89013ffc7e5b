import type { Call } from '../../../shared/call/call';
import { splitHeard, type Turn } from '../../../shared/call/transcript';

/** The last thing said in a call, for its row in the list. */
export interface LastWords {
  readonly speaker: 'Caller' | 'Agent' | 'You';
  readonly text: string;
}

/** The newest words of the call; null before anything was said. Of cut words only what was heard counts. */
export function lastWords(call: Call): LastWords | null {
  for (let index = call.turns.length - 1; index >= 0; index--) {
    const turn = call.turns[index];
    const words = turn === undefined ? null : wordsOf(turn);
    if (words !== null && words.text.trim() !== '') return words;
  }
  return null;
}

function wordsOf(turn: Turn): LastWords | null {
  if (turn.kind === 'caller') return { speaker: 'Caller', text: turn.text };
  if (turn.kind === 'operator') return { speaker: 'You', text: turn.text };
  if (turn.kind !== 'agent') return null;
  if (turn.speech.state !== 'cut') return { speaker: 'Agent', text: turn.text };
  const { heard } = splitHeard(turn.text, turn.speech.heardMs, turn.speech.sentMs);
  return { speaker: 'Agent', text: heard === '' ? '' : `${heard} …` };
}
