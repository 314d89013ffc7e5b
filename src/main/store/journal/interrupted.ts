import type { CallEvent, Recorded } from '../../../shared/call/events';

/** The end of a call that the last run did not see end. */
export interface Interrupted {
  readonly callId: string;
  /** When the call was last heard of; epoch ms. */
  readonly at: number;
  readonly event: Extract<CallEvent, { type: 'call.ended' }>;
}

/** How each call ended that rang in these events and did not end: with the run that carried it. */
export function interruptedCalls(events: readonly Recorded[]): readonly Interrupted[] {
  const open = new Map<string, number>();
  for (const { callId, event, at } of events) {
    if (callId === null) continue;
    if (event.type === 'call.ended') open.delete(callId);
    else if (event.type === 'call.rang' || open.has(callId)) open.set(callId, at);
  }
  return [...open].map(([callId, at]) => ({
    callId,
    at,
    event: { type: 'call.ended', by: 'switchboard', reason: 'switchboard-crashed' },
  }));
}
