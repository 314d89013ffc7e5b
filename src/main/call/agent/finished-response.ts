import { responseCostUsd } from '../../../shared/agent/prices';
import type { CallEvent } from '../../../shared/call/events';
import type { ModelEvent } from '../../ports/ports';

/** Event of a response that is over, with what it cost by the prices of `model`. */
export function finishedResponse(
  { responseId, status, detail, usage }: Omit<Extract<ModelEvent, { type: 'responseDone' }>, 'type'>,
  model: string,
): CallEvent {
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
