import { describe, expect, it } from 'vitest';
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
});
