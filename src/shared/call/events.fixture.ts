import * as fc from 'fast-check';
import { CALL_LIMITS, LIMIT_ACTS } from '../agent/agent-limits';
import { PROFILE_FIELD_NAMES } from '../agent/profile-fields';
import { GO_LIVE_STEPS } from '../line/go-live-step';
import { LINE_PROBLEMS } from '../line/line-problem';
import { END_REASONS, MODEL_FAILURES } from './events/call';
import type { CallEvent, DeskEvent, Recorded } from './events';
import { FLOOR_CHANGES, FLOORS, MICROPHONES, OPERATOR_LOSSES, TRANSFER_FAILURES } from './events/operator';
import { TRANSFER_WAYS } from '../tool/transfer-way';
import { toolFields } from './tool-events.fixture';
import { SIGNING_FAULTS } from '../line/signing-fault';

/** Few ids, so that generated events meet: they double, contradict and overtake each other. */
const itemId = fc.constantFrom('item_a', 'item_b', 'item_c', 'item_d', 'note_1_5');
const after = fc.option(itemId, { nil: null });
const whisperId = fc.constantFrom('whisper_a', 'item_a');
const responseId = fc.constantFrom('resp_a', 'resp_b');
const callId = fc.constantFrom('call_a', 'call_b', 'call_c');
const number = fc.constantFrom('+14155550134', '+442079460991');
const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const ms = fc.double({ min: 0, max: 1e7, noNaN: true });
const at = fc.integer({ min: 0, max: 4_000_000_000_000 });

const profileFields = fc.subarray([...PROFILE_FIELD_NAMES]);

type Fields<E extends { type: string }, T extends E['type']> = fc.Arbitrary<Omit<Extract<E, { type: T }>, 'type'>>;

