import type { CallLimit } from '../agent/agent-limits';
import { assertNever } from '../assert-never';
import { applyAgentFact, isAgentFact } from './agent-acts';
import type { CallEvent, EndReason, RecordedCallEvent } from './events';
import type { Floor, FloorChange, Microphone, OperatorLoss, TransferWay } from './operator-facts';
import { applyOperatorFact, isOperatorFact } from './operator-acts';
import { applyToolFact, isToolFact } from './tool-acts';
import { settlePending } from './settled';
import { applyCuts, grow, insertTurn, moveTurn, updateTurn, type Transcript, type Turn } from './transcript';

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

const LAST_REPLIES = 10;

const LEG_NAMES = { caller: 'Caller’s phone', model: 'Model', operator: 'Operator’s microphone' } as const;

/** The call that a `call.rang` begins. */
function rang(recorded: RecordedCallEvent & { event: Extract<CallEvent, { type: 'call.rang' }> }): Call {
  const { from, to, agent, carrierCallId, practice } = recorded.event;
  return {
    id: recorded.callId,
    from,
    to,
    agent,
    agentChange: null,
    raised: null,
    carrierCallId,
    practice,
    direction: recorded.event.direction ?? 'in',
    progress: null,
    rangAt: recorded.at,
    phase: { name: 'ringing' },
    floor: 'nobody',
    floorChange: null,
    operator: null,
    listeners: 0,
    transfer: null,
    callerSpeaking: false,
    turns: [],
    replyMs: [],
    interruptions: 0,
    costUsd: 0,
    talkMs: { caller: 0, agent: 0 },
    callerSpeakingSince: null,
    quietSince: null,
    thinking: null,
    isAgentGone: false,
    switchedOff: [],
    ignored: 0,
  };
}

/**
 * Folds one recorded event into its call. Total and pure: an event that cannot apply leaves the call as it is and is
 * counted. Undefined stands for a call that has not rung; only `call.rang` makes one.
 */
export function reduceCall(call: Call | undefined, recorded: RecordedCallEvent): Call | undefined {
  const { event, at } = recorded;
  if (call === undefined) return event.type === 'call.rang' ? rang({ ...recorded, event }) : undefined;
  if (call.phase.name === 'ended') return ignore(call);
  const next = applyEvent(call, event, at);
  return next === call ? ignore(call) : next;
}

function ignore(call: Call): Call {
  return { ...call, ignored: call.ignored + 1 };
}

/** Whatever an operator does to a call, a person looks at it. */
function attended(next: Call, call: Call): Call {
  return next === call || next.raised === null ? next : { ...next, raised: null };
}

