import { describe, expect, it } from 'vitest';
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
import { callerWords, wordsAt } from './turn-row';

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
