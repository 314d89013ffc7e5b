import type { Call } from './call';
import { MAX_WORDS_CHARS } from './events/operator';
import type { Transcript, Turn } from './transcript';

/** Most that a model that takes a call over is told of it; characters. */
const MAX_SO_FAR_CHARS = 8000;
/** Most turns of an excerpt, those without words included: the oldest are left out. */
const MAX_TURNS = 200;

type Speaker = 'caller' | 'agent' | 'operator';
type SpokenTurn = Extract<Turn, { readonly kind: Speaker }>;

/** Excerpt of the whole call for a model that was not there, a line a turn: the newest when it is too long. */
export function saidSoFar(call: Call): string {
  return excerpt(call.turns, { caller: 'Caller', agent: 'You', operator: 'Colleague' }, MAX_SO_FAR_CHARS);
}

/** Excerpt of what caller and operator said since the take-over, a line a turn; empty while no operator has the call. */
export function saidSinceTakeOver(call: Call): string {
  const { operator } = call;
  if (operator === null) return '';
  const since = call.turns.filter(({ at }) => at >= operator.since);
  return excerpt(since, { caller: 'Caller', operator: 'Operator' }, MAX_WORDS_CHARS);
}

/** Turns are in the order they were begun, which need not be that of the conversation. */
function excerpt(turns: Transcript, names: { readonly [S in Speaker]?: string }, maxChars: number): string {
  return turns
    .filter((turn): turn is SpokenTurn => isSpoken(turn) && names[turn.kind] !== undefined)
    .sort((one, other) => one.at - other.at)
    .slice(-MAX_TURNS)
    .map((turn) => ({ name: names[turn.kind] ?? '', words: wordsOf(turn) }))
    .filter(({ words }) => words !== '')
    .map(({ name, words }) => `${name}: ${words}`)
    .join('\n')
    .slice(-maxChars);
}

function isSpoken(turn: Turn): turn is SpokenTurn {
  return turn.kind === 'caller' || turn.kind === 'agent' || turn.kind === 'operator';
}

/** Words that are still coming in, and may change, are none. */
function wordsOf(turn: SpokenTurn): string {
  const isFinal = turn.kind === 'agent' ? turn.isTranscribed : turn.state === 'final';
  return isFinal ? turn.text.trim() : '';
}
