import type { Call } from './call';
import { reduceCall, type CallEvent } from './events';
import type { Turn } from './transcript';

/** Call that rang at `rangAt` and went through these events, one a second. */
export function callAfter(events: readonly CallEvent[], id = 'one', rangAt = 0): Call {
  const rang: CallEvent = {
    type: 'call.rang',
    from: '+12125550187',
    to: '+14155550134',
    agent: { id: 'front-desk', name: 'Front desk', version: 12 },
    carrierCallId: `CA-${id}`,
    practice: false,
  };
  const call = [rang, ...events].reduce<Call | undefined>(
    (before, event, index) => reduceCall(before, { seq: index + 1, at: rangAt + index * 1000, callId: id, event }),
    undefined,
  );
  if (call === undefined) throw new Error('A call that rang is a call');
  return call;
}

/** Events that bring a call to `live`. */
export const ANSWERED: readonly CallEvent[] = [
  { type: 'caller.connected' },
  { type: 'model.ready', sessionId: 's', connectMs: 300 },
];

/** Events of a caller's finished turn. */
export function callerSaid(itemId: string, text: string): readonly CallEvent[] {
  return [
    { type: 'caller.startedSpeaking', itemId },
    { type: 'caller.stoppedSpeaking', itemId },
    { type: 'caller.transcribed', itemId, text },
  ];
}

/** Events of an agent's turn that is being played. */
export function agentSpeaks(itemId: string, text: string): readonly CallEvent[] {
  return [
    { type: 'agent.openedTurn', responseId: 'r', itemId, after: null },
    { type: 'agent.transcribed', itemId, text },
    { type: 'agent.startedSpeaking', itemId, replyMs: 640 },
    { type: 'agent.finishedAudio', itemId, audioMs: 10_000 },
  ];
}

/**
 * Reply of the agent to a caller who asks where their order is. The caller hears four of its ten seconds before the
 * cut.
 */
export const REPLY = 'It left our warehouse on Tuesday, and you have it tomorrow.';

const ANSWERING = [...ANSWERED, ...callerSaid('c', 'Where is it?'), ...agentSpeaks('a', REPLY)];

/** Call with the agent in the middle of `REPLY`. */
export const SPEAKING = callAfter(ANSWERING);

/** Call in which the caller has cut `REPLY` off. */
export const CUT = callAfter([
  ...ANSWERING,
  { type: 'agent.interrupted', by: 'caller', cuts: [{ itemId: 'a', contentIndex: 0, heardMs: 4000, sentMs: 10_000 }] },
]);

/** Event of a tool call; of an `operator` tool unless told otherwise. */
export function toolCalled(itemId: string, kind: 'operator' | 'http' = 'operator'): CallEvent {
  return {
    type: 'tool.called',
    toolCallId: `call_${itemId}`,
    itemId,
    after: null,
    name: 'refund_order',
    arguments: '{"order_id":"A17"}',
    kind,
    timeoutMs: 30_000,
  };
}

/** Returns the call's only turn of that kind; throws when there is none, or more than one. */
export function onlyTurn<K extends Turn['kind']>(call: Call, kind: K): Extract<Turn, { kind: K }> {
  const [turn, ...more] = call.turns.filter((each): each is Extract<Turn, { kind: K }> => each.kind === kind);
  if (turn === undefined || more.length > 0) throw new Error(`Not one ${kind} turn`);
  return turn;
}
