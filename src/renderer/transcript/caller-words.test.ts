import { describe, expect, it } from 'vitest';
import { callerWords, latestCallerTurn } from './caller-words';
import { agentSpeaks, ANSWERED, callAfter, callerSaid } from '../../shared/call/call.fixture';

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
