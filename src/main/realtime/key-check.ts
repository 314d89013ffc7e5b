import { z } from 'zod';
import type { OpenAiCheck, OpenAiOutcome } from '../../shared/keys/key-check';
import { parsedJson } from '../../shared/std/guards';
import type { Secrets } from '../ports/ports';

/** Time limit from the request to the last byte of the answer, in ms. */
const ANSWER_LIMIT_MS = 10_000;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** Characters allowed in an HTTP header; a string with any other cannot be a key. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

const ModelsSchema = z.object({
  data: z.array(z.object({ id: z.string(), shutdown_date: z.iso.date().nullish().catch(null) })).max(100_000),
});
const RefusalSchema = z.object({
  error: z.object({ code: z.string().nullish(), type: z.string().nullish(), message: z.string().nullish() }),
});

/** Error codes that say more than the HTTP status. */
const OUTCOME_OF_CODE: ReadonlyMap<string, OpenAiOutcome> = new Map([
  ['insufficient_quota', 'no-quota'],
  ['billing_hard_limit_reached', 'no-quota'],
  ['billing_not_active', 'no-quota'],
  ['account_deactivated', 'account-not-active'],
  ['invalid_api_key', 'key-refused'],
  ['unsupported_country_region_territory', 'region-not-served'],
  ['incorrect_hostname', 'wrong-host'],
]);

export interface OpenAiKeyCheckOptions {
  /** The Realtime address, `wss://…/v1/realtime`. The list of models is served beside it. */
  readonly url: string;
  readonly secrets: Pick<Secrets, 'openAiKey'>;
  /** The model the agent will ask for. */
  readonly model: () => string;
  readonly limitMs?: number;
}

/**
 * Asks the model service which models the key may use, at no cost. Always resolves, and passes on none of the answer's text.
 */
export function createOpenAiKeyCheck(options: OpenAiKeyCheckOptions): () => Promise<OpenAiCheck> {
  const { url, secrets, model: wanted, limitMs = ANSWER_LIMIT_MS } = options;
  return async () => {
    const model = wanted();
    const key = secrets.openAiKey();
    const found: Found = key === undefined ? { outcome: 'no-key' } : await ask(modelsUrl(url), key, model, limitMs);
    return { service: 'openai', model, ...found };
  };
}

/** Address of a Realtime service's list of models: `https://host/v1/models` for `wss://host/v1/realtime`. */
export function modelsUrl(realtimeUrl: string): URL {
  const url = new URL(realtimeUrl);
  const path = /^(.*)\/realtime\/*$/.exec(url.pathname)?.[1] ?? '/v1';
  return new URL(`${url.protocol === 'ws:' ? 'http:' : 'https:'}//${url.host}${path}/models`);
}

type Found = Pick<OpenAiCheck, 'outcome' | 'endsOn'>;

async function ask(url: URL, key: string, model: string, limitMs: number): Promise<Found> {
  if (!HEADER_SAFE.test(key)) return { outcome: 'key-refused' };
  const signal = AbortSignal.timeout(limitMs);
  try {
    const headers = { Authorization: `Bearer ${key}`, Accept: 'application/json' };
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const answer = parsedJson(await textOf(response));
    return response.ok ? foundAmong(answer, model) : { outcome: outcomeOfRefusal(response.status, answer) };
  } catch (error) {
    if (signal.aborted) return { outcome: 'timed-out' };
    return { outcome: error instanceof TooLong ? 'not-understood' : 'unreachable' };
  }
}

function foundAmong(answer: unknown, model: string): Found {
  const models = ModelsSchema.safeParse(answer);
  if (!models.success) return { outcome: 'not-understood' };
  const found = models.data.data.find(({ id }) => id === model);
  if (found === undefined) return { outcome: 'no-such-model' };
  const endsOn = found.shutdown_date ?? undefined;
  return { outcome: 'ok', ...(endsOn === undefined ? {} : { endsOn }) };
}

function outcomeOfRefusal(status: number, answer: unknown): OpenAiOutcome {
  const refusal = RefusalSchema.safeParse(answer);
  const { code, type, message } = refusal.data?.error ?? {};
  const told = OUTCOME_OF_CODE.get(code ?? '') ?? OUTCOME_OF_CODE.get(type ?? '');
  if (told !== undefined) return told;
  if (status === 429) return 'too-many-requests';
  if (status >= 500) return 'service-trouble';
  if (!refusal.success) return 'not-understood';
  if (status === 401) return /scope|permission/i.test(message ?? '') ? 'may-not-list' : 'key-refused';
  return status === 403 ? 'may-not-list' : 'not-understood';
}

class TooLong extends Error {}

async function textOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw new TooLong();
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
