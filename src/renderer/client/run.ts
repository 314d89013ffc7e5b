import { NOT_DONE, refusalSentence, type Refused } from './refusals/refusals';
import type { ConsoleClient } from './transport';

/** Failure with the sentence that the operator reads. */
export interface Failed {
  readonly ok: false;
  readonly sentence: string;
}

/** Success, or a sentence that says why not. */
export type Outcome = { readonly ok: true } | Failed;

/** Answer of the main process as received, or the fact that it was not reached. */
export type Answer<T> = { readonly reached: true; readonly value: T } | { readonly reached: false };

/** Calls a procedure of the contract over the open connection. Never throws; the answer keeps the contract's type. */
export type Query = <T>(request: (api: ConsoleClient) => Promise<T>) => Promise<Answer<T>>;

/**
 * Performs one action through the contract and puts a refusal into words. Never throws. The result of a success, such
 * as the id of a new call, keeps the contract's type.
 */
export type Run = <V extends { readonly ok: true } | Refused>(
  request: (api: ConsoleClient) => Promise<V>,
) => Promise<Done<V> | Failed>;

type Done<V> = Extract<V, { readonly ok: true }>;

/** The two ways in which the page calls the main process. */
export interface Api {
  readonly run: Run;
  readonly query: Query;
}

/** Creates the API over the client that `client` returns; null while there is no connection. */
export function createApi(client: () => ConsoleClient | null): Api {
  const query: Query = async (request) => {
    const open = client();
    if (open === null) return { reached: false };
    try {
      return { reached: true, value: await request(open) };
    } catch {
      return { reached: false };
    }
  };
  return { query, run: createRun(query) };
}

/** Creates a `Run` over a query, which puts refusals into words. */
export function createRun(query: Query): Run {
  return async (request) => {
    const answer = await query(request);
    if (!answer.reached) return { ok: false, sentence: NOT_DONE };
    const { value } = answer;
    return isRefused(value) ? { ok: false, sentence: refusalSentence(value) } : (value as Done<typeof value>);
  };
}

function isRefused(value: { readonly ok: true } | Refused): value is Refused {
  return !value.ok;
}
