import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { AnyContractProcedure } from '@orpc/contract';
import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../shared/call/console';
import { RecordedSchema, type Recorded } from '../../shared/call/events';
import { contract, type FeedMessage } from '../../shared/contract/contract';
import { toSnapshot } from '../../shared/contract/snapshot';
import type { Answers, Tell } from './answers';
import type { State } from './states/state';
import { USUAL_ANSWERS } from './usual-answers';

/** Request that the page made: procedure and input. */
export interface Asked {
  readonly what: string;
  readonly input: unknown;
}

/** Procedures that answer with a stream. */
const STREAMS: ReadonlySet<string> = new Set(['line.test']);
/** Life of a connection that is to be lost: long enough for the page to be in step first. */
const LOST_AFTER_MS = 500;
/** Questions that the page repeats by itself, and that no person asks. */
const UNASKED = /^console\./;

/** Scripted main process in the page: serves the real contract over a MessagePort, from a state's journal and answers. */
export class GalleryMain {
  /** Requests so far, those of the connection itself left out. */
  readonly asked: Asked[] = [];
  /** Hears which call the headset is to hear from now on; empty for none. */
  onListen: (callId: string) => void = () => undefined;
  readonly #given = new Map<string, unknown>();
  readonly #state: State;
  readonly #now: () => number;
  readonly #readers = new Set<(events: readonly Recorded[]) => void>();
  #console: ConsoleState;

  constructor(state: State, now: () => number) {
    this.#state = state;
    this.#now = now;
    const began = now();
    const told = [...(state.events ?? [])].sort((one, other) => other.agoSeconds - one.agoSeconds);
    this.#console = told
      .map((each, index) => recorded(index + 1, began - each.agoSeconds * 1000, each.callId, each.event))
      .reduce(reduceConsole, EMPTY_CONSOLE);
  }

  /** Events that were of no use: a state with any is not the one it says it is. */
  get ignored(): number {
    let calls = this.#console.ignored;
    for (const call of this.#console.calls.values()) calls += call.ignored;
    return calls;
  }

  /** Answers a procedure otherwise from now on. */
  answer(what: string, answer: unknown): void {
    this.#given.set(what, answer);
  }

  /** Serves the contract on a port. */
  serve(port: MessagePort): void {
    const groups: Readonly<Record<string, Readonly<Record<string, AnyContractProcedure>>>> = contract;
    const router = Object.fromEntries(
      Object.entries(groups).map(([group, procedures]) => [
        group,
        Object.fromEntries(
          Object.entries(procedures).map(([name, procedure]) => [
            name,
            implement(procedure).handler(({ input, signal }: { input: unknown; signal?: AbortSignal }) =>
              this.#answer(group, name, input, signal),
            ),
          ]),
        ),
      ]),
    );
    new RPCHandler(router).upgrade(port);
    port.start();
  }

  /** Tells every reader of events that happen now. */
  readonly tell: Tell = (callId, ...events) => {
    const { seq } = this.#console;
    const now = this.#now();
    const all = events.map((event, index) => recorded(seq + 1 + index, now, callId, event));
    this.#console = all.reduce(reduceConsole, this.#console);
    for (const read of this.#readers) read(all);
  };

  #answer(group: string, name: string, input: unknown, signal: AbortSignal | undefined): unknown {
    const what = `${group}.${name}`;
    if (!UNASKED.test(what)) this.asked.push({ what, input });
    if (what === 'console.about') return { version: '1.2.3', mode: 'desktop', demo: false, ...this.#state.about };
    if (what === 'console.acknowledge') return undefined;
    if (what === 'console.feed') return this.#feed(signal);
    if (what === 'operator.listen') this.onListen((input as { readonly callId: string | null }).callId ?? '');
    if (this.#given.has(what)) return this.#given.get(what);
    const answer = answerOf(this.#state.answers, group, name) ?? answerOf(USUAL_ANSWERS, group, name);
    const answered: unknown =
      typeof answer === 'function' ? (answer as (asked: unknown, tell: Tell) => unknown)(input, this.tell) : answer;
    return STREAMS.has(what) ? stream(answered as readonly unknown[] | Promise<readonly unknown[]>, signal) : answered;
  }

  async *#feed(signal: AbortSignal | undefined): AsyncGenerator<FeedMessage, void> {
    let batch = 0;
    for (const part of toSnapshot(this.#console)) yield { type: 'snapshot', batch: ++batch, part };
    if (this.#state.link === 'lost') {
      await new Promise((resolve) => setTimeout(resolve, LOST_AFTER_MS));
      return;
    }
    const waiting: Recorded[] = [];
    let wake: () => void = () => undefined;
    const read = (events: readonly Recorded[]): void => {
      waiting.push(...events);
      wake();
    };
    this.#readers.add(read);
    signal?.addEventListener('abort', () => wake());
    try {
      while (signal?.aborted !== true) {
        if (waiting.length > 0) yield { type: 'events', batch: ++batch, events: waiting.splice(0) };
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#readers.delete(read);
    }
  }
}

function recorded(seq: number, at: number, callId: string | null, event: unknown): Recorded {
  return RecordedSchema.parse({ seq, at, callId, event });
}

function answerOf(answers: Answers | undefined, group: string, name: string): unknown {
  const byGroup: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> = answers ?? {};
  return byGroup[group]?.[name];
}

/** Yields the items and stays open, until the reader leaves. */
async function* stream(
  items: readonly unknown[] | Promise<readonly unknown[]>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void> {
  yield* await items;
  await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
}
