import { responseCostUsd } from '../../../shared/call/prices';
import type { CallEvent } from '../../../shared/call/events';
import type { ModelEvent } from '../../ports/ports';

/**
 * What a model event says by itself, whatever state the call is in; null when that depends on the call. Pure.
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
