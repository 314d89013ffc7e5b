import { describe, expect, it } from 'vitest';
import { importedLabel } from './env-import';
import { isReached, neighbourStep, resumeAt, SHOWN_STEPS } from './step-list';

describe('the steps of the set-up', () => {
  it('go forward and back, and end', () => {
    expect(SHOWN_STEPS).toEqual(['model', 'carrier', 'tunnel', 'line']);
    expect(neighbourStep('model', 1)).toBe('carrier');
    expect(neighbourStep('model', -1)).toBeNull();
    expect(neighbourStep('line', 1)).toBeNull();
  });

  it('resume at the furthest, and let earlier ones be gone back to', () => {
    expect(resumeAt('tunnel')).toBe('tunnel');
    expect(resumeAt('done')).toBe('model');
    expect(SHOWN_STEPS.filter((step) => isReached(step, 'carrier'))).toEqual(['model', 'carrier']);
  });
});

describe('importedLabel', () => {
  it('names what was taken, each once', () => {
    const taken = ['openAiKey', 'twilioAccountSid', 'openAiKey'] as const;
    expect(importedLabel({ taken, domain: null, leftOut: 0 }).sentence).toBe(
      'Taken: OpenAI API key and Twilio Account SID.',
    );
    expect(importedLabel({ taken: [], domain: 'a.ngrok.app', leftOut: 1 })).toMatchObject({ tone: 'ok' });
  });

  it('says when there was nothing, or nobody answered', () => {
    expect(importedLabel({ taken: [], domain: null, leftOut: 0 }).tone).toBe('attention');
    expect(importedLabel('not-reached').tone).toBe('failing');
  });
});
