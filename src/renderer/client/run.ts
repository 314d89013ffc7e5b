import { ORPCError } from '@orpc/client';
import { REQUEST_TOO_LARGE } from '../../shared/contract/request-limit';
import { NOT_REACHED, NOT_TAKEN, refusalSentence, TOO_LARGE, type Refusal, type Refused } from './refusals/refusals';
import type { ConsoleClient } from './transport';

/** Failure with the sentence that the operator reads. */
export interface Failed {
  readonly ok: false;
  readonly sentence: string;
}

/** Success, or a sentence that says why not. */
export type Outcome = { readonly ok: true } | Failed;

/** Answer of the main process as received, or why there is none: it was not reached, or does not take the request. */
export type Answer<T> =
  { readonly reached: true; readonly value: T } | { readonly reached: false; readonly refusal: Refusal };

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
    if (open === null) return { reached: false, refusal: NOT_REACHED };
    try {
      return { reached: true, value: await request(open) };
    } catch (error) {
      return { reached: false, refusal: refusalOf(error) };
    }
  };
  return { query, run: createRun(query) };
}

/** Creates a `Run` over a query, which puts refusals into words. */
export function createRun(query: Query): Run {
  return async (request) => {
    const answer = await query(request);
    if (!answer.reached) return { ok: false, sentence: answer.refusal.sentence };
    const { value } = answer;
    return isRefused(value) ? { ok: false, sentence: refusalSentence(value) } : (value as Done<typeof value>);
  };
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ORPCError)) return NOT_REACHED;
  if (error.code === REQUEST_TOO_LARGE) return TOO_LARGE;
  return error.code === 'BAD_REQUEST' ? NOT_TAKEN : NOT_REACHED;
}

function isRefused(value: { readonly ok: true } | Refused): value is Refused {
  return !value.ok;
}
