/** A class of failure that Twilio may retry. */
export type RetryPolicy = 'ct' | 'rt' | '4xx' | '5xx' | 'all';

/** Timeouts of a webhook, in milliseconds, and its retry rules. */
export interface WebhookLimits {
  readonly connectMs: number;
  readonly readMs: number;
  readonly totalMs: number;
  readonly retries: number;
  readonly retryPolicy: readonly RetryPolicy[];
}

const POLICIES: readonly RetryPolicy[] = ['ct', 'rt', '4xx', '5xx', 'all'];

/** The limits of one URL: Twilio's defaults, overridden by its fragment (`#ct=2000&rt=5000&rc=2&tt=12000`). */
export function webhookLimits(url: URL): WebhookLimits {
  const overrides = new URLSearchParams(url.hash.slice(1));
  const policy = (overrides.get('rp') ?? 'ct').split(',');
  return {
    connectMs: within(overrides.get('ct'), 100, 10_000, 5_000),
    readMs: within(overrides.get('rt'), 100, 15_000, 15_000),
    totalMs: within(overrides.get('tt'), 100, 15_000, 15_000),
    retries: within(overrides.get('rc'), 0, 5, 1),
    retryPolicy: POLICIES.filter((known) => policy.includes(known)),
  };
}

function within(text: string | null, least: number, most: number, otherwise: number): number {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isInteger(value) && value >= least && value <= most ? value : otherwise;
}
