import { describe, expect, it } from 'vitest';
import { agentSpeaks, ANSWERED, callAfter, callerSaid, toolCalled } from './call.fixture';
import type { CallEvent } from './events';
import { isIdle, silentSince } from './silence';

const HEARD: CallEvent = { type: 'agent.wasHeard', itemId: 'a1', heardMs: 10_000 };
const TOOL_ANSWERED: CallEvent = { type: 'tool.answered', toolCallId: 'call_t1', by: 'machine', output: 'yes' };

describe('isIdle', () => {
  it.each<readonly [string, boolean, readonly CallEvent[]]>([
    ['nothing was said', true, []],
    ['the caller speaks', false, callerSaid('c1', 'Hi').slice(0, 1)],
    ['the caller has spoken', true, callerSaid('c1', 'Hi')],
    ['the agent is heard', false, agentSpeaks('a1', 'Hello')],
    ['the agent was heard', true, [...agentSpeaks('a1', 'Hello'), HEARD]],
    ['a tool runs', false, [toolCalled('t1', 'http')]],
    ['a tool has answered', true, [toolCalled('t1', 'http'), TOOL_ANSWERED]],
  ])('when %s: %s', (_when, idle, events) => {
    expect(isIdle(callAfter([...ANSWERED, ...events]))).toBe(idle);
  });
});

describe('silentSince', () => {
  it('is when the last of both fell silent, or should have', () => {
    expect(silentSince(callAfter(ANSWERED))).toBe(2000);
    expect(silentSince(callAfter([...ANSWERED, ...callerSaid('c1', 'Hi').slice(0, 1)]))).toBeNull();
    expect(silentSince(callAfter([...ANSWERED, ...callerSaid('c1', 'Hi')]))).toBe(4000);
    expect(silentSince(callAfter([...ANSWERED, ...agentSpeaks('a1', 'Hello')]))).toBe(5000 + 10_000);
    expect(silentSince(callAfter([...ANSWERED, ...agentSpeaks('a1', 'Hello'), HEARD]))).toBe(7000);
  });

  it('is never of a practice in writing', () => {
    const call = callAfter(ANSWERED);
    expect(silentSince({ ...call, practice: true, from: 'client:practice-in-writing' })).toBeNull();
    expect(silentSince({ ...call, practice: true, from: 'client:practice' })).toBe(2000);
  });
});
