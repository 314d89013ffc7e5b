import { z } from 'zod';
import { CALL_LIMITS, LIMIT_ACTS } from '../../agent/agent-limits';
import { assertNever } from '../../std/assert-never';
import { callerFellSilent, withNote, type Call, type Reducers } from '../call';
import { detail, fact, id, ms } from '../fact';
import type { Transcript, Turn } from '../transcript';

/** Reasons for the end of a call, in the caller's terms. Every vendor's reason is mapped to one of these. */
export const END_REASONS = [
  'caller-hung-up',
  'caller-never-arrived',
  'caller-lost',
  'agent-hung-up',
  'operator-ended',
  'model-unreachable',
  'model-refused',
  'model-lost',
  'model-silent',
  'longest-call-reached',
  'longest-silence-reached',
  'spend-limit-reached',
  'switchboard-stopped',
  'switchboard-crashed',
  'switchboard-faulted',
  'transferred',
  'callee-busy',
  'callee-did-not-answer',
  'callee-not-reachable',
  'callee-was-machine',
  'operator-left',
] as const;

/** Reasons for which the model leg cannot serve the call. */
export const MODEL_FAILURES = ['unreachable', 'refused', 'lost', 'silent', 'expired', 'misconfigured'] as const;

/** Statement of the carrier about a caller; a caller can have chosen any of it but `attested`. */
const callerFacts = z.object({
  /** Name in the directory of the caller's number. */
  name: z.string().min(1).max(80).optional(),
  /**
   * STIR/SHAKEN attestation: `A` when the caller's carrier vouches for the number, `B` for the customer alone, `C` for neither;
   * `failed` when the signature does not fit the call.
   */
  attested: z.enum(['A', 'B', 'C', 'failed']).optional(),
  /** Number that was called first and forwarded the call to us. */
  forwardedFrom: z.string().min(1).max(64).optional(),
});

/** Schemas of a call's beginning and end, of how its legs fare, and of the limits it reaches. */
export const LIFECYCLE_EVENTS = [
  fact('call.rang', {
    from: z.string().max(64),
    to: z.string().max(64),
    agent: z.object({ id, name: z.string().max(120), version: z.number().int().nonnegative() }),
    carrierCallId: id,
    practice: z.boolean(),
    /** Absent in records of before there were calls out: the caller rang us. */
    direction: z.enum(['in', 'out']).optional(),
    caller: callerFacts.optional(),
  }),
  /** A call out: the carrier says how far the other end is before it is answered, and who answered. */
  fact('call.progressed', { state: z.enum(['queued', 'ringing', 'answered', 'answered-by-machine']) }),
  fact('call.ended', {
    by: z.enum(['caller', 'agent', 'operator', 'switchboard']),
    reason: z.enum(END_REASONS),
    detail: detail.optional(),
  }),
  /** Somebody took care of what an ended call left to do, or saw that there is nothing. */
  fact('call.dismissed', {}),

  fact('model.connecting', { model: z.string().max(120) }),
  fact('model.ready', { sessionId: id, connectMs: ms }),
  /** The model answered with an error the call survives. */
  fact('model.warned', { code: z.string().max(120), detail }),
  /** The model failed the call. `isReplaced`: another one is being connected, which goes on where it was. */
  fact('model.failed', { failure: z.enum(MODEL_FAILURES), detail, isReplaced: z.boolean().optional() }),

  /** A limit acted or a frame was not what the wire promises. Written once when it starts, not per frame. */
  fact('leg.degraded', {
    leg: z.enum(['caller', 'model', 'operator']),
    fault: z.enum(['gap-filled', 'queue-full', 'malformed-frame', 'unknown-frame', 'slow-reader']),
    detail,
  }),

  fact('limit.reached', { limit: z.enum(CALL_LIMITS), act: z.enum(LIMIT_ACTS) }),
] as const;

type LifecycleEvent = z.infer<(typeof LIFECYCLE_EVENTS)[number]>;

export type CallerFacts = Readonly<z.infer<typeof callerFacts>>;
/** The event that begins a call. */
export type RangEvent = Extract<LifecycleEvent, { type: 'call.rang' }>;
/** End of a call: the party that ended it, and the reason. */
export type CallEnd = Omit<Extract<LifecycleEvent, { type: 'call.ended' }>, 'type'>;
export type EndReason = (typeof END_REASONS)[number];
export type ModelFailure = (typeof MODEL_FAILURES)[number];

