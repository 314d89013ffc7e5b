import { describe, expect, it } from 'vitest';
import { BLANK_PROFILE, type AgentProfile } from './agent';
import { draftProblems } from './draft';

function problemsOf(change: Partial<AgentProfile>): readonly string[] {
  return draftProblems({ ...BLANK_PROFILE, ...change }).map(({ field, sentence }) => `${field}: ${sentence}`);
}

describe('a draft', () => {
  it('may expect no word that has the service refuse them all', () => {
    expect(problemsOf({ expectedWords: ['Kestrel', 'Acme <Pro>'] })).toEqual([
      'expectedWords: “Acme <Pro>”: leave out < and >, and line breaks.',
    ]);
    expect(problemsOf({ expectedWords: ['Kestrel', 'A&B'] })).toEqual([]);
  });

  it('has no limit of spend where no price is known, since it would never act', () => {
    const limits = { ...BLANK_PROFILE.limits, spendUsd: 2 };
    expect(problemsOf({ limits })).toEqual([]);
    expect(problemsOf({ limits, model: 'gpt-realtime-2.1-2026-09-01' })).toEqual([
      expect.stringMatching(/^limits: The price of gpt-realtime-2.1-2026-09-01 is not known/),
    ]);
    expect(problemsOf({ model: 'gpt-realtime-2.1-2026-09-01' })).toEqual([]);
  });
});
