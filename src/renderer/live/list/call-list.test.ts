import { describe, expect, it } from 'vitest';
import { agentSpeaks, ANSWERED, callAfter, callerSaid, REPLY, toolCalled } from '../../../shared/call/call.fixture';
import { rowWords } from './call-list';

describe('rowWords', () => {
  const asked = [...ANSWERED, ...callerSaid('c', 'Where is it?'), ...agentSpeaks('a', REPLY)];

  it('are the caller’s newest words, whatever the agent said since', () => {
    expect(rowWords(callAfter(ANSWERED))).toBeNull();
    expect(rowWords(callAfter(asked))).toBe('Where is it?');
    expect(rowWords(callAfter([...asked, { type: 'caller.startedSpeaking', itemId: 'd' }]))).toBe('Where is it?');
  });

  it('are the agent’s request while it waits for a person', () => {
    expect(rowWords(callAfter([...asked, toolCalled('t')]))).toBe('refund_order A17');
  });
});
