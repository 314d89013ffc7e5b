import type { CallEvent } from '../../../shared/call/events';
import type { Usage } from '../../../shared/call/events/agent';
import type { ModelEvent } from '../../ports/ports';

interface Price {
  readonly textIn: number;
  readonly textCached: number;
  readonly textOut: number;
  readonly audioIn: number;
  readonly audioCached: number;
  readonly audioOut: number;
}

/** USD per million tokens, as published on 2026-11-22. */
const PRICES: Readonly<Record<string, Price>> = {
  'gpt-realtime-2.1': { textIn: 4, textCached: 0.4, textOut: 24, audioIn: 32, audioCached: 0.4, audioOut: 64 },
  'gpt-realtime-2': { textIn: 4, textCached: 0.4, textOut: 24, audioIn: 32, audioCached: 0.4, audioOut: 64 },
  'gpt-realtime-2.1-mini': { textIn: 0.6, textCached: 0.06, textOut: 2.4, audioIn: 10, audioCached: 0.3, audioOut: 20 },
  'gpt-realtime-1.5': { textIn: 4, textCached: 0.4, textOut: 16, audioIn: 32, audioCached: 0.4, audioOut: 64 },
};

/** Cost of a response in USD; undefined for a model without a published price. Cached tokens are part of the input. */
export function responseCostUsd(model: string, usage: Usage): number | undefined {
  const price = PRICES[model];
  if (price === undefined) return undefined;
  const micro =
    Math.max(0, usage.textIn - usage.textCached) * price.textIn +
    usage.textCached * price.textCached +
    usage.textOut * price.textOut +
    Math.max(0, usage.audioIn - usage.audioCached) * price.audioIn +
    usage.audioCached * price.audioCached +
    usage.audioOut * price.audioOut;
  return micro / 1_000_000;
}

/**
 * Call event that a model event stands for in every state of the call; null when that depends on the state. Pure.
 * `model` prices the responses.
 */
export function factOf(event: ModelEvent, model: string): CallEvent | null {
  switch (event.type) {
    case 'speechStarted':
      return { type: 'caller.startedSpeaking', itemId: event.itemId };
    case 'speechStopped':
      return { type: 'caller.stoppedSpeaking', itemId: event.itemId };
    case 'callerTurn':
      return { type: 'caller.finishedTurn', itemId: event.itemId, after: event.after };
    case 'callerTranscriptDelta':
      return { type: 'caller.transcriptGrew', itemId: event.itemId, delta: event.delta };
    case 'callerTranscript':
      return { type: 'caller.transcribed', itemId: event.itemId, text: event.text };
    case 'callerTranscriptFailed':
      return { type: 'caller.transcriptFailed', itemId: event.itemId, detail: event.detail };
    case 'responseStarted':
      return { type: 'agent.startedResponse', responseId: event.responseId };
    case 'responseDone':
      return responseDone(event, model);
    case 'asideAnswered':
      return event.usage === undefined
        ? null
        : responseDone({ type: 'responseDone', responseId: event.tag, status: 'completed', usage: event.usage }, model);
    case 'complaint':
      return { type: 'model.complained', code: event.code, detail: event.detail };
    case 'fault':
      return { type: 'leg.faltered', leg: 'model', fault: event.fault, detail: event.detail };
    default:
      return null;
  }
}

function responseDone(event: Extract<ModelEvent, { type: 'responseDone' }>, model: string): CallEvent {
  const { responseId, status, detail, usage } = event;
  const costUsd = usage === undefined ? undefined : responseCostUsd(model, usage);
  return {
    type: 'agent.finishedResponse',
    responseId,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(usage === undefined ? {} : { usage }),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
