import type { CallEvent, Cut } from '../../../shared/call/events';
import type { ModelEvent, ModelLeg } from '../../ports/ports';
import type { AgentVoice } from './agent-voice';
import type { ResponseGate } from './response-gate';

type AudioEvent = Extract<ModelEvent, { type: 'audio' }>;

const MAX_CUTS_TOLD = 64;

/** A response whose late audio is dropped. */
interface DeadResponse {
  /** Items cut already. */
  readonly cut: Set<string>;
  /** Items whose first audio came too late, with their content index: the caller heard none of them. */
  readonly unheard: Map<string, number>;
}

/**
 * Stops the agent, on behalf of the caller or the operator: the phone is cleared, a running response is cancelled, and
 * the conversation keeps of each item only what was heard. Where nothing plays and nothing runs, nothing happens.
 */
export class Interruption {
  private readonly dead = new Map<string, DeadResponse>();

  constructor(
    private readonly voice: AgentVoice,
    private readonly gate: ResponseGate,
    private readonly model: ModelLeg,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  /** The model cancels its response by itself when the caller speaks; for the operator we cancel it. */
  by(who: 'caller' | 'operator'): void {
    const { cuts, unsaid, responses } = this.voice.interrupt(this.gate.runningResponses);
    for (const responseId of responses) {
      const { cut } = this.markDead(responseId);
      for (const each of cuts) if (each.responseId === responseId) cut.add(each.itemId);
      if (who === 'operator') this.model.cancelResponse(responseId);
    }
    for (const { itemId, contentIndex, heardMs } of cuts) this.model.truncate(itemId, contentIndex, heardMs);
    const told: readonly Cut[] = [
      ...cuts.map(({ itemId, contentIndex, heardMs, sentMs }) => ({ itemId, contentIndex, heardMs, sentMs })),
      ...unsaid.map((itemId) => ({ itemId, contentIndex: 0, heardMs: 0, sentMs: 0 })),
    ];
    if (told.length > 0) this.emit({ type: 'agent.interrupted', by: who, cuts: told.slice(0, MAX_CUTS_TOLD) });
  }

  /** The model cancelled what it was generating; what the phone has goes on playing. */
  dropRunning(): void {
    this.voice.drop(this.gate.runningResponses);
    for (const responseId of this.gate.runningResponses) this.markDead(responseId);
  }

  /** A response that nobody wants any more has started. */
  discard(responseId: string): void {
    this.voice.drop([responseId]);
    this.markDead(responseId);
    this.model.cancelResponse(responseId);
  }

  /** A response speaks without end: the phone plays what it has, and the conversation keeps as much. */
  cutShort({ responseId, itemId, contentIndex }: AudioEvent): void {
    const sentMs = this.voice.sentMs(itemId);
    this.discard(responseId);
    this.markDead(responseId).cut.add(itemId);
    this.model.truncate(itemId, contentIndex, sentMs);
    this.emit({ type: 'model.complained', code: 'endless_response', detail: 'A response spoke too long and was cut' });
  }

  /** Audio of a dead response. */
  cameLate({ responseId, itemId, contentIndex }: AudioEvent): void {
    const response = this.dead.get(responseId);
    if (response !== undefined && !response.cut.has(itemId)) response.unheard.set(itemId, contentIndex);
  }

  /** The response is over: items nobody heard are cut at 0, and nothing of it is late any more. */
  responseOver(responseId: string): void {
    this.voice.responseOver(responseId);
    for (const [itemId, contentIndex] of this.dead.get(responseId)?.unheard ?? [])
      this.model.truncate(itemId, contentIndex, 0);
    this.dead.delete(responseId);
  }

  private markDead(responseId: string): DeadResponse {
    const response = this.dead.get(responseId) ?? { cut: new Set(), unheard: new Map<string, number>() };
    this.dead.set(responseId, response);
    return response;
  }
}
