import { describe, expect, it } from 'vitest';
import { ANSWERED, callAfter, onlyTurn, toolCalled } from '../../shared/call/call.fixture';
import { TOOL_FAILURES, type ToolFailure } from '../../shared/call/events/tool';
import { lateAnswerWords, outcomeLabel, timeLeftMs, TOOL_FAILURES_IN_WORDS } from './tool-row';

describe('tool calls', () => {
  it('say what came of them', () => {
    const pending = onlyTurn(callAfter([...ANSWERED, toolCalled('t')]), 'tool');
    expect(outcomeLabel(pending)).toBe('waits for you');
    expect(outcomeLabel({ ...pending, toolKind: 'http' })).toBe('running');
    expect(outcomeLabel({ ...pending, outcome: { state: 'answered', by: 'machine', output: '', tookMs: 1 } })).toBe(
      'done',
    );
    const failed = { state: 'failed', failure: 'failed', detail: 'HTTP 500', tookMs: 1 } as const;
    expect(outcomeLabel({ ...pending, outcome: failed })).toBe('The tool failed: HTTP 500');
    expect(outcomeLabel({ ...pending, outcome: { ...failed, detail: '' } })).toBe('The tool failed');
  });

  it('tell who was too late with an answer, and why', () => {
    const pending = onlyTurn(callAfter([...ANSWERED, toolCalled('t')]), 'tool');
    const failed = (failure: ToolFailure) =>
      ({ ...pending, outcome: { state: 'failed', failure, detail: '', tookMs: 1 } }) as const;
    const answered = { state: 'answered', by: 'operator', output: 'yes', tookMs: 1 } as const;
    expect(
      [{ ...pending, outcome: answered }, failed('refused'), failed('call-ended'), failed('timed-out')].map(
        lateAnswerWords,
      ),
    ).toEqual([
      'Somebody else answered refund_order. What you wrote was not sent.',
      'Somebody else rejected refund_order. What you wrote was not sent.',
      'The call ended before refund_order was answered. What you wrote was not sent.',
      'The time to answer refund_order was over. What you wrote was not sent.',
    ]);
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
