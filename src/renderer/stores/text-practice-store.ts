import type { Call } from '../../shared/call/call';
import type { PracticeModel } from '../../shared/contract/practice-contract';
import type { Api, Outcome } from '../client/run';
import { REFUSALS } from '../client/refusals/refusals';
import { Store } from './store';

/** Written conversation with the draft of an agent. `over` is kept until dismissed, so that it can be read. */
export type TextPractice =
  | { readonly name: 'beginning'; readonly agentId: string }
  | { readonly name: 'on' | 'over'; readonly agentId: string; readonly callId: string; readonly model: PracticeModel };

/** Store of this page's practice, one at a time; it outlives every screen. No method ever throws. */
export class TextPracticeStore extends Store<TextPractice | null> {
  readonly #api: Api;

  constructor(api: Api) {
    super(null);
    this.#api = api;
  }

  /** Begins a practice. The current one is ended first, even if it is with another agent. */
  async begin(agentId: string): Promise<Outcome> {
    if (this.get()?.name === 'beginning') return { ok: true };
    await this.end();
    const beginning: TextPractice = { name: 'beginning', agentId };
    this.set(beginning);
    const begun = await this.#api.run((api) => api.practice.beginText({ agentId }));
    if (!begun.ok) {
      this.set(null);
      return begun;
    }
    const { callId, model } = begun;
    this.set({ name: 'on', agentId, callId, model });
    return { ok: true };
  }

  /** Sends the words of the caller. */
  async write(text: string): Promise<Outcome> {
    const textPractice = this.get();
    if (textPractice?.name !== 'on') return { ok: false, sentence: REFUSALS['call-over'] };
    const { callId } = textPractice;
    return this.#api.run((api) => api.practice.write({ callId, text }));
  }

  async end(): Promise<Outcome> {
    const textPractice = this.get();
    if (textPractice?.name !== 'on') return { ok: true };
    const { callId } = textPractice;
    const answer = await this.#api.query((api) => api.call.end({ callId, when: 'now' }));
    return answer.reached ? { ok: true } : { ok: false, sentence: answer.refusal.sentence };
  }

  /** Removes a finished practice from the screen. */
  dismiss(): void {
    if (this.get()?.name === 'over') this.set(null);
  }

  /** Takes in the calls of the feed, to notice the end of the practice. */
  setCalls(calls: ReadonlyMap<string, Call>): void {
    const textPractice = this.get();
    if (textPractice?.name !== 'on') return;
    if (calls.get(textPractice.callId)?.phase.name === 'ended') this.set({ ...textPractice, name: 'over' });
  }
}
