import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../shared/call/events';
import {
  agentSpeaks,
  ANSWERED,
  callAfter,
  callerSaid,
  CUT,
  onlyTurn,
  REPLY,
  SPEAKING,
} from '../../shared/call/call.fixture';
import { latestCallerTurn } from './transcript';
import { placesOf } from './find-bar';
import { callerWords, receiptLabel, replyTo, turnLines, wordsAt } from './turn-words';

describe('wordsAt', () => {
  const turn = onlyTurn(SPEAKING, 'agent');
  const since = turn.speech.state === 'speaking' ? turn.speech.since : NaN;

  it('moves from word to word with the time since the turn began to play', () => {
    expect(wordsAt(turn, since - 500)).toEqual({ heard: '', rest: REPLY, fate: 'coming' });
    expect(wordsAt(turn, since + 4000)).toEqual({
      heard: 'It left our warehouse on',
      rest: ' Tuesday, and you have it tomorrow.',
      fate: 'coming',
    });
    expect(wordsAt(turn, since + 10_000)).toEqual({ heard: REPLY, rest: '', fate: 'none' });
  });

  it('guesses while the length of the audio is not known, and never says all is heard by more words coming', () => {
    const open = { ...turn, audioMs: null };
    const early = wordsAt(open, since + 1500).heard;
    expect(early).toBe('It left our warehouse on');
    expect(wordsAt({ ...open, text: `${REPLY} ${REPLY}` }, since + 1500).heard).toBe(early);
  });

  it('cuts at what was heard, for good', () => {
    expect(wordsAt(onlyTurn(CUT, 'agent'), since + 60_000)).toEqual({
      heard: 'It left our warehouse on',
      rest: ' Tuesday, and you have it tomorrow.',
      fate: 'cut',
    });
  });

  it('leaves nothing to come of a turn that was heard', () => {
    const heard = callAfter([
      ...ANSWERED,
      ...agentSpeaks('a', REPLY),
      { type: 'agent.wasHeard', itemId: 'a', heardMs: 9900 },
    ]);
    expect(wordsAt(onlyTurn(heard, 'agent'), 0)).toEqual({ heard: REPLY, rest: '', fate: 'none' });
  });
});

describe('callerWords', () => {
  const turn = { kind: 'caller', id: 'c', at: 0, text: '', state: 'speaking' } as const;

  it.each([
    [{ ...turn }, { kind: 'listening' }],
    [{ ...turn, state: 'transcribing' } as const, { kind: 'listening' }],
    [
      { ...turn, text: 'Hel' },
      { kind: 'interim', text: 'Hel' },
    ],
    [{ ...turn, state: 'final', text: 'Hello' } as const, { kind: 'final', text: 'Hello' }],
    [{ ...turn, state: 'final' } as const, { kind: 'note', text: 'No words' }],
    [{ ...turn, state: 'failed' } as const, { kind: 'note', text: 'Could not be transcribed' }],
    [{ ...turn, state: 'failed', text: 'Hel' } as const, { kind: 'final', text: 'Hel …' }],
  ])('of %j are %j', (given, words) => {
    expect(callerWords(given, true)).toEqual(words);
  });

  it('are not waited for once the caller said something else: a false start leaves no dots behind', () => {
    expect(callerWords(turn, false)).toEqual({ kind: 'note', text: 'No words' });
    const call = callAfter([...ANSWERED, ...callerSaid('c', 'Hello'), ...agentSpeaks('a', 'Hello')]);
    expect(latestCallerTurn(call.turns)).toBe('c');
    expect(latestCallerTurn([])).toBeNull();
  });
});

/** Events of an operator's words that the agent's turn `a` takes up. */
function takenUp(way: 'whisper' | 'say', ...after: readonly CallEvent[]): readonly CallEvent[] {
  return [
    ...ANSWERED,
    { type: 'operator.whispered', whisperId: 'w', way, text: 'Offer a refund.', spoken: false },
    { type: 'whisper.delivered', whisperId: 'w' },
    { type: 'whisper.used', whisperId: 'w', itemId: 'a' },
    ...agentSpeaks('a', REPLY),
    ...after,
  ];
}

function cutAt(heardMs: number): CallEvent {
  return {
    type: 'agent.interrupted',
    by: 'caller',
    cuts: [{ itemId: 'a', contentIndex: 0, heardMs, sentMs: 10_000 }],
  };
}

const WAS_HEARD: CallEvent = { type: 'agent.wasHeard', itemId: 'a', heardMs: 9900 };

describe('receiptLabel', () => {
  it.each([
    ['say', [], 'being said', 'waiting'],
    ['say', [WAS_HEARD], 'heard', 'heard'],
    ['say', [cutAt(4000)], 'partly heard', 'not heard'],
    ['say', [cutAt(0)], 'not heard', 'not heard'],
    ['whisper', [WAS_HEARD], 'used in a reply, heard', 'heard'],
    ['whisper', [cutAt(0)], 'used in a reply, not heard', 'not heard'],
  ] as const)('of %s after %j is what the caller heard of it', (way, after, words, tone) => {
    const call = callAfter(takenUp(way, ...after));
    const turn = onlyTurn(call, 'whisper');
    expect(receiptLabel(turn, replyTo(turn, call.turns))).toEqual({ words, tone });
  });

  it('waits while nothing was taken up, and says why it never is', () => {
    const sent = { kind: 'whisper', id: 'w', at: 0, way: 'say', text: '', spoken: false } as const;
    const states = [
      { state: 'sent' },
      { state: 'delivered' },
      { state: 'failed', detail: 'The model is busy.' },
    ] as const;
    expect(states.map((receipt) => receiptLabel({ ...sent, receipt }, undefined).words)).toEqual([
      'sending',
      'waits for the agent’s turn',
      'not taken up: The model is busy.',
    ]);
  });
});

describe('turnLines', () => {
  const { turns, rangAt } = callAfter([...takenUp('say', cutAt(4000)), ...callerSaid('c', 'Where is\nit?')]);
  const lines = turnLines(turns, rangAt);

  it('has a line a turn, and marks what nobody heard', () => {
    expect(lines.join('\n')).toContain(
      'Agent: It left our warehouse on [not heard: Tuesday, and you have it tomorrow.]',
    );
    expect(lines).toHaveLength(turns.length);
    expect(lines.every((line) => !line.includes('\n') && /^\d+:\d\d /.test(line))).toBe(true);
  });

  it('is searched whatever the case', () => {
    expect(placesOf(' WAREHOUSE ', lines).map((place) => turns[place]?.kind)).toEqual(['agent']);
    expect([placesOf('', lines), placesOf('nowhere', lines)]).toEqual([[], []]);
  });
});
