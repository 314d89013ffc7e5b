import { z } from 'zod';
import { TRANSFER_WAYS } from '../../tool/transfer-way';
import { withNote, withTurns, type Call, type Reducers } from '../call';
import { detail, fact, id, text } from '../fact';
import { insertTurn, updateTurn, type OperatorTurn, type WhisperTurn } from '../transcript';

/** Longest whisper, line to say or brief; characters. */
export const MAX_WORDS_CHARS = 4000;

/** Parties that the caller can hear, exactly one at a time. */
export const FLOORS = ['agent', 'operator', 'nobody'] as const;

/** Reasons for a change of the floor. */
export const FLOOR_CHANGES = [
  'took-over',
  'handed-back',
  'held',
  'resumed',
  'agent-muted',
  'agent-unmuted',
  'operator-lost',
  'transfer-began',
  'transfer-failed',
] as const;

/** Ways to use the operator's microphone while they have the floor. */
export const MICROPHONES = ['open', 'push-to-talk'] as const;

/** Reasons for which an operator who has the floor cannot be heard any more. */
export const OPERATOR_LOSSES = ['console-lost', 'device-lost', 'permission-lost', 'no-sound'] as const;

/** Reasons for which a transfer did not happen. */
export const TRANSFER_FAILURES = ['busy', 'no-answer', 'declined', 'not-reachable', 'carrier-refused'] as const;

const words = z.string().min(1).max(MAX_WORDS_CHARS);

/** Schemas of operators' acts on a call, and of what becomes of them. */
export const OPERATOR_EVENTS = [
  fact('floor.changed', { floor: z.enum(FLOORS), why: z.enum(FLOOR_CHANGES) }),

  fact('operator.listened', {}),
  fact('operator.stoppedListening', {}),
  /** `whisper`: a private instruction. `say`: the agent is to say exactly this. `spoken`: it was dictated. */
  fact('operator.whispered', { whisperId: id, way: z.enum(['whisper', 'say']), text: words, spoken: z.boolean() }),
  /** The model has it in its conversation. */
  fact('whisper.delivered', { whisperId: id }),
  /** The first words of the agent that came after it. */
  fact('whisper.used', { whisperId: id, itemId: id }),
  fact('whisper.failed', { whisperId: id, detail }),

  /** The microphone of that console's operator feeds the caller's ear; `floor.changed` follows. */
  fact('operator.tookOver', { microphone: z.enum(MICROPHONES), consoleId: id.optional() }),
  fact('operator.muted', {}),
  fact('operator.unmuted', {}),
  fact('operator.lost', { loss: z.enum(OPERATOR_LOSSES) }),
  fact('operator.cameBack', {}),
  fact('operator.startedSpeaking', { turnId: id, after: id.nullable() }),
  fact('operator.stoppedSpeaking', { turnId: id }),
  fact('operator.transcribed', { turnId: id, text }),
  fact('operator.transcriptFailed', { turnId: id, detail }),
  fact('operator.handedBack', { brief: z.string().max(MAX_WORDS_CHARS), speaksFirst: z.boolean() }),
  fact('operator.pressedKeys', { digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) }),

  fact('transfer.began', { to: z.string().max(64), way: z.enum(TRANSFER_WAYS), by: z.enum(['operator', 'agent']) }),
  fact('transfer.failed', { failure: z.enum(TRANSFER_FAILURES), detail: detail.optional() }),
] as const;

export type Floor = (typeof FLOORS)[number];
export type FloorChange = (typeof FLOOR_CHANGES)[number];
export type Microphone = (typeof MICROPHONES)[number];
export type OperatorLoss = (typeof OPERATOR_LOSSES)[number];
export type TransferFailure = (typeof TRANSFER_FAILURES)[number];