/** Makes the call that a ring begins. */
export function rang(callId: string, event: RangEvent, at: number): Call {
  const { from, to, agent, carrierCallId, practice, direction = 'in', caller = null } = event;
  return {
    id: callId,
    from,
    to,
    agent,
    agentChange: null,
    raised: null,
    carrierCallId,
    practice,
    direction,
    caller,
    progress: null,
    rangAt: at,
    phase: { name: 'ringing' },
    floor: 'nobody',
    floorChange: null,
    operator: null,
    listeners: 0,
    transfer: null,
    lostSince: null,
    callerSpeaking: false,
    turns: [],
    replyMs: [],
    interruptions: 0,
    costUsd: 0,
    isCostKnown: true,
    talkMs: { caller: 0, agent: 0 },
    callerSpeakingSince: null,
    quietSince: null,
    thinking: null,
    isDismissed: false,
    isAgentGone: false,
    switchedOff: [],
    ignored: 0,
  };
}

/** Reducers of lifecycle events. */
export const lifecycleReducers: Reducers<LifecycleEvent> = {
  'call.rang': () => 'ignored',
  'call.progressed': (call, event) => (call.progress === event.state ? 'ignored' : { ...call, progress: event.state }),
  'call.ended': (call, event, at) => ({
    ...callerFellSilent(call, at),
    operator: null,
    listeners: 0,
    transfer: null,
    lostSince: null,
    quietSince: null,
    thinking: null,
    phase: { name: 'ended', at, by: event.by, reason: event.reason, detail: event.detail ?? null },
    floor: 'nobody',
    turns: settlePending(call.turns, at),
  }),
  'call.dismissed': (call) =>
    call.phase.name !== 'ended' || call.isDismissed ? 'ignored' : { ...call, isDismissed: true },
  // Nothing that a view shows, and no mistake either.
  'model.connecting': (call) => call,
  'model.ready': (call, _event, at) => {
    if (call.phase.name === 'connecting')
      return { ...call, phase: { name: 'live', since: at }, floor: 'agent', quietSince: at, isAgentGone: false };
    // Another model has taken the place of the one that was lost.
    return call.isAgentGone ? { ...call, isAgentGone: false } : 'ignored';
  },
  'model.warned': (call, event, at) => withNote(call, at, event),
  'model.failed': (call, event, at) => {
    const { turns, ...rest } = callerFellSilent(call, at);
    const isHeardAgain = (turn: Turn): boolean =>
      event.isReplaced === true && turn.kind === 'caller' && turn.state !== 'final' && turn.text === '';
    const settled = {
      ...rest,
      turns: turns.filter((turn) => !isHeardAgain(turn)).map(unheardByModel),
      thinking: null,
    };
    return { ...withNote(settled, at, event), isAgentGone: true };
  },
  'leg.degraded': (call, event, at) => withNote(call, at, event),
  'limit.reached': (call, event, at) => {
    const noted = withNote(call, at, event);
    return event.act === 'raise-to-operator' ? { ...noted, raised: { limit: event.limit, since: at } } : noted;
  },
};

/** The turns of a call that is over: nothing is pending, words that never played were not heard, tools will not be answered. */
function settlePending(turns: Transcript, at: number): Transcript {
  return turns.map((turn): Turn => {
    switch (turn.kind) {
      case 'caller':
        return turn.state === 'speaking' || turn.state === 'transcribing'
          ? { ...turn, state: turn.text === '' ? 'failed' : 'final' }
          : turn;
      case 'agent':
        return settleSpeech(turn, at);
      case 'tool':
        return turn.outcome.state === 'pending'
          ? {
              ...turn,
              outcome: {
                state: 'failed',
                failure: 'call-ended',
                detail: 'The call ended first',
                tookMs: Math.max(0, at - turn.at),
              },
            }
          : turn;
      case 'operator':
        return turn.state === 'speaking' || turn.state === 'transcribing'
          ? { ...turn, state: turn.text === '' ? 'failed' : 'final' }
          : turn;
      case 'whisper':
        return turn.receipt.state === 'sent'
          ? { ...turn, receipt: { state: 'failed', detail: 'The call ended first' } }
          : turn;
      case 'note':
        return turn;
      default:
        return assertNever(turn);
    }
  });
}

/** A turn when the model is lost: nobody will write down what the caller was saying, nor speak what the phone has nothing of. */
function unheardByModel(turn: Turn): Turn {
  if (turn.kind === 'caller' && (turn.state === 'speaking' || turn.state === 'transcribing'))
    return { ...turn, state: 'failed' };
  return turn.kind === 'agent' && turn.speech.state === 'waiting' && turn.audioMs === null
    ? { ...turn, audioMs: 0, speech: { state: 'cut', heardMs: 0, sentMs: 0, by: 'caller' } }
    : turn;
}

function settleSpeech(turn: Extract<Turn, { kind: 'agent' }>, at: number): Turn {
  if (turn.speech.state === 'heard' || turn.speech.state === 'cut') return turn;
  const playedMs = turn.speech.state === 'speaking' ? Math.max(0, at - turn.speech.since) : 0;
  const sentMs = turn.audioMs ?? playedMs;
  return {
    ...turn,
    audioMs: sentMs,
    speech: { state: 'cut', heardMs: Math.min(playedMs, sentMs), sentMs, by: 'caller' },
  };
}
