import { describe, expect, it } from 'vitest';
import { CallRig, GREETER } from './call.fixture';

describe('the greeting', () => {
  it('is said first and once, even when the caller speaks before the model is there', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.sends(1000, 0x11);
    expect(rig.wire).toEqual([]);
    caller.model.ready();
    expect(rig.wire).toEqual(['create alone: Say exactly: Hello.']);
    caller.sends(300, 0x22);
    caller.model.begin('r1', { hello: 1000 });
    caller.sends(200, 0x33);
    expect(caller.model.appended).toEqual([]);
    caller.model.audioDone('r1', 'hello');
    caller.model.done('r1');
    caller.sends(100);

    const first = caller.model.heard.subarray(0, 1500 * 8);
    expect(
      first.equals(Buffer.concat([Buffer.alloc(8000, 0x11), Buffer.alloc(2400, 0x22), Buffer.alloc(1600, 0x33)])),
    ).toBe(true);
    caller.model.callerStarts('early', 0);
    caller.model.callerStops('early');
    caller.model.respond('r2', { answer: 500 });
    caller.sends(2000);
    expect(rig.wire).toEqual(['create alone: Say exactly: Hello.']);
    expect(caller.phone.heardMs(0, caller.phone.allSentBytes)).toBe(1500);
  });

  it('3c.29 is stopped by a caller who answers it, though it began at 0', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.model.ready();
    caller.model.respond('r1', { hello: 3000 });
    caller.sends(700);
    caller.model.callerStarts('c1', 500);
    expect(rig.wire.slice(1)).toEqual(['phone clear', 'truncate hello/0 699']);
  });

  it('is asked for again when it failed before a word of it was said', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.model.ready();
    caller.model.begin('r1');
    caller.model.done('r1', 'failed');
    rig.clock.advance(1000);
    expect(rig.wire).toEqual(['create alone: Say exactly: Hello.', 'create alone: Say exactly: Hello.']);
    caller.sends(100, 0x11);
    caller.model.respond('r2', { hello: 500 });
    expect(caller.model.heard).toHaveLength(800);
  });

  it('that may not be interrupted is guarded no more once an operator has stopped it', () => {
    const rig = new CallRig({ ...GREETER, greetingInterruptible: false });
    const caller = rig.call();
    caller.model.ready();
    caller.model.respond('r1', { hello: 3000 });
    caller.sends(500);
    rig.on(caller.callId, (call) => call.stopWords());
    caller.model.respond('r2', { answer: 3000 });
    caller.sends(500);
    caller.model.callerStarts('c1');
    expect(rig.wire.slice(-2)).toEqual(['phone clear', 'truncate answer/0 479']);
  });

  it('is left out where there is none: the caller speaks first', () => {
    const rig = new CallRig({ ...GREETER, greeting: '' });
    const caller = rig.call();
    caller.sends(100);
    caller.model.ready();
    expect(rig.wire).toEqual([]);
    expect(caller.model.heard).toHaveLength(800);
  });
});

