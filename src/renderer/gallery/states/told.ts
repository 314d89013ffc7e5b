import type { CallEvent, DeskEvent } from '../../../shared/call/events';
import type { Told } from './state';

/** Number that calls to the usual console come in on. */
const TO = '+14155550134';

/** Events of a call in their order; a number lets so many seconds pass. `agoSeconds`: when the first of them was. */
export function call(callId: string, agoSeconds: number, ...steps: readonly (number | CallEvent)[]): readonly Told[] {
  const told: Told[] = [];
  let ago = agoSeconds;
  for (const step of steps) {
    if (typeof step === 'number') ago -= step;
    else told.push({ agoSeconds: ago, callId, event: step });
  }
  return told;
}

/** Events of the desk around the calls, all of them so long ago. */
export function desk(agoSeconds: number, ...events: readonly DeskEvent[]): readonly Told[] {
  return events.map((event) => ({ agoSeconds, callId: null, event }));
}

/** Somebody rings. */
export function rang(from: string, more: Partial<Extract<CallEvent, { type: 'call.rang' }>> = {}): CallEvent {
  const agent = { id: 'front-desk', name: 'Front desk', version: 1 };
  return { type: 'call.rang', from, to: TO, agent, carrierCallId: 'CA0', practice: false, ...more };
}

/** The call is answered and the model is there. */
export const ANSWERED: readonly (number | CallEvent)[] = [
  { type: 'caller.connected' },
  { type: 'model.connecting', model: 'gpt-realtime-2.1' },
  0.4,
  { type: 'model.ready', sessionId: 'session', connectMs: 400 },
];

/** The caller's turn, from its first word to its text. */
export function caller(itemId: string, text: string, seconds = 2): readonly (number | CallEvent)[] {
  return [
    { type: 'caller.startedSpeaking', itemId },
    seconds,
    { type: 'caller.stoppedSpeaking', itemId },
    0.3,
    { type: 'caller.transcribed', itemId, text },
  ];
}

/** The agent's turn, as far as the phone has begun to play it. */
export function agentSpeaks(itemId: string, text: string, audioMs = 4000): readonly (number | CallEvent)[] {
  const responseId = `response_${itemId}`;
  return [
    { type: 'agent.startedResponse', responseId },
    { type: 'agent.openedTurn', responseId, itemId, after: null },
    { type: 'agent.transcribed', itemId, text },
    0.6,
    { type: 'agent.startedSpeaking', itemId, replyMs: 640 },
    { type: 'agent.finishedAudio', itemId, audioMs },
    { type: 'agent.finishedResponse', responseId, status: 'completed', costUsd: 0.012 },
  ];
}

/** The agent's turn, heard to its end. */
export function agent(itemId: string, text: string, audioMs = 4000): readonly (number | CallEvent)[] {
  return [...agentSpeaks(itemId, text, audioMs), audioMs / 1000, { type: 'agent.wasHeard', itemId, heardMs: audioMs }];
}

/** The agent calls a function that an operator answers, unless told otherwise. */
export function tool(
  name: string,
  args: Readonly<Record<string, unknown>>,
  more: Partial<Extract<CallEvent, { type: 'tool.called' }>> = {},
): Extract<CallEvent, { type: 'tool.called' }> {
  return {
    type: 'tool.called',
    toolCallId: `tool_${name}`,
    itemId: `item_${name}`,
    after: null,
    name,
    arguments: JSON.stringify(args),
    kind: 'operator',
    timeoutMs: 600_000,
    ...more,
  };
}

/** The line is live, its address answers and the model was seen. */
export const WELL: readonly Told[] = desk(
  7200,
  { type: 'line.changed', number: TO, state: 'live', agentName: 'Front desk' },
  { type: 'tunnel.changed', kind: 'ngrok', state: 'ok', publicUrl: 'https://kestrel.ngrok.app' },
  { type: 'modelService.changed', model: 'gpt-realtime-2.1', state: 'ok', check: 'ok' },
);
