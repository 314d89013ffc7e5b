import { MULAW_BYTES_PER_MS } from '../../../shared/audio/mulaw';
import type { CallEvent } from '../../../shared/call/events';
import type { Cut } from '../../../shared/call/events/agent';
import type { ModelEvent, ModelLeg } from '../../ports/ports';
import type { AgentVoice } from './agent-voice';
import type { AgentResponse, Responses } from './responses';

type AudioEvent = Extract<ModelEvent, { type: 'audio' }>;

const MAX_CUTS_TOLD = 64;

/**
 * Interruption of the agent by the caller or an operator: the phone is cleared, a running response is cancelled, and the conversation
 * keeps of each item only what was heard. Where nothing plays and nothing runs, nothing happens.
 */
export class Interruption {
  constructor(
    private readonly voice: AgentVoice,
    private readonly responses: Responses,
    private readonly model: ModelLeg,
    private readonly emit: (event: CallEvent) => void,
  ) {}

  /** The model cancels its response by itself when the caller speaks; for the operator we cancel it. */
  by(who: 'caller' | 'operator'): void {
    const { cuts, unsaid, responses } = this.voice.interrupt();
    if (who === 'operator') for (const { id } of responses) this.model.cancelResponse(id);
    for (const { itemId, contentIndex, heardMs } of cuts) this.model.truncate(itemId, contentIndex, heardMs);
    const told: readonly Cut[] = [
      ...cuts.map(({ itemId, contentIndex, heardMs, sentMs }) => ({ itemId, contentIndex, heardMs, sentMs })),
      ...unsaid.map((itemId) => ({ itemId, contentIndex: 0, heardMs: 0, sentMs: 0 })),
    ];
    if (told.length > 0) this.emit({ type: 'agent.interrupted', by: who, cuts: told.slice(0, MAX_CUTS_TOLD) });
  }

  /** The model cancelled what it was generating; what the phone has goes on playing. */
  dropRunning(): void {
    for (const response of this.responses.running) response.markDead();
  }

  /** A response that nobody wants any more has started. */
  discard(response: AgentResponse): void {
    response.markDead();
    this.model.cancelResponse(response.id);
  }

  /** A response speaks without end: the phone plays what it has, and the conversation keeps as much. */
  cutShort(response: AgentResponse, { itemId, contentIndex }: AudioEvent): void {
    const sentMs = response.sentMs(itemId);
    this.discard(response);
    response.cut(itemId, contentIndex);
    this.model.truncate(itemId, contentIndex, sentMs);
    this.emit({ type: 'model.warned', code: 'endless_response', detail: 'A response spoke too long and was cut' });
  }

  /** The response is over: items whose sound came late are cut where the phone has them, and those it has nothing of at 0. */
  responseOver(response: AgentResponse): void {
    for (const { itemId, contentIndex, bytes } of this.voice.responseOver(response))
      this.model.truncate(itemId, contentIndex, Math.floor(bytes / MULAW_BYTES_PER_MS));
  }
}