describe('an interruption by the caller', () => {
  it('3c.29 clears, then truncates at what was heard, also in a second turn after one played to its end', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.respond('r1', { first: 3000 });
    caller.sends(10_000);
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    expect(rig.wire).toEqual([]);
    caller.model.begin('r2', { second: 4000 });
    caller.sends(500);
    caller.model.callerStarts('c2');
    expect(rig.wire).toEqual(['phone clear', 'truncate second/0 499']);
    expect(caller.fact('agent.interrupted')).toEqual({
      type: 'agent.interrupted',
      by: 'caller',
      cuts: [{ itemId: 'second', contentIndex: 0, heardMs: 499, sentMs: 4000 }],
    });
  });

  it('3a.8 lets no late delta reach the phone, and cuts at 0 what nobody heard of', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 1000 });
    caller.sends(300);
    const sent = caller.phone.allSentBytes;
    caller.model.callerStarts('c1');
    caller.model.audio('r1', 'one', 600);
    caller.model.tell({ type: 'agentTurn', responseId: 'r1', itemId: 'two' });
    caller.model.audio('r1', 'two', 600);
    caller.model.tell({ type: 'agentTranscript', responseId: 'r1', itemId: 'two', text: 'never heard' });
    caller.model.done('r1', 'cancelled');
    expect(caller.phone.allSentBytes).toBe(sent);
    expect(rig.wire).toEqual(['phone clear', 'truncate one/0 299', 'truncate two/0 0']);
    expect(JSON.stringify(caller.events)).not.toContain('never heard');
  });

  it('cuts two items of one response, each at what was heard of it', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.respond('r1', { preamble: 400, answer: 2000 });
    caller.sends(1000);
    caller.model.callerStarts('c1');
    expect(rig.wire).toEqual(['phone clear', 'truncate answer/0 599']);
    expect(caller.facts.filter((type) => type === 'agent.wasHeard')).toHaveLength(2);
  });

  it('3c.30 works again after marks were brought back by a clear', () => {
    const rig = new CallRig(GREETER);
    const caller = rig.greetedCall(60);
    for (const turn of ['1', '2', '3']) {
      caller.model.begin(`r${turn}`, { [`item${turn}`]: 4000 });
      caller.sends(1000);
      rig.wire.length = 0;
      caller.model.callerStarts(`c${turn}`);
      caller.model.done(`r${turn}`, 'cancelled');
      expect(rig.wire[0]).toBe('phone clear');
      const heardMs = Number(/ (\d+)$/.exec(rig.wire[1] ?? '')?.[1]);
      expect(Math.abs(heardMs - 1000)).toBeLessThanOrEqual(60);
      caller.sends(500);
      caller.model.callerStops(`c${turn}`);
    }
  });

  it('drops a response that was created but had no audio yet, and shows its words as cut', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 0 });
    caller.model.tell({ type: 'agentTranscriptDelta', responseId: 'r1', itemId: 'one', delta: 'Well' });
    caller.model.callerStarts('c1');
    caller.model.audio('r1', 'one', 500);
    caller.model.done('r1', 'cancelled');
    expect(rig.wire).toEqual(['truncate one/0 0']);
    expect(caller.call.turns.find(({ id }) => id === 'one')).toMatchObject({ speech: { state: 'cut', heardMs: 0 } });
  });

  it('stops words of a response whose beginning was never told', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.audio('ghost', 'one', 2000);
    caller.sends(500);
    caller.model.callerStarts('c1');
    const sent = caller.phone.allSentBytes;
    caller.model.audio('ghost', 'one', 2000);
    expect(caller.phone.allSentBytes).toBe(sent);
    caller.model.done('never-began');
    expect(rig.wire).toEqual(['phone clear', 'truncate one/0 499']);
  });

  it('cancels what was on its way to be created, and leaves the answer to the model', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'lookup_order');
    await rig.settle();
    caller.model.done('r1');
    expect(rig.wire).toEqual(['output t1 shipped', 'create']);
    caller.model.callerStarts('c1');
    caller.model.begin('r2', { late: 500 });
    caller.model.done('r2', 'cancelled');
    caller.model.callerStops('c1');
    caller.model.respond('own', { answer: 500 });
    expect(rig.wire.slice(2)).toEqual(['cancel r2', 'truncate late/0 0']);
    caller.sends(1000);
    expect(caller.phone.heardMs(0, caller.phone.allSentBytes)).toBe(1500);
  });

  it('3b.20 does not wait for ever for a turn that speech did not become', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'refund_order');
    caller.model.done('r1');
    caller.model.callerStarts('c1');
    rig.on(caller.callId, (call) => call.tools.answer('t1', 'done'));
    caller.model.tell({ type: 'speechStopped', itemId: 'c1', audioEndMs: 1e6 });
    caller.sends(3000);
    expect(rig.wire).toEqual(['output t1 done', 'create']);
    expect(caller.call.turns.find(({ id }) => id === 'c1')).toMatchObject({ state: 'failed' });
  });

  it('is none when the service asks a silent caller again: that is a note, whatever it heard in the silence', () => {
    const caller = new CallRig().greetedCall();
    caller.model.tell(
      { type: 'callerIdle', itemId: 's1', silentMs: 8000 },
      { type: 'callerTurn', itemId: 's1', after: null },
      { type: 'itemAdded', role: 'caller', itemId: 's1', after: null },
      { type: 'callerTranscriptDelta', itemId: 's1', delta: 'Thank you' },
      { type: 'callerTranscript', itemId: 's1', text: 'Thank you for watching.' },
    );
    caller.model.respond('r1', { there: 500 });
    caller.model.tell({ type: 'callerTranscriptFailed', itemId: 's1', detail: 'nothing' });
    caller.sends(1000);
    expect(caller.call.turns.filter(({ kind }) => kind === 'caller')).toEqual([]);
    expect(caller.fact('caller.wasIdle')).toEqual({ type: 'caller.wasIdle', silentMs: 8000 });
    expect(caller.call.ignored).toBe(0);
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    expect(caller.call.turns.filter(({ kind }) => kind === 'caller')).toHaveLength(1);
  });

  it('is waited for after the silence as after words: a model that does not ask again is asked', () => {
    const caller = new CallRig().greetedCall();
    caller.model.tell({ type: 'callerIdle', itemId: 's1', silentMs: 8000 });
    caller.model.tell({ type: 'callerTurn', itemId: 's1', after: null });
    caller.sends(8000);
    expect(caller.model.frames.at(-1)).toBe('create');
  });

  it('3b.20 leaves no turn speaking for ever when another one begins', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.callerStarts('c1');
    caller.model.callerStarts('c2');
    caller.model.callerStops('c2');
    caller.sends(5000);
    const states = caller.call.turns.flatMap((turn) => (turn.kind === 'caller' ? [turn.state] : []));
    expect(states).toEqual(['failed', 'transcribing']);
  });
});

