/** One event on a session's wire; audio is replaced by its size. */
export interface WireEntry {
  readonly atMs: number;
  readonly from: 'client' | 'server';
  readonly type: string;
  /** The event, without base64 audio: an audio `delta` is replaced by `audioBytes`. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** Summarises an event for the log. */
export function summaryOf(event: unknown): Pick<WireEntry, 'type' | 'event'> {
  if (typeof event !== 'object' || event === null) return { type: 'malformed', event: {} };
  const fields = Object.fromEntries(Object.entries(event));
  const type = typeof fields['type'] === 'string' ? fields['type'] : 'malformed';
  const { delta, item, ...rest } = fields;
  if (type === 'response.output_audio.delta' && typeof delta === 'string') {
    return { type, event: { ...rest, audioBytes: Buffer.byteLength(delta, 'base64') } };
  }
  if (type === 'conversation.item.retrieved') return { type, event: { ...rest, item: withoutAudio(item) } };
  return { type, event: fields };
}

function withoutAudio(item: unknown): unknown {
  return JSON.parse(JSON.stringify(item, (key, value: unknown) => (key === 'audio' ? undefined : value)));
}

interface Waiter {
  readonly test: (entry: WireEntry) => boolean;
  readonly found: (entry: WireEntry) => void;
}

const ENTRIES_AT_MOST = 20_000;

/** Log of one session's events in both directions, except the caller's audio frames; tests can wait for an entry. */
export class WireLog {
  readonly #entries: WireEntry[] = [];
  #waiters: Waiter[] = [];

  get entries(): readonly WireEntry[] {
    return this.#entries;
  }

  /** Adds an entry; beyond 20,000 the oldest are dropped. */
  add(entry: WireEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > ENTRIES_AT_MOST) this.#entries.shift();
    if (this.#waiters.length === 0) return;
    const met = this.#waiters.filter(({ test }) => test(entry));
    this.#waiters = this.#waiters.filter((waiter) => !met.includes(waiter));
    for (const { found } of met) found(entry);
  }

  /** The first entry that passes the test, past or future. Never rejects: the caller sets its own timeout. */
  until(test: (entry: WireEntry) => boolean): Promise<WireEntry> {
    const past = this.#entries.find(test);
    if (past) return Promise.resolve(past);
    return new Promise((found) => this.#waiters.push({ test, found }));
  }
}
