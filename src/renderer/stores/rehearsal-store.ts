import type { Call } from '../../shared/call/call';
import type { PracticeModel } from '../../shared/contract/practice-contract';
import type { Api, Outcome } from '../client/run';
import { NOT_DONE, REFUSALS } from '../client/refusals/refusals';

/** Written conversation with the draft of an agent. `over` is kept until dismissed, so that it can be read. */
export type Rehearsal =
  | { readonly name: 'beginning'; readonly agentId: string }
  | { readonly name: 'on' | 'over'; readonly agentId: string; readonly callId: string; readonly model: PracticeModel };

/** Store of this page's rehearsal, one at a time; it outlives every screen. No method ever throws. */
export class RehearsalStore {
  readonly #api: Api;
  readonly #listeners = new Set<() => void>();
  #rehearsal: Rehearsal | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): Rehearsal | null => this.#rehearsal;

  /** Begins a rehearsal. The current one is ended first, even if it is with another agent. */
  async begin(agentId: string): Promise<Outcome> {
    if (this.#rehearsal?.name === 'beginning') return { ok: true };
    await this.end();
    const beginning: Rehearsal = { name: 'beginning', agentId };
    this.#show(beginning);
    const begun = await this.#api.run((api) => api.practice.rehearse({ agentId }));
    if (!begun.ok) {
      this.#show(null);
      return begun;
    }
    const { callId, model } = begun;
    this.#show({ name: 'on', agentId, callId, model });
    return { ok: true };
  }

  /** Sends the words of the caller. */
  async write(text: string): Promise<Outcome> {
    if (this.#rehearsal?.name !== 'on') return { ok: false, sentence: REFUSALS['call-over'] };
    const { callId } = this.#rehearsal;
    return this.#api.run((api) => api.practice.write({ callId, text }));
  }

  async end(): Promise<Outcome> {
    if (this.#rehearsal?.name !== 'on') return { ok: true };
    const { callId } = this.#rehearsal;
    const answer = await this.#api.query((api) => api.call.end({ callId, when: 'now' }));
    return answer.reached ? { ok: true } : { ok: false, sentence: NOT_DONE };
  }

  /** Removes a finished rehearsal from the screen. */
  dismiss(): void {
    if (this.#rehearsal?.name === 'over') this.#show(null);
  }

  /** Takes in the calls of the feed, to notice the end of the rehearsal. */
  setCalls(calls: ReadonlyMap<string, Call>): void {
    if (this.#rehearsal?.name !== 'on') return;
    if (calls.get(this.#rehearsal.callId)?.phase.name === 'ended') this.#show({ ...this.#rehearsal, name: 'over' });
  }

  #show(rehearsal: Rehearsal | null): void {
    this.#rehearsal = rehearsal;
    for (const listener of this.#listeners) listener();
  }
}
