import type { CallerTurn, Transcript } from '../../shared/call/transcript';

/** Display form of a caller's turn. `note` stands in when there are no words. */
export type CallerWords =
  | { readonly kind: 'final'; readonly text: string }
  | { readonly kind: 'interim'; readonly text: string }
  | { readonly kind: 'listening' }
  | { readonly kind: 'note'; readonly text: string };

/**
 * Returns the display form of a caller's turn. `latest` is true when no caller's turn follows it. An earlier turn
 * without words was a cough or a noise that the model took back; it no longer waits for words.
 */
export function callerWords(turn: CallerTurn, latest: boolean): CallerWords {
  const { state, text } = turn;
  if (text.trim() === '') {
    if (state === 'failed') return { kind: 'note', text: 'Could not be transcribed' };
    if (state === 'final' || !latest) return { kind: 'note', text: 'No words' };
    return { kind: 'listening' };
  }
  if (state === 'final') return { kind: 'final', text };
  return state === 'failed' ? { kind: 'final', text: `${text} …` } : { kind: 'interim', text };
}

/** Returns the id of the caller's last turn, or null. */
export function latestCallerTurn(turns: Transcript): string | null {
  for (let index = turns.length - 1; index >= 0; index--) {
    const turn = turns[index];
    if (turn?.kind === 'caller') return turn.id;
  }
  return null;
}
