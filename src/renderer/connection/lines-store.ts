import type { LineProblem } from '../../shared/line/line-problem';
import type { Ask } from './asking';
import type { ConsoleClient } from './transport';

type Listed = Awaited<ReturnType<ConsoleClient['line']['list']>>;

/** A number of the account, as the carrier told it. */
export type ListedLine = Extract<Listed, { ok: true }>['lines'][number];

/** Why a line is not as it was asked to be: the main process's own reason, or that it did not answer. */
export type LineRefusal = LineProblem | 'not-reached';

/** All numbers of the account, as far as this page knows them. */
export type Listing =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: LineRefusal }
  | { readonly state: 'listed'; readonly lines: readonly ListedLine[] };

/** What the screens share about lines, beside what the feed tells. Both maps are by number. */
export interface LinesView {
  readonly listing: Listing;
  /** Whether the list that is shown is being asked for once more. */
  readonly refreshing: boolean;
  readonly pending: ReadonlyMap<string, 'going live' | 'going off'>;
  readonly refused: ReadonlyMap<string, LineRefusal>;
}

/** Asks for the numbers of the account, and takes them live and off; outlives the screens, so that leaving one cancels nothing. */
export class LinesStore {
  readonly #ask: Ask;
  readonly #listeners = new Set<() => void>();
  #asked = 0;
  #view: LinesView = { listing: { state: 'loading' }, refreshing: false, pending: new Map(), refused: new Map() };

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): LinesView => this.#view;

  /** Asks the carrier for its numbers. A list that was there stays until another is known. */
  async load(): Promise<void> {
    const turn = ++this.#asked;
    const listed = this.#view.listing.state === 'listed';
    this.#change(listed ? { refreshing: true } : { listing: { state: 'loading' } });
    const answer = await this.#ask((client) => client.line.list());
    if (turn !== this.#asked) return;
    const listing: Listing = !answer.reached
      ? { state: 'failed', problem: 'not-reached' }
      : answer.value.ok
        ? { state: 'listed', lines: answer.value.lines }
        : { state: 'failed', problem: answer.value.problem };
    this.#change({ listing, refreshing: false });
  }

  /** Settles when the line is live or cannot be. `takesOverOtherRouting`: the user agreed to what answers now being replaced. */
  async goLive(number: string, takesOverOtherRouting: boolean): Promise<LineRefusal | null> {
    return this.#run(number, 'going live', (client) => client.line.goLive({ number, takesOverOtherRouting }));
  }

  /** Settles when the number is as it was before, or cannot be. */
  async goOff(number: string): Promise<LineRefusal | null> {
    const refusal = await this.#run(number, 'going off', (client) => client.line.goOff({ number }));
    void this.load();
    return refusal;
  }

  async #run(
    number: string,
    what: 'going live' | 'going off',
    request: (client: ConsoleClient) => Promise<{ ok: true } | { ok: false; problem: LineProblem }>,
  ): Promise<LineRefusal | null> {
    this.#change({
      pending: new Map(this.#view.pending).set(number, what),
      refused: without(this.#view.refused, number),
    });
    const answer = await this.#ask(request);
    const refusal = !answer.reached ? 'not-reached' : answer.value.ok ? null : answer.value.problem;
    if (this.#view.pending.get(number) !== what) return refusal;
    this.#change({
      pending: without(this.#view.pending, number),
      refused: refusal === null ? this.#view.refused : new Map(this.#view.refused).set(number, refusal),
    });
    return refusal;
  }

  #change(change: Partial<LinesView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function without<T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
