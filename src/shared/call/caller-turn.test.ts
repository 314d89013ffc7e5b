import { expect, it } from 'vitest';
import type { Call } from './call';
import { reduceCall, type CallEvent } from './events';

const RANG: CallEvent = {
  type: 'call.rang',
  from: '+12125550187',
  to: '+14155550134',
  agent: { id: 'front-desk', name: 'Front desk', version: 1 },
  carrierCallId: 'CA1',
  practice: false,
};

const SPOKE: readonly CallEvent[] = [
  { type: 'caller.startedSpeaking', itemId: 'q1' },
  { type: 'caller.stoppedSpeaking', itemId: 'q1' },
  { type: 'caller.finishedTurn', itemId: 'q1', after: null },
];

/** The turns of a call after these facts. */
function turnsAfter(...events: readonly CallEvent[]): Call['turns'] {
  const call = [RANG, ...events].reduce<Call | undefined>(
    (before, event, index) => reduceCall(before, { seq: index + 1, at: index, callId: 'c', event }),
    undefined,
  );
  return call?.turns ?? [];
}

it('3b.20 goes from speaking to words that come in, to words that stay, and never through empty ones', () => {
  const grew: CallEvent = { type: 'caller.transcriptGrew', itemId: 'q1', delta: 'Where is ' };
  expect(turnsAfter(...SPOKE.slice(0, 1))).toMatchObject([{ state: 'speaking', text: '' }]);
  expect(turnsAfter(...SPOKE)).toMatchObject([{ state: 'transcribing', text: '' }]);
  expect(turnsAfter(...SPOKE, grew)).toMatchObject([{ state: 'transcribing', text: 'Where is ' }]);
  expect(
    turnsAfter(...SPOKE, grew, { type: 'caller.transcribed', itemId: 'q1', text: 'Where is my order?' }),
  ).toMatchObject([{ state: 'final', text: 'Where is my order?' }]);
});

it('3b.18 keeps what was understood of words that could not be, and tells what the model complained of', () => {
  expect(
    turnsAfter(
      ...SPOKE,
      { type: 'caller.transcriptGrew', itemId: 'q1', delta: 'Where is ' },
      { type: 'caller.transcriptFailed', itemId: 'q1', detail: 'audio_unintelligible' },
      { type: 'model.warned', code: 'rate_limit_exceeded', detail: 'Slow down.' },
      { type: 'model.failed', failure: 'lost', detail: 'The line broke.' },
    ),
  ).toMatchObject([
    { kind: 'caller', state: 'failed', text: 'Where is ' },
    { kind: 'note', event: { type: 'model.warned', code: 'rate_limit_exceeded', detail: 'Slow down.' } },
    { kind: 'note', event: { type: 'model.failed', failure: 'lost', detail: 'The line broke.' } },
  ]);
});