function applyEvent(call: Call, event: CallEvent, at: number): Call {
  if (isOperatorFact(event)) return attended(applyOperatorFact(call, event, at), call);
  if (isAgentFact(event)) return applyAgentFact(call, event, at);
  if (isToolFact(event)) return applyToolFact(call, event, at);
  switch (event.type) {
    case 'call.rang':
      return call;
    case 'call.progressed':
      return call.progress === event.state ? call : { ...call, progress: event.state };
    case 'call.ended':
      return {
        ...stopCaller(call, at),
        operator: null,
        listeners: 0,
        transfer: null,
        quietSince: null,
        thinking: null,
        phase: { name: 'ended', at, by: event.by, reason: event.reason, detail: event.detail ?? null },
        floor: 'nobody',
        turns: settlePending(call.turns, at),
      };
    case 'caller.connected':
      return call.phase.name === 'ringing' ? { ...call, phase: { name: 'connecting' } } : call;
    case 'model.ready':
      return call.phase.name === 'connecting'
        ? { ...call, phase: { name: 'live', since: at }, floor: 'agent', quietSince: at }
        : call;
    case 'caller.startedSpeaking': {
      const turn: Turn = { kind: 'caller', id: event.itemId, at, state: 'speaking', text: '' };
      const turns = insertTurn(call.turns, turn, null);
      return turns === call.turns
        ? call
        : { ...call, callerSpeaking: true, callerSpeakingSince: at, quietSince: null, turns };
    }
    case 'caller.stoppedSpeaking':
      return withTurns(stopCaller(call, at), callerTurn(call, event.itemId, 'speaking', 'transcribing'));
    case 'caller.finishedTurn': {
      const turns = insertTurn(
        call.turns,
        { kind: 'caller', id: event.itemId, at, state: 'transcribing', text: '' },
        event.after,
      );
      const moved = moveTurn(turns, event.itemId, event.after);
      const settled = updateTurn(moved, 'caller', event.itemId, (turn) =>
        turn.state === 'speaking' ? { ...turn, state: 'transcribing' } : turn,
      );
      return settled === call.turns ? noted(call) : { ...call, turns: settled };
    }
    case 'caller.transcriptGrew':
      return withTurns(
        call,
        updateTurn(call.turns, 'caller', event.itemId, (turn) =>
          turn.state === 'final' ? turn : { ...turn, text: grow(turn.text, event.delta) },
        ),
      );
    case 'caller.transcribed':
      return withTurns(
        call,
        updateTurn(call.turns, 'caller', event.itemId, (turn) => ({ ...turn, state: 'final', text: event.text })),
      );
    case 'caller.transcriptFailed':
      return withTurns(
        call,
        updateTurn(call.turns, 'caller', event.itemId, (turn) =>
          turn.state === 'final' ? turn : { ...turn, state: 'failed' },
        ),
      );
    case 'caller.pressedKey':
      return addNote(call, at, `Caller pressed ${event.digit}`);
    case 'agent.openedTurn':
      return withTurns(call, insertTurn(call.turns, newAgentTurn(event.itemId, event.responseId, at), event.after));
    case 'agent.transcriptGrew':
      return withTurns(
        call,
        updateTurn(call.turns, 'agent', event.itemId, (turn) => ({ ...turn, text: grow(turn.text, event.delta) })),
      );
    case 'agent.transcribed':
      return withTurns(
        call,
        updateTurn(call.turns, 'agent', event.itemId, (turn) =>
          turn.text === event.text ? turn : { ...turn, text: event.text },
        ),
      );
    case 'agent.startedSpeaking': {
      const turns = updateTurn(call.turns, 'agent', event.itemId, (turn) =>
        turn.speech.state === 'waiting'
          ? { ...turn, replyMs: event.replyMs ?? null, speech: { state: 'speaking', since: at } }
          : turn,
      );
      if (turns === call.turns) return call;
      const speaking = { ...call, turns, quietSince: null, thinking: null };
      if (event.replyMs === undefined) return speaking;
      return { ...speaking, replyMs: [...call.replyMs, event.replyMs].slice(-LAST_REPLIES) };
    }
    case 'agent.finishedAudio':
      return withTurns(
        call,
        updateTurn(call.turns, 'agent', event.itemId, (turn) =>
          turn.speech.state === 'cut' ? turn : { ...turn, audioMs: event.audioMs },
        ),
      );
    case 'agent.wasHeard': {
      const turns = updateTurn(call.turns, 'agent', event.itemId, (turn) =>
        turn.speech.state === 'cut' || turn.speech.state === 'heard'
          ? turn
          : { ...turn, audioMs: event.heardMs, speech: { state: 'heard' } },
      );
      return turns === call.turns
        ? call
        : {
            ...call,
            turns,
            quietSince: call.callerSpeaking ? null : at,
            talkMs: { ...call.talkMs, agent: call.talkMs.agent + event.heardMs },
          };
    }
    case 'agent.interrupted': {
      const turns = applyCuts(call.turns, event.cuts, event.by);
      if (turns === call.turns && event.cuts.length > 0) return call;
      const heardMs = event.cuts.reduce((sum, cut) => sum + cut.heardMs, 0);
      return {
        ...call,
        turns,
        quietSince: call.callerSpeaking ? null : at,
        interruptions: call.interruptions + 1,
        talkMs: { ...call.talkMs, agent: call.talkMs.agent + heardMs },
      };
    }
    case 'agent.finishedResponse': {
      const isThis = call.thinking?.responseId === event.responseId;
      return { ...call, thinking: isThis ? null : call.thinking, costUsd: call.costUsd + (event.costUsd ?? 0) };
    }
    case 'model.complained':
      return addNote(call, at, `The model reported ${event.code}`);
    case 'model.failed':
      return { ...addNote(call, at, `The model leg failed: ${event.failure}. ${event.detail}`), isAgentGone: true };
    case 'leg.faltered':
      return addNote(call, at, falteredWords(event));
    case 'agent.startedResponse':
      return call.thinking?.responseId === event.responseId
        ? call
        : { ...call, thinking: { responseId: event.responseId, since: at } };
    case 'model.connecting':
      return noted(call);
    default:
      return assertNever(event);
  }
}

/** A fact that changes nothing a view shows, but is no mistake either. */
/** A limit that acted tells itself what it did; a frame has only a name. */
function falteredWords({ leg, fault, detail }: Extract<CallEvent, { type: 'leg.faltered' }>): string {
  const isFrame = fault === 'malformed-frame' || fault === 'unknown-frame';
  return isFrame ? `${LEG_NAMES[leg]}, ${fault.replaceAll('-', ' ')}: ${detail}` : `${LEG_NAMES[leg]}: ${detail}`;
}

function noted(call: Call): Call {
  return { ...call };
}

function withTurns(call: Call, turns: Transcript): Call {
  return turns === call.turns ? call : { ...call, turns };
}

function newAgentTurn(id: string, responseId: string, at: number): Turn {
  const speech = { state: 'waiting' } as const;
  return { kind: 'agent', id, responseId, at, text: '', audioMs: null, speech, replyMs: null, claim: null };
}

function stopCaller(call: Call, at: number): Call {
  if (call.callerSpeakingSince === null) return call;
  const spokeMs = Math.max(0, at - call.callerSpeakingSince);
  return {
    ...call,
    callerSpeaking: false,
    callerSpeakingSince: null,
    quietSince: at,
    talkMs: { ...call.talkMs, caller: call.talkMs.caller + spokeMs },
  };
}

function callerTurn(call: Call, itemId: string, from: 'speaking', to: 'transcribing'): Transcript {
  return updateTurn(call.turns, 'caller', itemId, (turn) => (turn.state === from ? { ...turn, state: to } : turn));
}

function addNote(call: Call, at: number, text: string): Call {
  const id = `note_${String(call.turns.length)}_${String(at)}`;
  return { ...call, turns: insertTurn(call.turns, { kind: 'note', id, at, text }, null) };
}

/** Whether an operator has the floor and cannot be heard. */
export function isOperatorLost(call: Call): boolean {
  return call.operator !== null && call.operator.lost !== null;
}
