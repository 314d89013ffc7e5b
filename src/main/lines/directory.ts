import type { Routing } from '../../shared/line/routing';
import type { CarrierNumber, CarrierNumbers } from '../ports/ports-lines';
import { LineError, lineErrorOf } from './line-error';

/** The carrier refuses more than about 100 concurrent requests from one account, which other programs use too. */
const MAX_REQUESTS_AT_ONCE = 32;

/** Rate-limited access to the numbers at the carrier. Rejects with `LineError` only. */
export class Directory {
  private readonly semaphore = new Semaphore(MAX_REQUESTS_AT_ONCE);
  private readonly ids = new Map<string, string>();
  private listing: Promise<readonly CarrierNumber[]> | undefined;

  constructor(private readonly carrier: CarrierNumbers) {}

  /** Lists all numbers. Concurrent callers share one request. */
  list(): Promise<readonly CarrierNumber[]> {
    this.listing ??= this.ask(() => this.carrier.numbers())
      .then((numbers) => {
        this.ids.clear();
        for (const { number, id } of numbers) this.ids.set(number, id);
        return numbers;
      })
      .finally(() => (this.listing = undefined));
    return this.listing;
  }

  /** Finds a number by its digits, as it is at the carrier now. */
  async find(number: string): Promise<CarrierNumber> {
    const id = this.ids.get(number);
    if (id !== undefined) {
      try {
        return await this.read(id);
      } catch (error) {
        if (lineErrorOf(error).problem !== 'no-such-number') throw error;
      }
    }
    const found = (await this.list()).find((each) => each.number === number);
    if (!found) throw new LineError('no-such-number');
    return found;
  }

  read(id: string): Promise<CarrierNumber> {
    return this.ask(() => this.carrier.number(id));
  }

  route(id: string, routing: Routing): Promise<CarrierNumber> {
    return this.ask(() => this.carrier.route(id, routing));
  }

  private async ask<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.semaphore.run(work);
    } catch (error) {
      throw lineErrorOf(error);
    }
  }
}

/** Runs at most `maxAtOnce` tasks concurrently; the others wait, first come first served. */
export class Semaphore {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly maxAtOnce: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.maxAtOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
