import { describe, expect, it } from 'vitest';
import { agentSpeaks, ANSWERED, callAfter, callerSaid, CUT, REPLY, SPEAKING } from '../../../shared/call/call.fixture';
import { lastWords } from './call-list';

describe('lastWords', () => {
  it('are the newest words of either side', () => {
    expect(lastWords(callAfter(ANSWERED), 'mine')).toBeNull();
    expect(lastWords(callAfter([...ANSWERED, ...callerSaid('c', 'Hello')]), 'mine')).toEqual({
      speaker: 'Caller',
      text: 'Hello',
    });
    expect(lastWords(SPEAKING, 'mine')).toEqual({ speaker: 'Agent', text: REPLY });
  });

  it('leave out what the caller never heard', () => {
    expect(lastWords(CUT, 'mine')).toEqual({ speaker: 'Agent', text: 'It left our warehouse on …' });
    const unheard = callAfter([
      ...ANSWERED,
      ...callerSaid('c', 'Where is it?'),
      ...agentSpeaks('a', REPLY),
      { type: 'agent.interrupted', by: 'caller', cuts: [{ itemId: 'a', contentIndex: 0, heardMs: 0, sentMs: 10_000 }] },
    ]);
    expect(lastWords(unheard, 'mine')).toEqual({ speaker: 'Caller', text: 'Where is it?' });
  });

  it('pass over a turn that has no words yet', () => {
    const call = callAfter([...ANSWERED, ...callerSaid('c', 'Hello'), { type: 'caller.startedSpeaking', itemId: 'd' }]);
    expect(lastWords(call, 'mine')?.text).toBe('Hello');
  });
});
