import type { CallLimit } from '../agent/agent-limits';
import type { TransferWay } from '../tool/transfer-way';
import type { NotedEvent } from './events';
import type { CallerFacts, EndReason } from './events/call';
import type { Floor, FloorChange, Microphone, OperatorLoss } from './events/operator';
import { insertTurn, type Transcript } from './transcript';

export type CallPhase =
  | { readonly name: 'ringing' }
  | { readonly name: 'connecting' }
  | { readonly name: 'live'; readonly since: number }
  | {
      readonly name: 'ended';
      readonly at: number;
      readonly by: 'caller' | 'agent' | 'operator' | 'switchboard';
      readonly reason: EndReason;
      readonly detail: string | null;
    };

/** Operator's leg of a call that was taken over. */
export interface OperatorOnCall {
  readonly since: number;
  /** Console they took the call over from; null: not known. */
  readonly consoleId: string | null;
  readonly microphone: Microphone;
  readonly isMuted: boolean;
  /** Loss of an operator who has the floor and cannot be heard; null: the caller can hear them. */
  readonly lost: { readonly loss: OperatorLoss; readonly since: number } | null;
}

/** Phone conversation, folded from its events. */
export interface Call {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Agent, in the version that the call began with. */
  readonly agent: { readonly id: string; readonly name: string; readonly version: number };
  /** Version of the agent that an operator applied during the call; null: none. */
  readonly agentChange: { readonly version: number; readonly at: number } | null;
  /** Limit that was reached, about which a person is asked; null once one looks. */
  readonly raised: { readonly limit: CallLimit; readonly since: number } | null;
  readonly carrierCallId: string;
  readonly practice: boolean;
  /** Direction of the call: `in` from the caller, `out` from us. */
  readonly direction: 'in' | 'out';
  /** Statement of the carrier about the caller; null: it made none, or the call is ours. */
  readonly caller: CallerFacts | null;
  /** Progress of a call out, as the carrier last reported it; null for a call in, or before any report. */
  readonly progress: 'queued' | 'ringing' | 'answered' | 'answered-by-machine' | null;
  readonly rangAt: number;
  readonly phase: CallPhase;
  readonly floor: Floor;
  /** Last change of the floor, with its time in epoch ms and its reason; null: it never changed. */
  readonly floorChange: { readonly at: number; readonly why: FloorChange } | null;
  /** Operator who took the call over; null once it is handed back. */
  readonly operator: OperatorOnCall | null;
  /** Number of operators who hear the call now. */
  readonly listeners: number;
  /** Transfer that is under way: its destination, its way, and its start in epoch ms. */
  readonly transfer: { readonly to: string; readonly way: TransferWay; readonly since: number } | null;
  /** Time since which the caller's connection is lost and they are expected back, epoch ms; null: it is not. */
  readonly lostSince: number | null;
  readonly callerSpeaking: boolean;
  readonly turns: Transcript;
  /** Delays of the last ten replies, from when the caller stopped speaking; ms. */
  readonly replyMs: readonly number[];
  readonly interruptions: number;
  readonly costUsd: number;
  /** False once the model was used at a price that is not known: the call costs more than `costUsd`. */
  readonly isCostKnown: boolean;
  /** Length of the speech heard from each side; ms. */
  readonly talkMs: { readonly caller: number; readonly agent: number };
  readonly callerSpeakingSince: number | null;
  /** Time since which the caller hears and says nothing, epoch ms; null while somebody speaks. */
  readonly quietSince: number | null;
  /** Response that the model is making and of which nothing is heard yet. `since`: epoch ms. */
  readonly thinking: { readonly responseId: string; readonly since: number } | null;
  /** True once somebody has dismissed what the ended call left to do. */
  readonly isDismissed: boolean;
  /**
   * True when the model is lost while an operator speaks with the caller. The call goes on, and there is nobody to hand
   * it back to.
   */
  readonly isAgentGone: boolean;
  /** Names of functions that the agent may not use for now. */
  readonly switchedOff: readonly string[];
  /** Number of events that could not apply: late, doubled or impossible. */
  readonly ignored: number;
}

/** Caller of a practice call, as the carrier of practice names somebody without a number. */
export const PRACTICE_CALLER = 'client:practice';

/** Caller of a practice in writing, which has no sound. */
export const PRACTICE_WRITER = 'client:practice-in-writing';

/** True for a practice in writing, of which nothing can be heard. */
export function isWritten(call: Pick<Call, 'from' | 'practice'>): boolean {
  return call.practice && call.from === PRACTICE_WRITER;
}

/** Reducers by type of event. Each returns the call after the event, or `ignored` when the event cannot apply. */
export type Reducers<E extends { readonly type: string }> = {
  readonly [T in E['type']]: (call: Call, event: Extract<E, { readonly type: T }>, at: number) => Call | 'ignored';
};

/** Replaces the transcript; `ignored` when no turn changed. */
export function withTurns(call: Call, turns: Transcript): Call | 'ignored' {
  return turns === call.turns ? 'ignored' : { ...call, turns };
}

/** Begins the silence of the call, unless the caller or the agent can still be heard. */
export function fallSilent(call: Call, at: number): Call {
  const isHeard =
    call.callerSpeaking || call.turns.some((turn) => turn.kind === 'agent' && turn.speech.state === 'speaking');
  return { ...call, quietSince: isHeard ? null : at };
}

/** Ends the caller's speech; the same call when they did not speak. */
export function callerFellSilent(call: Call, at: number): Call {
  if (call.callerSpeakingSince === null) return call;
  const spokeMs = Math.max(0, at - call.callerSpeakingSince);
  const talkMs = { ...call.talkMs, caller: call.talkMs.caller + spokeMs };
  return fallSilent({ ...call, callerSpeaking: false, callerSpeakingSince: null, talkMs }, at);
}

/** Adds a note of the event at the end of the transcript. */
export function withNote(call: Call, at: number, event: NotedEvent): Call {
  const id = `note_${String(call.turns.length)}_${String(at)}`;
  return { ...call, turns: insertTurn(call.turns, { kind: 'note', id, at, event }, null) };
}

/** True while an operator has the floor and cannot be heard. */
export function isOperatorLost(call: Call): boolean {
  return call.operator !== null && call.operator.lost !== null;
}
