import { describe, expect, it } from 'vitest';
import { END_REASONS } from '../../shared/call/events/call';
import { END_REASONS_IN_WORDS } from './end-reasons';

describe('END_REASONS_IN_WORDS', () => {
  it('has a sentence for every reason a call may end for, and all differ', () => {
    expect(Object.keys(END_REASONS_IN_WORDS).sort()).toEqual([...END_REASONS].sort());
    const sentences = Object.values(END_REASONS_IN_WORDS).map((words) => words.sentence);
    expect(new Set(sentences).size).toBe(END_REASONS.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});
