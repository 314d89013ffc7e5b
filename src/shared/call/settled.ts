import { assertNever } from '../std/assert-never';
import type { Transcript, Turn } from './transcript';

/** The turns of a call that is over: nothing is pending, words that never played were not heard, tools will not be answered. */
export function settlePending(turns: Transcript, at: number): Transcript {
  return turns.map((turn): Turn => {
    switch (turn.kind) {
      case 'caller':
        return turn.state === 'speaking' || turn.state === 'transcribing'
          ? { ...turn, state: turn.text === '' ? 'failed' : 'final' }
          : turn;
      case 'agent':
        return settleSpeech(turn, at);
      case 'tool':
        return turn.outcome.state === 'pending'
          ? {
              ...turn,
              outcome: {
                state: 'failed',
                failure: 'call-ended',
                detail: 'The call ended first',
                tookMs: Math.max(0, at - turn.at),
              },
            }
          : turn;
      case 'operator':
        return turn.state === 'speaking' || turn.state === 'transcribing'
          ? { ...turn, state: turn.text === '' ? 'failed' : 'final' }
          : turn;
      case 'whisper':
        return turn.receipt.state === 'sent'
          ? { ...turn, receipt: { state: 'failed', detail: 'The call ended first' } }
          : turn;
      case 'note':
        return turn;
      default:
        return assertNever(turn);
    }
  });
}

function settleSpeech(turn: Extract<Turn, { kind: 'agent' }>, at: number): Turn {
  if (turn.speech.state === 'heard' || turn.speech.state === 'cut') return turn;
  const playedMs = turn.speech.state === 'speaking' ? Math.max(0, at - turn.speech.since) : 0;
  const sentMs = turn.audioMs ?? playedMs;
  return {
    ...turn,
    audioMs: sentMs,
    speech: { state: 'cut', heardMs: Math.min(playedMs, sentMs), sentMs, by: 'caller' },
  };
}
