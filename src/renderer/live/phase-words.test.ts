import { describe, expect, it } from 'vitest';
import { agentSpeaks, ANSWERED, callAfter, callerSaid, toolCalled } from './call.fixture';
import { hasUnheardWords, phaseWords } from './phase-words';

const TEXT = 'It left our warehouse on Tuesday, and you have it tomorrow.';
const speaking = callAfter([...ANSWERED, ...callerSaid('c', 'Where is it?'), ...agentSpeaks('a', TEXT)]);
const cuts = [{ itemId: 'a', contentIndex: 0, heardMs: 4000, sentMs: 10_000 }];
const cut = callAfter([
  ...ANSWERED,
  ...callerSaid('c', 'Where is it?'),
  ...agentSpeaks('a', TEXT),
  { type: 'agent.interrupted', by: 'caller', cuts },
]);

describe('phaseWords', () => {
  it.each([
    ['ringing', callAfter([])],
    ['connecting to the model', callAfter([{ type: 'caller.connected' }])],
    ['listening', callAfter(ANSWERED)],
    ['caller is speaking', callAfter([...ANSWERED, { type: 'caller.startedSpeaking', itemId: 'c' }])],
    ['agent is speaking', speaking],
    ['listening', cut],
    ['agent waits for your answer', callAfter([...ANSWERED, toolCalled('t')])],
    ['agent is using a tool', callAfter([...ANSWERED, toolCalled('t', 'http')])],
    ['Caller hung up', callAfter([{ type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }])],
  ])('says “%s”', (words, call) => {
    expect(phaseWords(call)).toBe(words);
  });

  it('knows of words to stop only while there are some', () => {
    expect(hasUnheardWords(speaking)).toBe(true);
    expect(hasUnheardWords(cut)).toBe(false);
    expect(hasUnheardWords(callAfter(ANSWERED))).toBe(false);
    const waiting = callAfter([...ANSWERED, ...agentSpeaks('a', TEXT).slice(0, 2)]);
    expect(hasUnheardWords(waiting)).toBe(true);
    expect(phaseWords(waiting)).toBe('agent is about to speak');
  });
});
