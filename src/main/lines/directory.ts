import type { CarrierNumber, CarrierNumbers } from '../ports/ports-lines';
import type { Routing } from '../../shared/line/routing';
import { Semaphore } from './semaphore';
import { LineError, lineErrorOf } from './line-error';

/** The carrier refuses more than about a hundred at a time from one account; others use it too. */
const MAX_REQUESTS_AT_ONCE = 32;

/** The numbers at the carrier, asked for politely. Everything rejects with `LineError`. */
export class Directory {
  private readonly semaphore = new Semaphore(MAX_REQUESTS_AT_ONCE);
  private readonly ids = new Map<string, string>();
  private listing: Promise<readonly CarrierNumber[]> | undefined;

  constructor(private readonly carrier: CarrierNumbers) {}

  /** All of them. Asked for again while an answer is on its way, that answer serves both. */
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

  /** By the number itself, as it is now. */
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
