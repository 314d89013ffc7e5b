import { describe, expect, it } from 'vitest';
import { REACH_FAILURES, TUNNEL_FAULTS, type TunnelFailure } from '../../shared/line/reach-failure';
import { failing, retryAfter, tunnelFailureLabels } from './tunnel-failures';

const FAILURES: readonly TunnelFailure[] = [
  ...TUNNEL_FAULTS,
  ...REACH_FAILURES.map((failure) => `public-${failure}` as const),
];

describe('the words of a failure', () => {
  it.each(FAILURES)('%s: a sentence that says what is so, and a remedy', (failure) => {
    const { sentence, remedy } = tunnelFailureLabels(failure);
    for (const words of [sentence, remedy]) {
      expect(words).toMatch(/^\S.*\.$/);
      expect(words).not.toMatch(/ERR_|undefined|endpoint|null/);
    }
  });

  it('are nobody else’s', () => {
    expect(new Set(FAILURES.map((failure) => tunnelFailureLabels(failure).sentence)).size).toBe(FAILURES.length);
  });
});

describe('a failing state', () => {
  it('holds what is known and nothing else', () => {
    expect(Object.keys(failing('network-down')).sort()).toEqual(['code', 'phase', 'remedy', 'sentence']);
    expect(failing('refused', { vendorCode: 'ERR_NGROK_7777', retryAtMs: 5 })).toMatchObject({
      vendorCode: 'ERR_NGROK_7777',
      retryAtMs: 5,
    });
  });
});

it('what only a person can change is not tried again by itself', () => {
  expect(TUNNEL_FAULTS.filter((fault) => retryAfter(fault) === 'when-changed')).toEqual([
    'addon-missing',
    'addon-needs-runtime',
    'no-token',
    'token-malformed',
    'token-refused',
    'email-not-verified',
    'account-suspended',
    'library-too-old',
    'address-forbidden',
    'domain-needs-plan',
    'domain-not-reserved',
    'domain-of-another-account',
    'domain-malformed',
    'no-dev-domain',
    'proxy-needs-plan',
  ]);
});
