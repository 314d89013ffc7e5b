import { describe, expect, it } from 'vitest';
import { NGROK_OUTCOMES, OPENAI_OUTCOMES, TWILIO_NOTES, TWILIO_OUTCOMES, type KeyCheck } from './key-check';
import { checkLabels } from './key-check-labels';
import { protectionLabel, PROTECTIONS, VAULT_PROBLEMS, vaultProblemLabels } from './vault-status';

const all: readonly KeyCheck[] = [
  ...OPENAI_OUTCOMES.map((outcome) => ({ service: 'openai', outcome, model: 'gpt-realtime-2.1' }) as const),
  ...TWILIO_OUTCOMES.map((outcome) => ({ service: 'twilio', outcome, accountName: null, notes: [] }) as const),
  ...NGROK_OUTCOMES.map((outcome) => ({ service: 'ngrok', outcome }) as const),
];

describe('the words of a check', () => {
  it('tell every outcome apart, and what to do about it', () => {
    const words = all.map(checkLabels);
    expect(new Set(words.map(({ sentence }) => sentence)).size).toBe(all.length);
    for (const { isFine, sentence, remedy } of words) {
      expect(sentence).toMatch(/^[A-Z].+\.$/);
      if (!isFine) expect(remedy).toMatch(/^[A-Z].+\.$/);
    }
    expect(all.filter((check) => checkLabels(check).isFine).map(({ outcome }) => outcome)).toEqual([
      'ok',
      'may-not-list',
      'ok',
      'looks-right',
    ]);
  });

  it('tell a trial’s limits before they bite', () => {
    const { notes } = checkLabels({ service: 'twilio', outcome: 'ok', accountName: 'Shop', notes: TWILIO_NOTES });
    expect(notes).toHaveLength(TWILIO_NOTES.length);
    expect(notes[0]).toMatch(/verified numbers.*10 minutes.*30 days/s);
  });
});

describe('the words of the vault', () => {
  it('are there for every problem and every protection', () => {
    for (const problem of VAULT_PROBLEMS) {
      const { sentence, remedy } = vaultProblemLabels(problem);
      expect(`${sentence} ${remedy}`).toMatch(/^[A-Z].+\. .+\.$/);
    }
    expect(new Set(PROTECTIONS.map((protection) => protectionLabel(protection, null))).size).toBe(PROTECTIONS.length);
  });

  it('never say that there is no key store when there is one that does not open', () => {
    for (const problem of VAULT_PROBLEMS) expect(protectionLabel('this-run-only', problem)).not.toMatch(/no key store/);
    expect(protectionLabel('this-run-only', 'key-store-locked')).toContain('Until it opens');
    expect(protectionLabel('weaker-file', 'restored-from-copy')).toBe(protectionLabel('weaker-file', null));
  });
});
