import { describe, expect, it } from 'vitest';
import { agentSpeaks, ANSWERED, callAfter, callerSaid } from './call.fixture';
import { lastWords } from './last-words';

const TEXT = 'It left our warehouse on Tuesday, and you have it tomorrow.';
const speaking = callAfter([...ANSWERED, ...callerSaid('c', 'Where is it?'), ...agentSpeaks('a', TEXT)]);
const cuts = [{ itemId: 'a', contentIndex: 0, heardMs: 4000, sentMs: 10_000 }];
const cut = callAfter([
  ...ANSWERED,
  ...callerSaid('c', 'Where is it?'),
  ...agentSpeaks('a', TEXT),
  { type: 'agent.interrupted', by: 'caller', cuts },
]);

describe('lastWords', () => {
  it('are the newest words of either side', () => {
    expect(lastWords(callAfter(ANSWERED))).toBeNull();
    expect(lastWords(callAfter([...ANSWERED, ...callerSaid('c', 'Hello')]))).toEqual({
      speaker: 'Caller',
      text: 'Hello',
    });
    expect(lastWords(speaking)).toEqual({ speaker: 'Agent', text: TEXT });
  });

  it('leave out what the caller never heard', () => {
    expect(lastWords(cut)).toEqual({ speaker: 'Agent', text: 'It left our warehouse on …' });
    const unheard = callAfter([
      ...ANSWERED,
      ...callerSaid('c', 'Where is it?'),
      ...agentSpeaks('a', TEXT),
      { type: 'agent.interrupted', by: 'caller', cuts: [{ itemId: 'a', contentIndex: 0, heardMs: 0, sentMs: 10_000 }] },
    ]);
    expect(lastWords(unheard)).toEqual({ speaker: 'Caller', text: 'Where is it?' });
  });

  it('pass over a turn that has no words yet', () => {
    const call = callAfter([...ANSWERED, ...callerSaid('c', 'Hello'), { type: 'caller.startedSpeaking', itemId: 'd' }]);
    expect(lastWords(call)?.text).toBe('Hello');
  });
});