type OperatorEvent = z.infer<(typeof OPERATOR_EVENTS)[number]>;
/** Reducers of operator events. */
export const operatorReducers: Reducers<OperatorEvent> = {
  'floor.changed': attended((call, { type, floor, why }, at) => {
    if (call.floor === floor && call.floorChange?.why === why) return 'ignored';
    return {
      ...(why === 'operator-lost' ? withNote(call, at, { type, floor, why }) : call),
      floor,
      floorChange: { at, why },
      operator: floor === 'operator' || why === 'held' ? call.operator : null,
    };
  }),
  'operator.listened': attended((call) => ({ ...call, listeners: call.listeners + 1 })),
  'operator.stoppedListening': attended((call) =>
    call.listeners === 0 ? 'ignored' : { ...call, listeners: call.listeners - 1 },
  ),
  'operator.whispered': attended((call, { whisperId, way, text, spoken }, at) => {
    const receipt = { state: 'sent' } as const;
    const turn: WhisperTurn = { kind: 'whisper', id: whisperId, at, way, text, spoken, receipt };
    return withTurns(call, insertTurn(call.turns, turn, null));
  }),
  'whisper.delivered': attended((call, { whisperId }) =>
    received(call, whisperId, ({ receipt }) => (receipt.state === 'sent' ? { state: 'delivered' } : receipt)),
  ),
  'whisper.used': attended((call, { whisperId, itemId }) =>
    received(call, whisperId, ({ receipt }) => (isOver(receipt) ? receipt : { state: 'used', turnId: itemId })),
  ),
  'whisper.failed': attended((call, { whisperId, detail }) =>
    received(call, whisperId, ({ receipt }) => (isOver(receipt) ? receipt : { state: 'failed', detail })),
  ),
  'operator.tookOver': attended((call, { microphone, consoleId = null }, at) =>
    call.operator?.microphone === microphone && call.operator.consoleId === consoleId
      ? 'ignored'
      : { ...call, operator: { since: at, isMuted: false, lost: null, ...call.operator, microphone, consoleId } },
  ),
  'operator.muted': attended((call) => muted(call, true)),
  'operator.unmuted': attended((call) => muted(call, false)),
  'operator.lost': attended((call, { loss }, at) =>
    call.operator === null || call.operator.lost !== null
      ? 'ignored'
      : { ...call, operator: { ...call.operator, lost: { loss, since: at } } },
  ),
  'operator.cameBack': attended((call) =>
    call.operator === null || call.operator.lost === null
      ? 'ignored'
      : { ...call, operator: { ...call.operator, lost: null } },
  ),
  'operator.startedSpeaking': attended((call, { turnId, after }, at) => {
    const consoleId = call.operator?.consoleId ?? null;
    const turn: OperatorTurn = { kind: 'operator', id: turnId, at, consoleId, state: 'speaking', text: '' };
    const turns = insertTurn(call.turns, turn, after);
    return turns === call.turns ? 'ignored' : { ...call, turns, quietSince: null };
  }),
  'operator.stoppedSpeaking': attended((call, { turnId }, at) => {
    const stopped = said(call, turnId, (turn) =>
      turn.state === 'speaking' ? { ...turn, state: 'transcribing' } : turn,
    );
    return stopped === 'ignored' ? stopped : { ...stopped, quietSince: call.callerSpeaking ? null : at };
  }),
  'operator.transcribed': attended((call, { turnId, text }) =>
    said(call, turnId, (turn) => ({ ...turn, state: 'final', text })),
  ),
  'operator.transcriptFailed': attended((call, { turnId }) =>
    said(call, turnId, (turn) => (turn.state === 'final' ? turn : { ...turn, state: 'failed' })),
  ),
  'operator.handedBack': attended((call, event, at) => withNote(call, at, event)),
  'operator.pressedKeys': attended((call, event, at) => withNote(call, at, event)),
  'transfer.began': attended((call, event, at) =>
    call.transfer === null
      ? { ...withNote(call, at, event), transfer: { to: event.to, way: event.way, since: at } }
      : 'ignored',
  ),
  'transfer.failed': attended((call, event, at) =>
    call.transfer === null ? 'ignored' : { ...withNote(call, at, { ...event, to: call.transfer.to }), transfer: null },
  ),
};

type Reduce<E> = (call: Call, event: E, at: number) => Call | 'ignored';

/** Marks a raised limit as attended: whatever an operator does to a call, a person looks at it. */
function attended<E>(reduce: Reduce<E>): Reduce<E> {
  return (call, event, at) => {
    const next = reduce(call, event, at);
    return next === 'ignored' || next.raised === null ? next : { ...next, raised: null };
  };
}

function muted(call: Call, isMuted: boolean): Call | 'ignored' {
  if (call.operator === null || call.operator.isMuted === isMuted) return 'ignored';
  return { ...call, operator: { ...call.operator, isMuted } };
}

type Receipt = WhisperTurn['receipt'];

function isOver({ state }: Receipt): boolean {
  return state === 'used' || state === 'failed';
}

function received(call: Call, id: string, next: (turn: WhisperTurn) => Receipt): Call | 'ignored' {
  return withTurns(
    call,
    updateTurn(call.turns, 'whisper', id, (turn) => {
      const receipt = next(turn);
      return receipt === turn.receipt ? turn : { ...turn, receipt };
    }),
  );
}

function said(call: Call, id: string, change: (turn: OperatorTurn) => OperatorTurn): Call | 'ignored' {
  return withTurns(call, updateTurn(call.turns, 'operator', id, change));
}
