import type { ModelEvent } from '../ports/ports';
import { describe, expect, it } from 'vitest';
import { CallRig, type Caller } from './call.fixture';

/** Nothing of the call is left: no timer, no model leg. */
function expectNothingLeft(rig: CallRig): void {
  rig.clock.advance(0);
  expect(rig.models.openLegs).toBe(0);
  expect(rig.exchange.calls.size).toBe(0);
  rig.clock.advance(20_000);
  expect(rig.clock.pendingTimers).toBe(0);
}

describe('a model that fails', () => {
  it('3c.31 at connect: the carrier tells the caller, and the record says why', async () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.sends(500);
    rig.models.none();
    caller.model.tell({ type: 'failed', failure: 'unreachable', detail: 'no route' });
    caller.sends(3000);
    expect(caller.facts).toEqual([
      'call.rang',
      'caller.connected',
      'model.connecting',
      'model.failed',
      'model.failed',
      'call.ended',
    ]);
    expect(caller.fact('call.ended')).toEqual({
      type: 'call.ended',
      by: 'switchboard',
      reason: 'model-unreachable',
      detail: 'no model',
    });
    expect(rig.wire.at(-1)).toBe('apologise CA1');
    expectNothingLeft(rig);
  });

  it('before connect even returned', () => {
    const rig = new CallRig();
    rig.models.saidAtOnce = [{ type: 'failed', failure: 'refused', detail: 'no key' }];
    expect(() => rig.call()).toThrow('the stream was refused');
    expect(rig.wire).toEqual(['close', 'apologise CA1']);
    expect(rig.journal.at(-1)?.event).toMatchObject({ type: 'call.ended', reason: 'model-refused' });
    expectNothingLeft(rig);
  });

  it('3a.4 for good, in the middle of a sentence', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 5000 });
    caller.sends(500);
    caller.model.tell({ type: 'failed', failure: 'refused', detail: 'closed' });
    expect(rig.wire).toEqual(['close', 'apologise CA1']);
    expect(caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'model-refused' });
    expectNothingLeft(rig);
  });

  it('brings what we fail at: this call ends with an apology, and another one goes on', () => {
    const rig = new CallRig();
    rig.hasPlantedFault = true;
    const caller = rig.greetedCall();
    const other = rig.greetedCall();
    const planted = { type: 'made-up' } as unknown as ModelEvent;
    expect(() => caller.model.tell(planted)).not.toThrow();
    expect(caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'switchboard-faulted' });
    expect(rig.wire).toEqual(['close', 'apologise CA1']);
    other.model.begin('r1', { one: 100 });
    expect(other.facts).toContain('agent.openedTurn');
  });

  it('4.4 never answers: asked once more, then given up', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.callerStarts('c1');
    caller.sends(1000);
    caller.model.callerStops('c1');
    caller.sends(8000);
    expect(rig.wire).toEqual(['create']);
    expect(caller.fact('model.warned')).toMatchObject({ code: 'no_answer' });
    rig.models.none('silent');
    caller.sends(8000);
    expect(rig.wire.slice(0, 2)).toEqual(['create', 'close']);
    expect(caller.call).toMatchObject({ isAgentGone: true, phase: { name: 'live' } });
    caller.sends(20_000);
    expect(rig.wire.at(-1)).toBe('apologise CA1');
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'model-silent' });
    expectNothingLeft(rig);
  });

  it('4.4 stops in the middle of a sentence: it is cancelled and asked again, then given up', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { half: 1000 });
    caller.sends(7900);
    expect(rig.wire).toEqual([]);
    caller.sends(200);
    expect(rig.wire).toEqual(['cancel r1']);
    caller.model.done('r1', 'cancelled');
    expect(rig.wire).toEqual(['cancel r1', 'create']);
    rig.models.none('silent');
    caller.sends(28_000);
    expect(rig.wire.slice(0, 3)).toEqual(['cancel r1', 'create', 'close']);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'model-silent' });
    expectNothingLeft(rig);
  });

  it('4.4 begins a response and says nothing: it is cancelled and asked again', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.begin('mute');
    caller.sends(8000);
    expect(rig.wire).toEqual(['cancel mute']);
    caller.model.done('mute', 'cancelled');
    expect(rig.wire).toEqual(['cancel mute', 'create']);
    caller.model.respond('r2', { answer: 500 });
    caller.sends(60_000);
    expect(rig.wire).toHaveLength(2);
    expect(caller.call.phase.name).toBe('live');
  });

  it('4.3 fails its responses: asked again after a pause, given up at the third', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    rig.models.none('lost');
    for (const id of ['r1', 'r2', 'r3']) {
      caller.model.begin(id);
      caller.model.tell({ type: 'responseDone', responseId: id, status: 'failed', detail: 'rate_limit_exceeded' });
      caller.sends(2000);
    }
    expect(rig.wire.slice(0, 3)).toEqual(['create', 'create', 'close']);
    expect(caller.fact('model.failed')).toMatchObject({ failure: 'lost', detail: 'rate_limit_exceeded' });
    caller.sends(20_000);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'model-lost' });
    expectNothingLeft(rig);
  });

  it('fails in the middle of its words: it is asked to go on, not to say them again', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.model.ready();
    caller.model.begin('r1', { hello: 300 });
    caller.model.done('r1', 'failed');
    caller.sends(1000);
    expect(rig.wire.slice(1)).toEqual(['create']);
  });

  it('does not answer twice when the caller spoke after a failed response', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1');
    caller.model.done('r1', 'failed');
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.respond('r2', { answer: 500 });
    caller.sends(20_000);
    expect(rig.wire).toEqual([]);
  });

  it('4.9 speaks without end: cut after 90 s', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 0 });
    for (let second = 0; second < 120; second += 1) {
      caller.model.audio('r1', 'one', 1000);
      caller.sends(1000);
    }
    caller.model.done('r1', 'cancelled');
    expect(rig.wire).toEqual(['cancel r1', 'truncate one/0 90000']);
    expect(caller.fact('model.warned')).toMatchObject({ code: 'endless_response' });
    expect(caller.fact('agent.finishedAudio')).toBeDefined();
    expect(caller.call.turns.find(({ id }) => id === 'one')).toMatchObject({ speech: { state: 'heard' } });
  });
});

