import type { CallLimit } from '../agent/agent-limits';
import type { NotedEvent } from './events';
import type { EndReason } from './events/call';
import type { Floor, FloorChange, Microphone, OperatorLoss } from './events/operator';
import type { TransferWay } from '../tool/transfer-way';
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

/** The operator's leg of a call that was taken over. */
export interface OperatorOnCall {
  readonly since: number;
  readonly microphone: Microphone;
  readonly isMuted: boolean;
  /** The caller cannot hear the operator although they have the floor. */
  readonly lost: { readonly loss: OperatorLoss; readonly since: number } | null;
}

/** One phone conversation, folded from its events. */
export interface Call {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The version the call began with. */
  readonly agent: { readonly id: string; readonly name: string; readonly version: number };
  /** The version that an operator applied to the call while it was on. */
  readonly agentChange: { readonly version: number; readonly at: number } | null;
  /** A limit was reached and a person is asked; until one looks. */
  readonly raised: { readonly limit: CallLimit; readonly since: number } | null;
  readonly carrierCallId: string;
  readonly practice: boolean;
  /** Who called whom: `out` is a call of ours. */
  readonly direction: 'in' | 'out';
  /** Of a call out: what the carrier said last of the other end. */
  readonly progress: 'queued' | 'ringing' | 'answered' | 'answered-by-machine' | null;
  readonly rangAt: number;
  readonly phase: CallPhase;
  readonly floor: Floor;
  /** Since when, epoch ms, and why the floor is whose it is; null: it never changed. */
  readonly floorChange: { readonly at: number; readonly why: FloorChange } | null;
  /** The operator who took the call over, until it is handed back. */
  readonly operator: OperatorOnCall | null;
  /** Operators who hear the call now. */
  readonly listeners: number;
  /** Where the call is being transferred to. */
  readonly transfer: { readonly to: string; readonly way: TransferWay; readonly since: number } | null;
  readonly callerSpeaking: boolean;
  readonly turns: Transcript;
  /** Since the caller stopped speaking, of the last ten replies; ms. */
  readonly replyMs: readonly number[];
  readonly interruptions: number;
  readonly costUsd: number;
  /** Speech of each side that was heard; ms. */
  readonly talkMs: { readonly caller: number; readonly agent: number };
  readonly callerSpeakingSince: number | null;
  /** Since when the caller hears and says nothing; null while somebody speaks. Epoch ms. */
  readonly quietSince: number | null;
  /** The response the model makes of which nothing is heard yet. `since`: epoch ms. */
  readonly thinking: { readonly responseId: string; readonly since: number } | null;
  /** The model is lost while an operator speaks with the caller: the call goes on, and there is nobody to hand it back to. */
  readonly isAgentGone: boolean;
  /** Functions that the agent may not use for now. */
  readonly switchedOff: readonly string[];
  /** Events that could not apply: late, doubled or impossible. */
  readonly ignored: number;
}

/** Reducers by type of event: each gives the call after the event, or `ignored` when the event cannot apply. */
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

/** Adds a note of the event at the end of the transcript. */
export function withNote(call: Call, at: number, event: NotedEvent): Call {
  const id = `note_${String(call.turns.length)}_${String(at)}`;
  return { ...call, turns: insertTurn(call.turns, { kind: 'note', id, at, event }, null) };
}

/** Whether an operator has the floor and cannot be heard. */
export function isOperatorLost(call: Call): boolean {
  return call.operator !== null && call.operator.lost !== null;
}
