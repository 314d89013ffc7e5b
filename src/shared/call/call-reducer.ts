import { assertNever } from '../std/assert-never';
import { applyAgentFact, isAgentFact } from './agent-acts';
import { rang, withNote, type Call } from './call';
import { applyCallerFact, callerFellSilent, isCallerFact } from './caller-acts';
import type { CallEvent, RecordedCallEvent } from './events';
import { applyOperatorFact, isOperatorFact } from './operator-acts';
import { settlePending } from './settled';
import { applySpeechFact, isSpeechFact } from './speech-acts';
import { applyToolFact, isToolFact } from './tool-acts';

const LEG_NAMES = { caller: 'Caller’s phone', model: 'Model', operator: 'Operator’s microphone' } as const;

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

function applyEvent(call: Call, event: CallEvent, at: number): Call {
  if (isCallerFact(event)) return applyCallerFact(call, event, at);
  if (isSpeechFact(event)) return applySpeechFact(call, event, at);
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
        ...callerFellSilent(call, at),
        operator: null,
        listeners: 0,
        transfer: null,
        quietSince: null,
        thinking: null,
        phase: { name: 'ended', at, by: event.by, reason: event.reason, detail: event.detail ?? null },
        floor: 'nobody',
        turns: settlePending(call.turns, at),
      };
    case 'model.connecting':
      // Nothing that a view shows, and no mistake either.
      return { ...call };
    case 'model.ready':
      return call.phase.name === 'connecting'
        ? { ...call, phase: { name: 'live', since: at }, floor: 'agent', quietSince: at }
        : call;
    case 'model.complained':
      return withNote(call, at, `The model reported ${event.code}`);
    case 'model.failed':
      return { ...withNote(call, at, `The model leg failed: ${event.failure}. ${event.detail}`), isAgentGone: true };
    case 'leg.faltered':
      return withNote(call, at, falteredWords(event));
    default:
      return assertNever(event);
  }
}

/** Whatever an operator does to a call, a person looks at it. */
function attended(next: Call, call: Call): Call {
  return next === call || next.raised === null ? next : { ...next, raised: null };
}

/** A limit that acted tells itself what it did; a frame has only a name. */
function falteredWords({ leg, fault, detail }: Extract<CallEvent, { type: 'leg.faltered' }>): string {
  const isFrame = fault === 'malformed-frame' || fault === 'unknown-frame';
  return isFrame ? `${LEG_NAMES[leg]}, ${fault.replaceAll('-', ' ')}: ${detail}` : `${LEG_NAMES[leg]}: ${detail}`;
}
