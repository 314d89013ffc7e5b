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

/** Cost of a response in USD; undefined for a model without a published price. Cached tokens are part of the input. */
function responseCostUsd(model: string, usage: Usage): number | undefined {
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
