import { describe, expect, it } from 'vitest';
import { ANSWERED, callAfter, toolCalled } from '../../../shared/call/call.fixture';
import { Drafts } from './drafts';

describe('Drafts', () => {
  it('keeps an answer for the call and the tool call it was written for, and no other', () => {
    const drafts = new Drafts();
    drafts.write('one', 'a', 'yes');
    drafts.write('two', 'a', 'no');
    expect([drafts.read('one', 'a'), drafts.read('two', 'a'), drafts.read('one', 'b')]).toEqual(['yes', 'no', '']);
    drafts.write('one', 'a', '');
    expect(drafts.read('one', 'a')).toBe('');
  });

  it('tells once of an answer that comes too late, because somebody else gave one', () => {
    const drafts = new Drafts();
    const asked = [...ANSWERED, toolCalled('a'), toolCalled('b')];
    drafts.write('one', 'call_a', 'yes');
    drafts.write('one', 'call_b', 'no');
    expect(drafts.takeLate(new Map([['one', callAfter(asked)]]))).toEqual([]);
    const answered = callAfter([
      ...asked,
      { type: 'tool.answered', toolCallId: 'call_a', by: 'operator', output: 'yes, by somebody else' },
    ]);
    const calls = new Map([['one', answered]]);
    expect(drafts.takeLate(calls).map(({ toolCallId }) => toolCallId)).toEqual(['call_a']);
    expect(drafts.takeLate(calls)).toEqual([]);
    expect([drafts.read('one', 'call_a'), drafts.read('one', 'call_b')]).toEqual(['', 'no']);
    drafts.write('one', 'call_a', 'yes, by somebody else');
    expect(drafts.takeLate(calls)).toEqual([]);
  });
});
