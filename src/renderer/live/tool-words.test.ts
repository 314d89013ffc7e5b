import { describe, expect, it } from 'vitest';
import { TOOL_FAILURES } from '../../shared/call/events';
import { ANSWERED, callAfter, onlyTurn, toolCalled } from './call.fixture';
import { outcomeWords, timeLeftMs, TOOL_FAILURES_IN_WORDS } from './tool-words';

describe('tool calls', () => {
  it('say what came of them', () => {
    const pending = onlyTurn(callAfter([...ANSWERED, toolCalled('t')]), 'tool');
    expect(outcomeWords(pending)).toBe('waits for you');
    expect(outcomeWords({ ...pending, toolKind: 'http' })).toBe('running');
    expect(outcomeWords({ ...pending, outcome: { state: 'answered', by: 'machine', output: '', tookMs: 1 } })).toBe(
      'done',
    );
    const failed = { state: 'failed', failure: 'failed', detail: 'HTTP 500', tookMs: 1 } as const;
    expect(outcomeWords({ ...pending, outcome: failed })).toBe('The tool failed: HTTP 500');
    expect(outcomeWords({ ...pending, outcome: { ...failed, detail: '' } })).toBe('The tool failed');
  });

  it('count down to their time-out and stay there', () => {
    const pending = onlyTurn(callAfter([...ANSWERED, toolCalled('t')]), 'tool');
    expect(timeLeftMs(pending, pending.at + 9000)).toBe(21_000);
    expect(timeLeftMs(pending, pending.at + 99_000)).toBe(0);
  });

  it('has words for every failure of a tool', () => {
    expect(Object.keys(TOOL_FAILURES_IN_WORDS).sort()).toEqual([...TOOL_FAILURES].sort());
  });
});
