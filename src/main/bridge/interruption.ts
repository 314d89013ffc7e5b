import type { CallEvent } from '../../shared/call/events';
import type { ModelEvent, ModelLeg } from '../ports';
import type { AgentVoice } from './agent-voice';
import type { ResponseGate } from './response-gate';

type AudioEvent = Extract<ModelEvent, { type: 'audio' }>;

/**
 * Stops the agent, on behalf of the caller or the operator: the phone is cleared, a running response is cancelled, and
 * the conversation keeps of each item only what was heard. Where nothing plays and nothing runs, nothing happens.
 */
export class Interruption {
  private readonly truncated = new Set<string>();
  /** Items of dead responses whose first audio came after the interruption: the caller heard none of them. */
  private readonly unheard = new Map<string, Map<string, number>>();

  constructor(
    private readonly voice: AgentVoice,
    private readonly gate: ResponseGate,
    private readonly model: ModelLeg,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  /** The model cancels its response by itself when the caller speaks; for the operator we cancel it. */
  by(who: 'caller' | 'operator'): void {
    const running = [...this.gate.runningResponses];
    const cuts = this.voice.interrupt(running);
    if (who === 'operator') for (const responseId of running) this.model.cancelResponse(responseId);
    for (const { itemId, contentIndex, heardMs } of cuts) {
      this.model.truncate(itemId, contentIndex, heardMs);
      this.truncated.add(itemId);
    }
    if (cuts.length === 0) return;
    const facts = cuts.map(({ itemId, contentIndex, heardMs, sentMs }) => ({ itemId, contentIndex, heardMs, sentMs }));
    this.emit({ type: 'agent.interrupted', by: who, cuts: facts.slice(0, 64) });
  }

  /** Audio of a response that was interrupted. */
  cameLate(event: AudioEvent): void {
    if (!this.voice.isDead(event.responseId) || this.truncated.has(event.itemId)) return;
    const items = this.unheard.get(event.responseId) ?? new Map<string, number>();
    this.unheard.set(event.responseId, items.set(event.itemId, event.contentIndex));
  }

  /** The response is over: items nobody heard are cut at 0, and nothing of it is late any more. */
  responseOver(responseId: string): void {
    this.voice.responseOver(responseId);
    for (const [itemId, contentIndex] of this.unheard.get(responseId) ?? [])
      this.model.truncate(itemId, contentIndex, 0);
    this.unheard.delete(responseId);
    this.truncated.clear();
  }
}