describe('the operator', () => {
  it('stops the words the caller has not heard', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 2000 });
    caller.sends(500);
    expect(rig.on(caller.callId, (call) => call.stopWords())).toBeUndefined();
    expect(rig.wire).toEqual(['phone clear', 'cancel r1', 'truncate one/0 499']);
    expect(caller.fact('agent.interrupted')).toMatchObject({ by: 'operator' });
    caller.model.done('r1', 'cancelled');
    expect(rig.on(caller.callId, (call) => call.stopWords())).toBe('nothing-to-stop');
    caller.sends(30_000);
    expect(rig.wire).toHaveLength(3);
  });

  it('is not answered by the watchdog, who would ask again for what was stopped', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.begin('r1');
    rig.on(caller.callId, (call) => call.stopWords());
    caller.model.done('r1', 'cancelled');
    caller.sends(30_000);
    expect(rig.wire).toEqual(['cancel r1']);
  });

  it('stops a response that is still on its way', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.model.ready();
    expect(rig.on(caller.callId, (call) => call.stopWords())).toBeUndefined();
    caller.model.begin('r1', { hello: 500 });
    expect(caller.phone.commands).toEqual([]);
    expect(rig.wire.at(-1)).toBe('cancel r1');
  });
});

describe('silence of the model', () => {
  it('is not noticed while a person is asked, nor while the caller still hears the agent', () => {
    const rig = new CallRig({ ...GREETER, tools: GREETER.tools.map((tool) => ({ ...tool, timeoutMs: 60_000 })) });
    const caller = rig.greetedCall();
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.begin('r1', { preamble: 20_000 });
    caller.model.audioDone('r1', 'preamble');
    caller.model.callTool('r1', 't1', 'refund_order');
    caller.model.done('r1');
    caller.sends(2000);
    rig.on(caller.callId, (call) => call.tools.answer('t1', 'done'));
    expect(rig.wire).toEqual(['output t1 done', 'create']);
    caller.sends(17_000);
    expect(rig.wire).toHaveLength(2);

    caller.model.begin('r2');
    caller.model.callTool('r2', 't2', 'refund_order');
    caller.model.done('r2');
    caller.sends(59_000);
    expect(rig.wire).toHaveLength(2);
    expect(caller.call.phase.name).toBe('live');
  });
});

describe('tools of a call', () => {
  it('3a.11 sends the outputs first, then asks once, when the response is over', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'lookup_order');
    caller.model.callTool('r1', 't2', 'unknown_tool');
    caller.model.callTool('r1', 't3', 'refund_order');
    await rig.settle();
    caller.model.done('r1');
    rig.on(caller.callId, (call) => call.tools.answer('t3', 'refunded'));
    expect(rig.wire).toEqual([
      'output t2 {"error":"unknown-tool","message":"There is no tool named unknown_tool"}',
      'output t1 shipped',
      'output t3 refunded',
      'create',
    ]);
    caller.model.begin('r2');
    expect(caller.call.ignored).toBe(0);
  });

  it('tells the operator that the call is over', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'refund_order');
    caller.stream.onClosed('stopped');
    expect(rig.on(caller.callId, (call) => call.tools.answer('t1', 'done'))).toBe('call-over');
    expect(rig.on(caller.callId, (call) => call.tools.reject('t1', 'no'))).toBe('call-over');
    expect(rig.on(caller.callId, (call) => call.stopWords())).toBe('call-over');
  });
});
