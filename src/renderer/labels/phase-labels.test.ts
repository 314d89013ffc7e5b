import { describe, expect, it } from 'vitest';
import { agentSpeaks, ANSWERED, callAfter, CUT, REPLY, SPEAKING, toolCalled } from '../../shared/call/call.fixture';
import { hasUnheardWords, phaseLabel } from './phase-labels';

describe('phaseLabel', () => {
  it.each([
    ['ringing', callAfter([])],
    ['connecting to the model', callAfter([{ type: 'caller.connected' }])],
    ['listening', callAfter(ANSWERED)],
    ['caller is speaking', callAfter([...ANSWERED, { type: 'caller.startedSpeaking', itemId: 'c' }])],
    ['agent is speaking', SPEAKING],
    ['listening', CUT],
    ['agent waits for your answer', callAfter([...ANSWERED, toolCalled('t')])],
    ['agent is using a tool', callAfter([...ANSWERED, toolCalled('t', 'http')])],
    ['Caller hung up', callAfter([{ type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }])],
  ])('says “%s”', (words, call) => {
    expect(phaseLabel(call)).toBe(words);
  });

  it('knows of words to stop only while there are some', () => {
    expect(hasUnheardWords(SPEAKING)).toBe(true);
    expect(hasUnheardWords(CUT)).toBe(false);
    expect(hasUnheardWords(callAfter(ANSWERED))).toBe(false);
    const waiting = callAfter([...ANSWERED, ...agentSpeaks('a', REPLY).slice(0, 2)]);
    expect(hasUnheardWords(waiting)).toBe(true);
    expect(phaseLabel(waiting)).toBe('agent is about to speak');
  });
});
