import { LIMIT_NAMES } from '../../shared/agent/agent-limits';
import { PROFILE_FIELDS, type ProfileField } from '../../shared/agent/profile-fields';
import type { NotedEvent } from '../../shared/call/events';
import type { ModelFailure } from '../../shared/call/events/call';
import { streamErrorLabels } from '../../shared/line/stream-error';

type EventOf<T extends NotedEvent['type']> = Extract<NotedEvent, { readonly type: T }>;

const LEG_NAMES = { caller: 'Caller’s phone', model: 'Model', operator: 'Operator’s microphone' } as const;

const MODEL_FAILURES: Readonly<Record<ModelFailure, string>> = {
  unreachable: 'The model could not be reached',
  refused: 'The model service refused the call',
  lost: 'The model was lost',
  silent: 'The model gave no answer',
  expired: 'The model’s session came to its end',
  misconfigured: 'The model did not take the agent’s settings',
};

const LABELS: { readonly [T in NotedEvent['type']]: (event: EventOf<T>) => string } = {
  'caller.pressedKey': ({ digit }) => `Caller pressed ${digit}`,
  'caller.pressedSecretKey': () => 'Caller pressed a secret key',
  'caller.wasIdle': ({ silentMs }) =>
    `The caller said nothing for ${String(Math.round(silentMs / 1000))} s; the agent asks again`,
  'caller.cameBack': ({ awayMs }) =>
    `The caller’s connection was lost; they were back after ${String(Math.max(1, Math.round(awayMs / 1000)))} s`,
  'caller.streamFailed': ({ code }) => {
    const { sentence, remedy } = streamErrorLabels(code);
    return `Twilio’s error ${String(code)}: ${sentence} ${remedy}`;
  },
  'model.warned': ({ code }) => `The model reported ${code}`,
  'model.failed': ({ failure, detail, isReplaced }) =>
    `${MODEL_FAILURES[failure]}: ${detail}.${isReplaced === true ? ' Another session takes over.' : ''}`,
  'leg.degraded': legLabel,
  'agent.wasChanged': changeLabel,
  'agent.changeRefused': ({ version, detail }) =>
    `The model did not take version ${String(version)} of the agent. ${detail}`,
  'limit.reached': ({ limit, act }) => {
    const asks = act === 'raise-to-operator';
    const then = asks ? 'An operator is asked; the call goes on.' : 'The agent says goodbye.';
    return `The agent’s limit was reached: ${LIMIT_NAMES[limit]}. ${then}`;
  },
  'floor.changed': () => 'The operator could not be heard any more; the agent has the call again',
  'operator.handedBack': ({ brief }) =>
    brief === '' ? 'Handed back to the agent' : `Handed back to the agent: ${brief}`,
  'operator.pressedKeys': ({ digits }) => `The operator pressed ${digits}`,
  'transfer.began': ({ to }) => `Transferring to ${to}`,
  'transfer.failed': ({ to, failure }) => `The transfer to ${to} failed: ${failure.replaceAll('-', ' ')}`,
};

/** Words a note of the transcript, from the event it is about. */
export function noteLabel(event: NotedEvent): string {
  return labelOf(event.type, event);
}

function labelOf<T extends NotedEvent['type']>(type: T, event: EventOf<T>): string {
  return LABELS[type](event);
}

function changeLabel({ version, applied, kept }: EventOf<'agent.wasChanged'>): string {
  const names = (fields: readonly ProfileField[]): string =>
    fields.map((field) => PROFILE_FIELDS[field].toLowerCase()).join(', ');
  const stays = kept.length === 0 ? '' : ` As it was for this call: ${names(kept)}.`;
  return `Version ${String(version)} of the agent was applied to this call: ${names(applied)}.${stays}`;
}

/** A limit that acted tells by itself what it did; a frame has only a name. */
function legLabel({ leg, fault, detail }: EventOf<'leg.degraded'>): string {
  const isFrame = fault === 'malformed-frame' || fault === 'unknown-frame';
  return isFrame ? `${LEG_NAMES[leg]}, ${fault.replaceAll('-', ' ')}: ${detail}` : `${LEG_NAMES[leg]}: ${detail}`;
}
