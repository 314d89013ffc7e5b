import { assertNever } from '../../shared/std/assert-never';
import type { LineProblem } from '../../shared/line/line-problem';
import type { LineTestFailure, LineTestNews, LineTestStep } from '../../shared/line/line-test';
import type { Query } from '../client/run';
import type { ConsoleClient } from '../client/transport';
import { Store } from './store';

type Listed = Awaited<ReturnType<ConsoleClient['line']['list']>>;

/** A number of the account, as reported by the carrier. */
export type ListedLine = Extract<Listed, { ok: true }>['lines'][number];

/** Reason a line is not in the requested state: the main process's own, or `not-reached` when it did not answer. */
export type LineRefusal = LineProblem | 'not-reached';

/** List of the account's numbers, as far as this page knows them. */
export type Listing =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: LineRefusal }
  | { readonly state: 'listed'; readonly lines: readonly ListedLine[] };

/** Progress or result of a line's test. */
export type LineTest =
  | { readonly state: 'under way'; readonly step: LineTestStep }
  | { readonly state: 'passed'; readonly roundTripMs: number }
  | { readonly state: 'failed'; readonly step: LineTestStep; readonly failure: LineTestFailure | 'not-reached' };

/** State about lines that the screens share, beyond what the feed sends. The maps are keyed by number. */
export interface LinesView {
  readonly listing: Listing;
  /** True while the list on screen is being loaded again. */
  readonly refreshing: boolean;
  readonly pending: ReadonlyMap<string, 'going live' | 'going off'>;
  readonly refused: ReadonlyMap<string, LineRefusal>;
  readonly lineTests: ReadonlyMap<string, LineTest>;
}

const NOTHING_KNOWN: LinesView = {
  listing: { state: 'loading' },
  refreshing: false,
  pending: new Map(),
  refused: new Map(),
  lineTests: new Map(),
};

/**
 * Store that lists the account's numbers and takes them live and off. It outlives the screens, so that leaving one
 * cancels nothing.
 */
export class LinesStore extends Store<LinesView> {
  readonly #query: Query;
  #asked = 0;

  constructor(query: Query) {
    super(NOTHING_KNOWN);
    this.#query = query;
  }

  /** Loads the carrier's numbers. The previous list stays until another is known. */
  async load(): Promise<void> {
    const turn = ++this.#asked;
    const listed = this.get().listing.state === 'listed';
    this.change(listed ? { refreshing: true } : { listing: { state: 'loading' } });
    const answer = await this.#query((client) => client.line.list());
    if (turn !== this.#asked) return;
    const listing: Listing = !answer.reached
      ? { state: 'failed', problem: 'not-reached' }
      : answer.value.ok
        ? { state: 'listed', lines: answer.value.lines }
        : { state: 'failed', problem: answer.value.problem };
    this.change({ listing, refreshing: false });
  }

  /**
   * Takes a line live; resolves when it is live or cannot be. `takesOverOtherRouting`: the user agreed to replace
   * whatever answers the number now.
   */
  async goLive(number: string, takesOverOtherRouting: boolean): Promise<LineRefusal | null> {
    return this.#run(number, 'going live', (client) => client.line.goLive({ number, takesOverOtherRouting }));
  }

  /** Takes a line off; resolves when the number is as it was before, or cannot be. */
  async goOff(number: string): Promise<LineRefusal | null> {
    this.forgetLineTest(number);
    const refusal = await this.#run(number, 'going off', (client) => client.line.goOff({ number }));
    void this.load();
    return refusal;
  }

  /** Tests a line with a simulated call. Resolves when the test is over; its progress is in `lineTests`. */
  async test(number: string): Promise<void> {
    if (this.get().lineTests.get(number)?.state === 'under way') return;
    let told: LineTest | undefined;
    const tell = (lineTest: LineTest): void => {
      told = lineTest;
      this.change({ lineTests: new Map(this.get().lineTests).set(number, lineTest) });
    };
    const isForgotten = (): boolean => this.get().lineTests.get(number) !== told;
    tell({ state: 'under way', step: 'number' });
    await this.#query(async (client) => {
      for await (const news of await client.line.test({ number })) {
        if (isForgotten()) return;
        tell(statusOf(news));
      }
    });
    const last = this.get().lineTests.get(number);
    if (!isForgotten() && last?.state === 'under way')
      tell({ state: 'failed', step: last.step, failure: 'not-reached' });
  }

  /** Removes a test from the screens; one that is under way is hung up. */
  forgetLineTest(number: string): void {
    this.change({ lineTests: without(this.get().lineTests, number) });
  }

  async #run(
    number: string,
    what: 'going live' | 'going off',
    request: (client: ConsoleClient) => Promise<{ ok: true } | { ok: false; problem: LineProblem }>,
  ): Promise<LineRefusal | null> {
    this.change({
      pending: new Map(this.get().pending).set(number, what),
      refused: without(this.get().refused, number),
    });
    const answer = await this.#query(request);
    const refusal = !answer.reached ? 'not-reached' : answer.value.ok ? null : answer.value.problem;
    if (this.get().pending.get(number) !== what) return refusal;
    this.change({
      pending: without(this.get().pending, number),
      refused: refusal === null ? this.get().refused : new Map(this.get().refused).set(number, refusal),
    });
    return refusal;
  }
}

function statusOf(news: LineTestNews): LineTest {
  switch (news.type) {
    case 'began':
      return { state: 'under way', step: news.step };
    case 'passed':
      return { state: 'passed', roundTripMs: news.roundTripMs };
    case 'failed':
      return { state: 'failed', step: news.step, failure: news.failure };
    default:
      return assertNever(news);
  }
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
