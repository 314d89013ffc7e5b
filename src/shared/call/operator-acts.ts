import { assertNever } from '../std/assert-never';
import { withNote, withTurns, type Call } from './call';
import type { CallEvent } from './events';
import { insertTurn, updateTurn, type OperatorTurn, type WhisperTurn } from './transcript';
import type { OPERATOR_FACTS } from './operator-facts';
import type { z } from 'zod';

/** What operators do to a call, and what becomes of it. */
export type OperatorFact = z.infer<(typeof OPERATOR_FACTS)[number]>;

const OPERATOR_GONE = 'The operator could not be heard any more; the agent has the call again';

const OPERATOR_TYPES = /^(?:floor|operator|whisper|transfer)\./;

/** Whether a fact is of an operator. */
export function isOperatorFact(event: CallEvent): event is OperatorFact {
  return OPERATOR_TYPES.test(event.type);
}

/** Folds a fact of an operator into a call that is not over. The same call: the fact cannot apply. */
export function applyOperatorFact(call: Call, event: OperatorFact, at: number): Call {
  switch (event.type) {
    case 'floor.changed':
      if (call.floor === event.floor && call.floorChange?.why === event.why) return call;
      return {
        ...(event.why === 'operator-lost' ? withNote(call, at, OPERATOR_GONE) : call),
        floor: event.floor,
        floorChange: { at, why: event.why },
        operator: event.floor === 'operator' || event.why === 'held' ? call.operator : null,
      };
    case 'operator.listened':
      return { ...call, listeners: call.listeners + 1 };
    case 'operator.stoppedListening':
      return call.listeners === 0 ? call : { ...call, listeners: call.listeners - 1 };
    case 'operator.whispered':
      return withTurns(
        call,
        insertTurn(
          call.turns,
          {
            kind: 'whisper',
            id: event.whisperId,
            at,
            way: event.way,
            text: event.text,
            spoken: event.spoken,
            receipt: { state: 'sent' },
          },
          null,
        ),
      );
    case 'whisper.delivered':
      return receipt(call, event.whisperId, (turn) => (turn.receipt.state === 'sent' ? { state: 'delivered' } : null));
    case 'whisper.used':
      return receipt(call, event.whisperId, (turn) =>
        turn.receipt.state === 'used' || turn.receipt.state === 'failed'
          ? null
          : { state: 'used', turnId: event.itemId },
      );
    case 'whisper.failed':
      return receipt(call, event.whisperId, (turn) =>
        turn.receipt.state === 'used' || turn.receipt.state === 'failed'
          ? null
          : { state: 'failed', detail: event.detail },
      );
    case 'operator.tookOver':
      if (call.operator?.microphone === event.microphone) return call;
      return {
        ...call,
        operator: { since: at, isMuted: false, lost: null, ...call.operator, microphone: event.microphone },
      };
    case 'operator.muted':
    case 'operator.unmuted': {
      const isMuted = event.type === 'operator.muted';
      if (call.operator === null || call.operator.isMuted === isMuted) return call;
      return { ...call, operator: { ...call.operator, isMuted } };
    }
    case 'operator.lost':
      if (call.operator === null || call.operator.lost !== null) return call;
      return { ...call, operator: { ...call.operator, lost: { loss: event.loss, since: at } } };
    case 'operator.cameBack':
      if (call.operator === null || call.operator.lost === null) return call;
      return { ...call, operator: { ...call.operator, lost: null } };
    case 'operator.startedSpeaking': {
      const turn: OperatorTurn = { kind: 'operator', id: event.turnId, at, state: 'speaking', text: '' };
      const turns = insertTurn(call.turns, turn, event.after);
      return turns === call.turns ? call : { ...call, turns, quietSince: null };
    }
    case 'operator.stoppedSpeaking': {
      const stopped = said(call, event.turnId, (turn) =>
        turn.state === 'speaking' ? { ...turn, state: 'transcribing' } : turn,
      );
      return stopped === call ? call : { ...stopped, quietSince: call.callerSpeaking ? null : at };
    }
    case 'operator.transcribed':
      return said(call, event.turnId, (turn) => ({ ...turn, state: 'final', text: event.text }));
    case 'operator.transcriptFailed':
      return said(call, event.turnId, (turn) => (turn.state === 'final' ? turn : { ...turn, state: 'failed' }));
    case 'operator.handedBack':
      return withNote(
        call,
        at,
        event.brief === '' ? 'Handed back to the agent' : `Handed back to the agent: ${event.brief}`,
      );
    case 'operator.pressedKeys':
      return withNote(call, at, `The operator pressed ${event.digits}`);
    case 'transfer.began':
      if (call.transfer !== null) return call;
      return {
        ...withNote(call, at, `Transferring to ${event.to}`),
        transfer: { to: event.to, way: event.way, since: at },
      };
    case 'transfer.failed':
      if (call.transfer === null) return call;
      return {
        ...withNote(call, at, `The transfer to ${call.transfer.to} failed: ${event.failure.replaceAll('-', ' ')}`),
        transfer: null,
      };
    default:
      return assertNever(event);
  }
}

function receipt(call: Call, id: string, next: (turn: WhisperTurn) => WhisperTurn['receipt'] | null): Call {
  return withTurns(
    call,
    updateTurn(call.turns, 'whisper', id, (turn) => {
      const changed = next(turn);
      return changed === null ? turn : { ...turn, receipt: changed };
    }),
  );
}

function said(call: Call, id: string, change: (turn: OperatorTurn) => OperatorTurn): Call {
  return withTurns(call, updateTurn(call.turns, 'operator', id, change));
}