describe('the caller who hangs up', () => {
  /** A whole call, one event after the other; the caller may hang up between any two. */
  const STORY: readonly ((caller: Caller, rig: CallRig) => void)[] = [
    (caller) => caller.sends(200, 0x11),
    (caller) => caller.model.ready(),
    (caller) => caller.model.begin('greeting', { hello: 800 }),
    (caller) => caller.sends(100),
    (caller) => caller.model.audioDone('greeting', 'hello'),
    (caller) => caller.model.done('greeting'),
    (caller) => caller.sends(2000),
    (caller) => caller.model.callerStarts('c1'),
    (caller) => caller.sends(1000, 0x22),
    (caller) => caller.model.tell({ type: 'speechStopped', itemId: 'c1', audioEndMs: 1e6 }),
    (caller) => caller.model.tell({ type: 'callerTurn', itemId: 'c1', after: 'hello' }),
    (caller) => caller.model.begin('r1', { preamble: 600 }),
    (caller) => caller.model.callTool('r1', 't1', 'refund_order'),
    (caller) => caller.model.callTool('r1', 't2', 'lookup_order'),
    (caller) => caller.model.done('r1'),
    (caller, rig) => rig.on(caller.callId, (call) => call.tools.answer('t1', 'done')),
    (caller) => caller.sends(2000),
    (caller) => caller.model.begin('r2', { answer: 3000 }),
    (caller) => caller.sends(400),
    (caller) => caller.model.callerStarts('c2'),
    (caller) => caller.model.audio('r2', 'answer', 500),
    (caller) => caller.model.done('r2', 'cancelled'),
    (caller) => caller.model.callerStops('c2'),
    (caller) => caller.model.begin('r3'),
    (caller) => caller.model.done('r3', 'failed'),
    (caller) => caller.sends(1500),
    (caller) => caller.model.begin('r4', { goodbye: 500 }),
    (caller) => caller.model.callTool('r4', 't3', 'end_call'),
  ];

  it.each(Array.from({ length: STORY.length + 1 }, (_, steps) => steps))(
    '3a.2 after %i events leaves no timer, no model leg and no buffer',
    async (steps) => {
      const rig = new CallRig();
      const caller = rig.call(40);
      for (const step of STORY.slice(0, steps)) step(caller, rig);
      caller.stream.onClosed('stopped');
      expect(caller.fact('call.ended')).toEqual({ type: 'call.ended', by: 'caller', reason: 'caller-hung-up' });
      const recorded = rig.journal.length;
      const sent = caller.phone.commands.length;

      caller.model.isOpen = true;
      caller.model.tell(
        { type: 'ready', sessionId: 'late' },
        { type: 'failed', failure: 'lost', detail: 'late' },
        { type: 'callerTurn', itemId: 'late', after: null },
      );
      caller.model.respond('late', { late: 500 });
      caller.model.callTool('late', 'late', 'refund_order');
      caller.model.close();
      caller.stream.onAudio('////', 0);
      caller.stream.onMark('1:1599');
      caller.stream.onDigit('5');
      caller.stream.onFault('slow-reader', '');
      caller.stream.onClosed('lost');
      await rig.settle();

      expect(rig.journal).toHaveLength(recorded);
      expect(caller.phone.commands.slice(sent)).toEqual([]);
      expectNothingLeft(rig);
    },
  );

  it('stops the tools that are running for it', () => {
    const rig = new CallRig();
    const signals: AbortSignal[] = [];
    rig.runTool = (signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const caller = rig.greetedCall();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'lookup_order');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    caller.stream.onClosed('stopped');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('3a.2 while the model connects: nothing of the old call reaches the next', () => {
    const rig = new CallRig();
    const gone = rig.call();
    gone.stream.onClosed('stopped');
    const next = rig.call();
    gone.model.isOpen = true;
    gone.model.ready();
    gone.model.respond('ghost', { ghost: 500 });
    expect(next.phone.commands).toEqual([]);
    expect(gone.fact('call.ended')).toMatchObject({ reason: 'caller-hung-up' });
    expect(next.call.phase.name).toBe('connecting');
  });
});

describe('a leg that gives up in the middle of being used', () => {
  it('leaves the rest to the next: the model, while first words are released to it', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.sends(3000);
    caller.model.ready();
    caller.model.appendAudio = () => caller.model.tell({ type: 'failed', failure: 'lost', detail: 'slow' });
    caller.model.respond('r1', { hello: 500 });
    expect(caller.facts.at(-1)).toBe('model.failed');
    caller.sends(20);
    rig.models.last.ready();
    caller.sends(200);
    expect(rig.models.last.heard).toHaveLength(3220 * 8);
    caller.stream.onClosed('stopped');
    expectNothingLeft(rig);
  });

  it('takes the call with it: the phone, while the agent speaks to it', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.phone.sendAudio = () => caller.stream.onClosed('stopped');
    caller.model.begin('r1', { one: 2000 });
    expect(caller.facts.at(-1)).toBe('call.ended');
    expectNothingLeft(rig);
  });

  it('leaves the answer to the next: the model, while it is given what a tool answered', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'refund_order');
    caller.model.done('r1');
    caller.model.sendToolOutput = () => caller.model.tell({ type: 'failed', failure: 'lost', detail: 'slow' });
    rig.on(caller.callId, (call) => call.tools.answer('t1', 'done'));
    expect(caller.facts.at(-1)).toBe('model.failed');
    caller.sends(20);
    rig.models.last.ready();
    expect(rig.models.last.seeded.at(-1)).toMatchObject({ kind: 'tool', toolCallId: 't1', output: 'done' });
    expect(rig.models.last.frames.at(-1)).toBe('create');
    caller.stream.onClosed('stopped');
    expectNothingLeft(rig);
  });
});