const callFields: { readonly [T in CallEvent['type']]: Fields<CallEvent, T> } = {
  'call.rang': fc.record({
    from: text,
    to: number,
    agent: fc.constant({ id: 'front-desk', name: 'Front desk', version: 1 }),
    carrierCallId: fc.constant('CA0'),
    practice: fc.boolean(),
    caller: fc.option(fc.record({ attested: fc.constantFrom('A', 'failed'), forwardedFrom: number }), {
      nil: undefined,
    }),
  }),
  'call.dismissed': fc.constant({}),
  'call.ended': fc.record(
    {
      by: fc.constantFrom('caller', 'agent', 'operator', 'switchboard'),
      reason: fc.constantFrom(...END_REASONS),
      detail: text,
    },
    { requiredKeys: ['by', 'reason'] },
  ),
  'caller.connected': fc.constant({}),
  'caller.wasLost': fc.constant({}),
  'caller.cameBack': fc.record({ awayMs: ms }),
  'caller.startedSpeaking': fc.record({ itemId }),
  'caller.stoppedSpeaking': fc.record({ itemId }),
  'caller.finishedTurn': fc.record({ itemId, after }),
  'caller.transcriptGrew': fc.record({ itemId, delta: text }),
  'caller.transcribed': fc.record({ itemId, text }),
  'caller.transcriptFailed': fc.record({ itemId, detail: text }),
  'caller.pressedKey': fc.record({ digit: fc.constantFrom('0', '9', '*', '#', 'A') }),
  'caller.pressedSecretKey': fc.constant({}),
  'caller.wasIdle': fc.record({ silentMs: ms }),
  'caller.streamFailed': fc.record({ code: fc.integer({ min: 10_000, max: 99_999 }) }),
  'model.connecting': fc.record({ model: text }),
  'model.ready': fc.record({ sessionId: fc.constant('sess'), connectMs: ms }),
  'model.warned': fc.record({ code: text, detail: text }),
  'model.failed': fc.record({ failure: fc.constantFrom(...MODEL_FAILURES), detail: text }),
  'agent.startedResponse': fc.record({ responseId }),
  'agent.finishedResponse': fc.record(
    {
      responseId,
      status: fc.constantFrom('completed', 'cancelled', 'incomplete', 'failed'),
      detail: text,
      costUsd: fc.double({ min: 0, max: 10, noNaN: true }),
    },
    { requiredKeys: ['responseId', 'status'] },
  ),
  'agent.openedTurn': fc.record({ responseId, itemId, after }),
  'agent.transcriptGrew': fc.record({ itemId, delta: text }),
  'agent.transcribed': fc.record({ itemId, text }),
  'agent.startedSpeaking': fc.record({ itemId, replyMs: ms }, { requiredKeys: ['itemId'] }),
  'agent.finishedAudio': fc.record({ itemId, audioMs: ms }),
  'agent.wasHeard': fc.record({ itemId, heardMs: ms }),
  'agent.interrupted': fc.record({
    by: fc.constantFrom('caller', 'operator'),
    cuts: fc.array(fc.record({ itemId, contentIndex: fc.nat(3), heardMs: ms, sentMs: ms }), { maxLength: 3 }),
  }),
  ...toolFields,
  'call.progressed': fc.record({ state: fc.constantFrom('queued', 'ringing', 'answered', 'answered-by-machine') }),
  'floor.changed': fc.record({ floor: fc.constantFrom(...FLOORS), why: fc.constantFrom(...FLOOR_CHANGES) }),
  'operator.listened': fc.constant({}),
  'operator.stoppedListening': fc.constant({}),
  'operator.whispered': fc.record({
    whisperId,
    way: fc.constantFrom('whisper', 'say'),
    text: fc.string({ minLength: 1, maxLength: 40 }),
    spoken: fc.boolean(),
  }),
  'whisper.delivered': fc.record({ whisperId }),
  'whisper.used': fc.record({ whisperId, itemId }),
  'whisper.failed': fc.record({ whisperId, detail: text }),
  'operator.tookOver': fc.record(
    { microphone: fc.constantFrom(...MICROPHONES), consoleId: whisperId },
    { requiredKeys: ['microphone'] },
  ),
  'operator.muted': fc.constant({}),
  'operator.unmuted': fc.constant({}),
  'operator.lost': fc.record({ loss: fc.constantFrom(...OPERATOR_LOSSES) }),
  'operator.cameBack': fc.constant({}),
  'operator.startedSpeaking': fc.record({ turnId: whisperId, after }),
  'operator.stoppedSpeaking': fc.record({ turnId: whisperId }),
  'operator.transcribed': fc.record({ turnId: whisperId, text }),
  'operator.transcriptFailed': fc.record({ turnId: whisperId, detail: text }),
  'operator.handedBack': fc.record({ brief: text, speaksFirst: fc.boolean() }),
  'operator.pressedKeys': fc.record({ digits: fc.constantFrom('1', '12#') }),
  'transfer.began': fc.record({
    to: number,
    way: fc.constantFrom(...TRANSFER_WAYS),
    by: fc.constantFrom('operator', 'agent'),
  }),
  'transfer.failed': fc.record({ failure: fc.constantFrom(...TRANSFER_FAILURES) }),
  'agent.wasChanged': fc.record({ version: fc.nat(9), name: text, applied: profileFields, kept: profileFields }),
  'agent.changeRefused': fc.record({ version: fc.nat(9), detail: text }),
  'limit.reached': fc.record({ limit: fc.constantFrom(...CALL_LIMITS), act: fc.constantFrom(...LIMIT_ACTS) }),
  'leg.degraded': fc.record({
    leg: fc.constantFrom('caller', 'model', 'operator'),
    fault: fc.constantFrom('gap-filled', 'queue-full', 'malformed-frame', 'unknown-frame', 'slow-reader'),
    detail: text,
  }),
};

