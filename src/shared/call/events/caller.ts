import { z } from 'zod';
import { callerFellSilent, withNote, withTurns, type Call, type Reducers } from '../call';
import { detail, fact, id, ms, text } from '../fact';
import { grow, insertTurn, moveTurn, updateTurn, type CallerTurn } from '../transcript';

/** Schemas of what the caller does, and of what was understood of it. */
export const CALLER_EVENTS = [
  fact('caller.connected', {}),
  /** The stream of their phone ended, and nobody hung up: they are expected back on another one. */
  fact('caller.wasLost', {}),
  fact('caller.cameBack', { awayMs: ms }),
  fact('caller.startedSpeaking', { itemId: id }),
  fact('caller.stoppedSpeaking', { itemId: id }),
  /** The model closed the caller's turn; `after` is the item before it in the conversation. */
  fact('caller.finishedTurn', { itemId: id, after: id.nullable() }),
  fact('caller.transcriptGrew', { itemId: id, delta: text }),
  /** `languages`: what was heard, ISO 639-1; empty or absent: not known. */
  fact('caller.transcribed', {
    itemId: id,
    text,
    languages: z.array(z.string().max(16)).max(8).readonly().optional(),
    costUsd: z.number().nonnegative().optional(),
  }),
  fact('caller.transcriptFailed', { itemId: id, detail }),
  /** They said nothing for so long that the model asks again. */
  fact('caller.wasIdle', { silentMs: ms }),
  /** The carrier's error number for the phone's stream; it may come after the call. */
  fact('caller.streamFailed', { code: z.number().int().min(10_000).max(99_999) }),
  fact('caller.pressedKey', { digit: z.string().regex(/^[0-9A-D*#]$/) }),
  /** A key of what a tool asked for as a secret; which one is kept nowhere. */
  fact('caller.pressedSecretKey', {}),
] as const;

type CallerEvent = z.infer<(typeof CALLER_EVENTS)[number]>;

/** Reducers of caller events. */
export const callerReducers: Reducers<CallerEvent> = {
  'caller.connected': (call) =>
    call.phase.name === 'ringing' ? { ...call, phase: { name: 'connecting' } } : 'ignored',
  'caller.wasLost': (call, _event, at) =>
    call.lostSince === null ? { ...callerFellSilent(call, at), lostSince: at, quietSince: null } : 'ignored',
  'caller.cameBack': (call, event, at) =>
    call.lostSince === null ? 'ignored' : { ...withNote(call, at, event), lostSince: null, quietSince: at },
  'caller.startedSpeaking': (call, event, at) => {
    const turns = insertTurn(call.turns, newTurn(event.itemId, at, 'speaking'), null);
    return turns === call.turns
      ? 'ignored'
      : { ...call, callerSpeaking: true, callerSpeakingSince: at, quietSince: null, turns };
  },
  'caller.stoppedSpeaking': (call, event, at) => {
    const quiet = callerFellSilent(call, at);
    const stopped = said(quiet, event.itemId, transcribing);
    return stopped === 'ignored' && quiet !== call ? quiet : stopped;
  },
  'caller.finishedTurn': (call, event, at) => {
    const turns = insertTurn(call.turns, newTurn(event.itemId, at, 'transcribing'), event.after);
    const moved = moveTurn(turns, event.itemId, event.after);
    // A turn that stands where it should and was told of already is no mistake.
    return { ...call, turns: updateTurn(moved, 'caller', event.itemId, transcribing) };
  },
  'caller.transcriptGrew': (call, event) =>
    said(call, event.itemId, (turn) =>
      turn.state === 'final' ? turn : { ...turn, text: grow(turn.text, event.delta) },
    ),
  'caller.transcribed': (call, { itemId, text: words, languages, costUsd = 0 }) => {
    const heard = languages === undefined ? {} : { languages };
    const known = said(call, itemId, (turn) => ({ ...turn, state: 'final', text: words, ...heard }));
    return known === 'ignored' ? known : { ...known, costUsd: known.costUsd + costUsd };
  },
  'caller.transcriptFailed': (call, event) =>
    said(call, event.itemId, (turn) => (turn.state === 'final' ? turn : { ...turn, state: 'failed' })),
  'caller.streamFailed': (call, event, at) => withNote(call, at, event),
  'caller.wasIdle': (call, event, at) => withNote(call, at, event),
  'caller.pressedKey': (call, event, at) => withNote(call, at, event),
  'caller.pressedSecretKey': (call, event, at) => withNote(call, at, event),
};

function newTurn(id: string, at: number, state: CallerTurn['state']): CallerTurn {
  return { kind: 'caller', id, at, state, text: '' };
}

function transcribing(turn: CallerTurn): CallerTurn {
  return turn.state === 'speaking' ? { ...turn, state: 'transcribing' } : turn;
}

function said(call: Call, itemId: string, change: (turn: CallerTurn) => CallerTurn): Call | 'ignored' {
  return withTurns(call, updateTurn(call.turns, 'caller', itemId, change));
}