describe('the goodbye of the agent', () => {
  it('ends the call when the last words were heard, by hanging up before the stream closes', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { goodbye: 1500 });
    caller.model.audioDone('r1', 'goodbye');
    caller.model.callTool('r1', 't1', 'end_call');
    caller.model.done('r1');
    await rig.settle();
    caller.sends(1400);
    expect(caller.fact('call.ended')).toBeUndefined();
    caller.sends(200);
    expect(caller.fact('call.ended')).toEqual({ type: 'call.ended', by: 'agent', reason: 'agent-hung-up' });
    await rig.settle();
    expect(rig.wire).toEqual(['output t1 The call ends after your last words.', 'close', 'hang up CA1', 'phone close']);
    expect(caller.phone.heardMs(0, caller.phone.allSentBytes)).toBe(2500);
    expectNothingLeft(rig);
  });

  it('is forgotten when the caller speaks again, deadline and all', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { goodbye: 1500 });
    caller.model.callTool('r1', 't1', 'end_call');
    caller.model.done('r1');
    caller.sends(500);
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.respond('r2', { answer: 1000 });
    caller.sends(12_000);
    caller.model.begin('r3', { goodbye2: 5000 });
    caller.model.callTool('r3', 't2', 'end_call');
    caller.model.done('r3');
    caller.sends(4500);
    await rig.settle();
    expect(caller.fact('call.ended')).toBeUndefined();
    caller.sends(1000);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'agent-hung-up' });
  });

  it('does not wait for ever for marks that never come back', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.phone.onMark = () => undefined;
    caller.model.begin('r1', { goodbye: 1500 });
    caller.model.callTool('r1', 't1', 'end_call');
    caller.model.done('r1');
    caller.sends(16_600);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'agent-hung-up' });
  });
});

describe('a long call', () => {
  it('records keys and faults as they are', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.stream.onDigit('5');
    caller.stream.onFault('unknown-frame', 'x'.repeat(900));
    caller.model.tell({ type: 'complaint', code: 'odd', detail: '' }, { type: 'createRefused', detail: '' });
    caller.model.tell({ type: 'fault', fault: 'slow-reader', detail: '' });
    expect(caller.facts.slice(-4)).toEqual(['caller.pressedKey', 'leg.degraded', 'model.warned', 'leg.degraded']);
  });
});
