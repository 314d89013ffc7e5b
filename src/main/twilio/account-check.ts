import twilio from 'twilio';
import { z } from 'zod';
import type { TwilioCheck, TwilioNote, TwilioOutcome } from '../../shared/keys/key-check';
import type { KeyVault } from '../ports/ports-keys';
import { isUsableToken } from './webhooks/public-urls';

const DEFAULT_API_URL = 'https://api.twilio.com';
/** The same account API in Twilio's other regions, each with its own Auth Tokens. */
const OTHER_REGIONS = ['https://api.dublin.ie1.twilio.com', 'https://api.sydney.au1.twilio.com'];
const REQUEST_TIMEOUT_MS = 10_000;
const REGION_TIMEOUT_MS = 5_000;
const MAX_NAME_CHARS = 120;

const AccountSchema = z.object({
  sid: z.string().regex(/^AC[0-9a-f]{32}$/),
  ownerAccountSid: z.string(),
  friendlyName: z.string(),
  status: z.enum(['active', 'suspended', 'closed']),
  type: z.string(),
});

const OUTCOME_OF_CODE: ReadonlyMap<number, TwilioOutcome> = new Map([
  [10001, 'account-not-active'],
  [20003, 'keys-refused'],
  [20005, 'account-not-active'],
  [20006, 'not-permitted'],
  [20008, 'test-credentials'],
  [20404, 'keys-refused'],
  [20429, 'too-many-requests'],
]);

export interface TwilioAccountCheckOptions {
  readonly vault: Pick<KeyVault, 'read'>;
  readonly apiUrl?: string;
  /** Other regions in which a refused pair of keys is tried; none by default when `apiUrl` is not Twilio's own. */
  readonly otherRegions?: readonly string[];
  readonly limitMs?: number;
}

interface Account {
  readonly outcome: TwilioOutcome;
  readonly name: string | null;
  readonly notes: readonly TwilioNote[];
}

/**
 * Creates the check of the keys' Twilio account. Never rejects. Of the answer's text only the account's name is passed
 * on.
 */
export function createTwilioAccountCheck(options: TwilioAccountCheckOptions): () => Promise<TwilioCheck> {
  const { vault, apiUrl = DEFAULT_API_URL, limitMs = REQUEST_TIMEOUT_MS } = options;
  const otherRegions = options.otherRegions ?? (apiUrl === DEFAULT_API_URL ? OTHER_REGIONS : []);

  async function check(): Promise<Account> {
    const accountSid = vault.read('twilioAccountSid');
    const authToken = vault.read('twilioAuthToken');
    const apiKey = { sid: vault.read('twilioApiKeySid'), secret: vault.read('twilioApiKeySecret') };
    if (accountSid?.startsWith('SK') === true) return saw('api-key-sid');
    if (!isUsableToken(authToken)) {
      if (apiKey.sid !== undefined || apiKey.secret !== undefined) return saw('api-key-without-token');
      return saw(accountSid === undefined ? 'no-keys' : 'no-auth-token');
    }
    if (accountSid === undefined) return saw('no-account-sid');
    const account = await fetchAccount(accountSid, authToken, apiUrl, limitMs);
    if (account.outcome === 'keys-refused') {
      const taken = await Promise.all(otherRegions.map((url) => isTakenAt(accountSid, authToken, url)));
      return taken.includes(true) ? saw('other-region') : account;
    }
    if (account.outcome !== 'ok') return account;
    const note = await apiKeyNote(accountSid, apiKey, apiUrl, limitMs);
    return note === undefined ? account : { ...account, notes: [...account.notes, note] };
  }

  return async () => {
    const { outcome, name, notes } = await check();
    return { service: 'twilio', outcome, accountName: name, notes };
  };
}

async function fetchAccount(accountSid: string, authToken: string, url: string, limitMs: number): Promise<Account> {
  try {
    const client = connect(accountSid, authToken, accountSid, url, limitMs);
    const { sid, ownerAccountSid, friendlyName, status, type } = await client.api.v2010.accounts(accountSid).fetch();
    const account = AccountSchema.safeParse({ sid, ownerAccountSid, friendlyName, status, type });
    return account.success ? seen(account.data) : saw('not-understood');
  } catch (error) {
    return saw(outcomeOf(error));
  }
}

function seen({ sid, ownerAccountSid, friendlyName, status, type }: z.infer<typeof AccountSchema>): Account {
  const notes: TwilioNote[] = [];
  if (type === 'Trial') notes.push('trial');
  if (ownerAccountSid !== sid) notes.push('subaccount');
  const outcome = status === 'active' ? 'ok' : (`account-${status}` as const);
  return { outcome, name: friendlyName.slice(0, MAX_NAME_CHARS), notes };
}

async function isTakenAt(accountSid: string, authToken: string, url: string): Promise<boolean> {
  const { outcome } = await fetchAccount(accountSid, authToken, url, REGION_TIMEOUT_MS);
  return outcome === 'ok' || outcome.startsWith('account-');
}

/** Checks an API key by listing the numbers: a Standard key may see these, but not the account. */
async function apiKeyNote(
  accountSid: string,
  { sid, secret }: { readonly sid: string | undefined; readonly secret: string | undefined },
  url: string,
  limitMs: number,
): Promise<TwilioNote | undefined> {
  if (sid === undefined && secret === undefined) return undefined;
  if (sid === undefined || secret === undefined) return 'api-key-incomplete';
  try {
    await connect(sid, secret, accountSid, url, limitMs).incomingPhoneNumbers.list({ limit: 1, pageSize: 1 });
    return undefined;
  } catch (error) {
    return outcomeOf(error) === 'keys-refused' ? 'api-key-refused' : undefined;
  }
}

/** Connects with every option given, since the library takes missing ones from the environment. */
function connect(user: string, password: string, accountSid: string, url: string, timeout: number): twilio.Twilio {
  const client = twilio(user, password, {
    accountSid,
    timeout,
    autoRetry: false,
    edge: '',
    region: '',
    logLevel: 'none',
  });
  client.api.baseUrl = url.replace(/\/+$/, '');
  return client;
}

function outcomeOf(error: unknown): TwilioOutcome {
  if (typeof error !== 'object' || error === null) return 'not-understood';
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return 'timed-out';
  if (typeof code === 'string') return 'unreachable';
  const told = typeof code === 'number' ? OUTCOME_OF_CODE.get(code) : undefined;
  if (told !== undefined) return told;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 0;
  if (status >= 500) return 'service-trouble';
  if (status === 429) return 'too-many-requests';
  if (status === 401) return 'keys-refused';
  return status === 403 ? 'not-permitted' : 'not-understood';
}

function saw(outcome: TwilioOutcome): Account {
  return { outcome, name: null, notes: [] };
}
