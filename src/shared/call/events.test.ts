import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toolsWaiting } from './attention';
import type { Call } from './call';
import { reduceCall, type CallEvent, type Recorded, type RecordedCallEvent } from './events';
import { anyCallEvent, anyCallJournal } from './events.fixture';

const RANG: CallEvent = {
  type: 'call.rang',
  from: '+12125550187',
  to: '+14155550134',
  agent: { id: 'front-desk', name: 'Front desk', version: 1 },
  carrierCallId: 'CA1',
  practice: false,
};

function isOfCall(recorded: Recorded): recorded is RecordedCallEvent {
  return recorded.callId !== null;
}

function fold(journal: readonly Recorded[]): Call {
  const call = journal.filter(isOfCall).reduce<Call | undefined>(reduceCall, undefined);
  if (call === undefined) throw new Error('the journal does not begin with a ring');
  return call;
}

/** The call after these facts, one second apart, from second 0. */
function after(...events: readonly CallEvent[]): Call {
  return fold([RANG, ...events].map((event, i): Recorded => ({ seq: i + 1, at: i * 1000, callId: 'c', event })));
}

describe('reduceCall', () => {
  it('begins with a ring and with nothing else', () => {
    fc.assert(
      fc.property(anyCallEvent, (event) => {
        const call = reduceCall(undefined, { seq: 1, at: 0, callId: 'c', event });
        expect(call === undefined).toBe(event.type !== 'call.rang');
      }),
    );
  });

  it('never changes an ended call, but for what came too late, was left to do, or the carrier says of its stream', () => {
    fc.assert(
      fc.property(anyCallJournal, anyCallEvent, (journal, late) => {
        const ended = fold([
          ...journal,
          {
            seq: 1000,
            at: 5e12,
            callId: 'call_a',
            event: { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' },
          },
        ]);
        const then = reduceCall(ended, { seq: 1001, at: 6e12, callId: 'call_a', event: late });
        const isDismissal = late.type === 'call.dismissed' && !ended.isDismissed;
        if (late.type === 'caller.streamFailed') expect({ ...then, turns: then.turns.slice(0, -1) }).toEqual(ended);
        else
          expect(then).toEqual(
            isDismissal ? { ...ended, isDismissed: true } : { ...ended, ignored: ended.ignored + 1 },
          );
      }),
    );
  });

  it('leaves nothing pending, speaking or on the floor when the call is over', () => {
    fc.assert(
      fc.property(anyCallJournal, (journal) => {
        const call = fold([
          ...journal,
          {
            seq: 1000,
            at: 5e12,
            callId: 'call_a',
            event: { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' },
          },
        ]);
        expect(call.floor).toBe('nobody');
        expect(call.callerSpeaking).toBe(false);
        expect(toolsWaiting(call)).toEqual([]);
        for (const turn of call.turns) {
          if (turn.kind === 'agent') expect(['heard', 'cut']).toContain(turn.speech.state);
          if (turn.kind === 'caller') expect(['final', 'failed']).toContain(turn.state);
          if (turn.kind === 'tool') expect(turn.outcome.state).not.toBe('pending');
        }
      }),
    );
  });

  it('holds each conversation item once', () => {
    fc.assert(
      fc.property(anyCallJournal, (journal) => {
        const ids = fold(journal).turns.map((turn) => turn.id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('takes a doubled fact for nothing, where the fact names what it is about', () => {
    const unnamed = new Set<CallEvent['type']>([
      'caller.transcriptGrew',
      'agent.transcriptGrew',
      'agent.finishedResponse',
      'caller.pressedKey',
      'caller.pressedSecretKey',
      'caller.wasIdle',
      'caller.streamFailed',
      'model.warned',
      'model.failed',
      'leg.degraded',
      'agent.changeRefused',
      'limit.reached',
      'operator.listened',
      'operator.stoppedListening',
      'operator.handedBack',
      'operator.pressedKeys',
    ]);
    fc.assert(
      fc.property(anyCallJournal, anyCallEvent, (journal, event) => {
        fc.pre(!unnamed.has(event.type) && !(event.type === 'agent.interrupted' && event.cuts.length === 0));
        const once = fold([...journal, { seq: 1000, at: 5e12, callId: 'call_a', event }]);
        const twice = reduceCall(once, { seq: 1001, at: 6e12, callId: 'call_a', event });
        expect({ ...twice, ignored: 0 }).toEqual({ ...once, ignored: 0 });
      }),
      { numRuns: 500 },
    );
  });

  it('never counts what cannot be: negative or unreal times and money', () => {
    fc.assert(
      fc.property(anyCallJournal, (journal) => {
        const { talkMs, costUsd, turns } = fold(journal);
        for (const value of [talkMs.caller, talkMs.agent, costUsd]) expect(value).toBeGreaterThanOrEqual(0);
        for (const turn of turns) {
          if (turn.kind === 'tool' && turn.outcome.state !== 'pending') {
            expect(turn.outcome.tookMs).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('goes through its phases in order only', () => {
    expect(after({ type: 'model.ready', sessionId: 's', connectMs: 1 })).toMatchObject({
      phase: { name: 'ringing' },
      ignored: 1,
    });
    expect(after({ type: 'caller.connected' }).phase).toEqual({ name: 'connecting' });
    expect(after({ type: 'caller.connected' }, { type: 'model.ready', sessionId: 's', connectMs: 1 })).toMatchObject({
      phase: { name: 'live', since: 2000 },
      floor: 'agent',
      ignored: 0,
    });
  });

  it('is not quiet while the agent speaks on over a caller who has finished, or over its own last words', () => {
    const speaks: readonly CallEvent[] = [
      { type: 'agent.openedTurn', responseId: 'r', itemId: 'a', after: null },
      { type: 'agent.startedSpeaking', itemId: 'a' },
      { type: 'caller.startedSpeaking', itemId: 'cough' },
      { type: 'caller.stoppedSpeaking', itemId: 'cough' },
      { type: 'agent.openedTurn', responseId: 'r', itemId: 'b', after: 'a' },
      { type: 'agent.startedSpeaking', itemId: 'b' },
      { type: 'agent.wasHeard', itemId: 'a', heardMs: 3000 },
    ];
    expect(after(...speaks.slice(0, 4)).quietSince).toBeNull();
    expect(after(...speaks).quietSince).toBeNull();
    expect(after(...speaks, { type: 'agent.wasHeard', itemId: 'b', heardMs: 1000 }).quietSince).toBe(8000);
  });

  it('has its agent again when another model is ready in place of the one that was lost', () => {
    const lost: readonly CallEvent[] = [
      { type: 'caller.connected' },
      { type: 'model.ready', sessionId: 's', connectMs: 1 },
      { type: 'model.failed', failure: 'lost', detail: 'gone' },
    ];
    expect(after(...lost).isAgentGone).toBe(true);
    expect(after(...lost, { type: 'model.ready', sessionId: 's2', connectMs: 1 })).toMatchObject({
      isAgentGone: false,
      phase: { name: 'live', since: 2000 },
      ignored: 0,
    });
  });

  it('orders turns by their place in the conversation, whenever their words arrive', () => {
    const call = after(
      { type: 'caller.startedSpeaking', itemId: 'q1' },
      { type: 'caller.stoppedSpeaking', itemId: 'q1' },
      { type: 'caller.finishedTurn', itemId: 'q1', after: null },
      { type: 'agent.openedTurn', responseId: 'r1', itemId: 'a1', after: 'q1' },
      {
        type: 'tool.called',
        toolCallId: 't',
        itemId: 'f1',
        after: 'a1',
        name: 'look',
        arguments: '{}',
        kind: 'operator',
        timeoutMs: 1,
      },
      { type: 'agent.openedTurn', responseId: 'r1', itemId: 'a0', after: 'q1' },
      { type: 'caller.transcribed', itemId: 'q1', text: 'Where is my order?' },
    );
    expect(call.turns.map((turn) => turn.id)).toEqual(['q1', 'a0', 'a1', 'f1']);
  });

  it('keeps what was heard apart from what was cut', () => {
    const call = after(
      { type: 'agent.openedTurn', responseId: 'r', itemId: 'a', after: null },
      { type: 'agent.startedSpeaking', itemId: 'a', replyMs: 640 },
      { type: 'agent.interrupted', by: 'caller', cuts: [{ itemId: 'a', contentIndex: 0, heardMs: 900, sentMs: 4000 }] },
      { type: 'agent.wasHeard', itemId: 'a', heardMs: 4000 },
    );
    expect(call.turns).toMatchObject([
      { replyMs: 640, speech: { state: 'cut', heardMs: 900, sentMs: 4000, by: 'caller' } },
    ]);
    expect(call.talkMs.agent).toBe(900);
  });
});
