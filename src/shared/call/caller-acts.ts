import { assertNever } from '../std/assert-never';
import { withNote, withTurns, type Call } from './call';
import type { CallEvent } from './events';
import { grow, insertTurn, moveTurn, updateTurn, type CallerTurn } from './transcript';

/** What the caller does: is there, speaks, presses keys; and what was understood of it. */
export type CallerFact = Extract<CallEvent, { type: `caller.${string}` }>;

/** Whether a fact is of the caller. */
export function isCallerFact(event: CallEvent): event is CallerFact {
  return event.type.startsWith('caller.');
}

/** Folds a fact of the caller into a call that is not over. The same call: the fact cannot apply. */
export function applyCallerFact(call: Call, event: CallerFact, at: number): Call {
  switch (event.type) {
    case 'caller.connected':
      return call.phase.name === 'ringing' ? { ...call, phase: { name: 'connecting' } } : call;
    case 'caller.startedSpeaking': {
      const turns = insertTurn(call.turns, newTurn(event.itemId, at, 'speaking'), null);
      return turns === call.turns
        ? call
        : { ...call, callerSpeaking: true, callerSpeakingSince: at, quietSince: null, turns };
    }
    case 'caller.stoppedSpeaking':
      return said(callerFellSilent(call, at), event.itemId, transcribing);
    case 'caller.finishedTurn': {
      const turns = insertTurn(call.turns, newTurn(event.itemId, at, 'transcribing'), event.after);
      const moved = moveTurn(turns, event.itemId, event.after);
      // A turn that stands where it should and was told of already is no mistake.
      return { ...call, turns: updateTurn(moved, 'caller', event.itemId, transcribing) };
    }
    case 'caller.transcriptGrew':
      return said(call, event.itemId, (turn) =>
        turn.state === 'final' ? turn : { ...turn, text: grow(turn.text, event.delta) },
      );
    case 'caller.transcribed':
      return said(call, event.itemId, (turn) => ({ ...turn, state: 'final', text: event.text }));
    case 'caller.transcriptFailed':
      return said(call, event.itemId, (turn) => (turn.state === 'final' ? turn : { ...turn, state: 'failed' }));
    case 'caller.pressedKey':
      return withNote(call, at, `Caller pressed ${event.digit}`);
    default:
      return assertNever(event);
  }
}

/** The call with a caller who speaks no more; the same call when they did not speak. */
export function callerFellSilent(call: Call, at: number): Call {
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

function newTurn(id: string, at: number, state: CallerTurn['state']): CallerTurn {
  return { kind: 'caller', id, at, state, text: '' };
}

function transcribing(turn: CallerTurn): CallerTurn {
  return turn.state === 'speaking' ? { ...turn, state: 'transcribing' } : turn;
}

function said(call: Call, itemId: string, change: (turn: CallerTurn) => CallerTurn): Call {
  return withTurns(call, updateTurn(call.turns, 'caller', itemId, change));
}