const deskFields: { readonly [T in DeskEvent['type']]: Fields<DeskEvent, T> } = {
  'line.changed': fc.record(
    {
      number,
      state: fc.constantFrom('off', 'going live', 'live', 'degraded'),
      agentName: text,
      step: fc.constantFrom(...GO_LIVE_STEPS),
      problem: fc.constantFrom(...LINE_PROBLEMS),
      detail: text,
    },
    { requiredKeys: ['number', 'state', 'agentName'] },
  ),
  'line.removed': fc.record({ number }),
  'signing.changed': fc.record({ fault: fc.constantFrom(...SIGNING_FAULTS) }, { requiredKeys: [] }),
  'tunnel.changed': fc.record(
    {
      kind: fc.constantFrom('ngrok', 'own-url', 'this-machine'),
      state: fc.constantFrom('off', 'connecting', 'ok', 'failing'),
      publicUrl: text,
    },
    { requiredKeys: ['kind', 'state'] },
  ),
  'tunnel.carried': fc.record({ month: fc.constantFrom('2026-10', '2026-11'), callMs: ms, calls: fc.nat() }),
  'agents.changed': fc.record(
    {
      agentId: fc.constantFrom('front-desk', null),
      name: text,
      change: fc.constantFrom('created', 'drafted', 'published', 'removed', 'assigned'),
      version: fc.integer({ min: 1, max: 9 }),
      number: fc.option(number, { nil: null }),
    },
    { requiredKeys: ['agentId', 'name', 'change'] },
  ),
  'modelService.changed': fc.record(
    {
      model: text,
      state: fc.constantFrom('unproven', 'ok', 'failing'),
      check: fc.constantFrom('ok', 'no-key', 'unreachable'),
    },
    { requiredKeys: ['model', 'state'] },
  ),
  'journal.changed': fc.record(
    {
      state: fc.constantFrom('ok', 'behind'),
      code: text,
      lost: fc.nat(1000),
      refused: fc.nat(1000),
      setAside: text,
    },
    { requiredKeys: ['state', 'lost', 'refused'] },
  ),
};

/** Each record's value with its key as `type`: one arbitrary over the whole union. */
function oneOfEach<E>(fields: Readonly<Record<string, fc.Arbitrary<object>>>): fc.Arbitrary<E> {
  const each = Object.entries(fields).map(([type, rest]) => rest.map((value) => ({ type, ...value })));
  return fc.oneof(...each) as fc.Arbitrary<unknown> as fc.Arbitrary<E>;
}

/** Any fact of a call. */
export const anyCallEvent = oneOfEach<CallEvent>(callFields);

const anyDeskEvent = oneOfEach<DeskEvent>(deskFields);

type Unnumbered = { readonly at: number; readonly callId: string | null; readonly event: CallEvent | DeskEvent };

const rang = callFields['call.rang'].map((rest): CallEvent => ({ type: 'call.rang', ...rest }));

/** Calls ring often, else most events would only be counted as events of unknown calls. */
const anyUnnumbered: fc.Arbitrary<Unnumbered> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ at, callId, event: anyCallEvent }) },
  { weight: 2, arbitrary: fc.record({ at, callId, event: rang }) },
  { weight: 1, arbitrary: fc.record({ at, callId: fc.constant(null), event: anyDeskEvent }) },
);

function numbered(events: readonly Unnumbered[]): readonly Recorded[] {
  return events.map((each, index) => ({ seq: index + 1, ...each }) as Recorded);
}

/** Any journal: numbered from 1, in any order of facts, most of them nonsense. */
export const anyJournal: fc.Arbitrary<readonly Recorded[]> = fc
  .array(anyUnnumbered, { maxLength: 120, size: 'max' })
  .map(numbered);

/** A journal of one call that has rung. */
export const anyCallJournal: fc.Arbitrary<readonly Recorded[]> = fc
  .tuple(rang, fc.array(fc.record({ at, event: anyCallEvent }), { maxLength: 80, size: 'max' }))
  .map(([first, rest]) =>
    numbered([{ at: 0, callId: 'call_a', event: first }, ...rest.map((each) => ({ ...each, callId: 'call_a' }))]),
  );
