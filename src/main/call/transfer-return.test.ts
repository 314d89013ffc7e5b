import { describe, expect, it } from 'vitest';
import { CallRig } from './call.fixture';
import { Phone } from './phone.fixture';
import { away, endsOf, PERSON, transferring } from './transfer/transfer.fixture';
import { Operator } from './operator.fixture';

describe('a caller who comes back', () => {
  it.each(['busy', 'no-answer', 'not-reachable', 'declined'] as const)(
    'after %s is on the same call with the same agent, which says so',
    async (failure) => {
      const { rig, caller } = await away();
      rig.wire.length = 0;
      expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', failure)).toBe(true);
      expect(caller.fact('transfer.failed')).toEqual({ type: 'transfer.failed', failure });
      expect(caller.call.transfer).toBeNull();
      const back = rig.attach(caller.callId);
      expect(rig.models.legs).toHaveLength(1);
      expect(rig.wire).toEqual([
        expect.stringMatching(/^note transfer_1: Tell the caller: I am sorry, I could not put you through: /),
        'create',
      ]);
      expect(caller.call).toMatchObject({ phase: { name: 'live' }, floor: 'agent' });

      back.model.respond('sorry', { sorry: 1000 });
      back.sends(1500, 0x11);
      expect(back.phone.heardMs(0, back.phone.allSentBytes)).toBe(1000);
      expect(back.model.heard.includes(Buffer.alloc(160, 0x11))).toBe(true);
      back.stream.onClosed('stopped');
      expect(endsOf(caller)).toMatchObject([{ by: 'caller', reason: 'caller-hung-up' }]);
      expect(rig.clock.pendingTimers).toBe(0);
    },
  );

  it('is not troubled by the end of the stream they left', async () => {
    const { rig, caller } = transferring();
    await rig.settle();
    rig.outbound.transferEnded(caller.callId, 'transfer_1', 'busy');
    const back = rig.attach(caller.callId);
    caller.stream.onClosed('lost');
    caller.stream.onAudio(Buffer.alloc(160, 0x22).toString('base64'), 0);
    caller.stream.onDigit('5');
    expect(endsOf(caller)).toEqual([]);
    expect(back.model.heard.includes(Buffer.alloc(160, 0x22))).toBe(false);
    expect(caller.facts).not.toContain('caller.pressedKey');
  });

  it('can be put through again, and interrupts exactly as before', async () => {
    const { rig, caller } = await away();
    rig.outbound.transferEnded(caller.callId, 'transfer_1', 'busy');
    const back = rig.attach(caller.callId, 40);
    back.model.begin('sorry', { sorry: 4000 });
    back.sends(1040);
    back.model.callerStarts('speech');
    const cut = caller.fact('agent.interrupted')?.cuts[0];
    // A clear finds the phone one way further than the caller was when they began to speak.
    expect(cut?.heardMs).toBeGreaterThan(1020);
    expect(cut?.heardMs).toBeLessThanOrEqual(1040);
    back.model.done('sorry', 'cancelled');
    back.model.callerStops('speech');
    rig.wire.length = 0;
    expect(
      rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' })),
    ).toBeUndefined();
    expect(rig.wire).toContain(`put CA1 through to ${PERSON}`);
  });

  it('is on another attempt: what the carrier tells of the one before is not about it', async () => {
    const { rig, caller } = await away();
    rig.outbound.transferEnded(caller.callId, 'transfer_1', 'no-answer');
    const back = rig.attach(caller.callId);
    back.model.respond('sorry', { sorry: 100 });
    back.sends(200);
    rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
    rig.outbound.personAnswered(caller.callId, 'transfer_1');
    expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', 'connected')).toBe(false);
    expect(endsOf(caller)).toEqual([]);
    rig.outbound.personAnswered(caller.callId, 'transfer_2');
    expect(endsOf(caller)).toMatchObject([{ reason: 'transferred' }]);
  });

  it('finds the agent again when its model was lost meanwhile, told of what was said', async () => {
    const { rig, caller } = await away();
    caller.model.tell({ type: 'agentTranscript', responseId: 'greeting', itemId: 'hello', text: 'Hello.' });
    caller.model.tell({ type: 'failed', failure: 'lost', detail: 'gone' });
    expect(endsOf(caller)).toEqual([]);
    rig.clock.advance(0);
    expect(rig.outbound.transferEnded(caller.callId, 'transfer_1', 'busy')).toBe(true);
    expect(rig.models.legs).toHaveLength(2);
    const fresh = rig.models.last;
    const phone = new Phone(rig.clock, 0);
    const stream = rig.exchange.attachCaller(caller.callId, phone);
    expect(stream).toBeDefined();
    stream?.onAudio(Buffer.alloc(160, 0x33).toString('base64'), 0);
    expect(fresh.frames).toEqual([]);
    fresh.ready();
    expect(fresh.frames).toEqual(['seed hello', expect.stringMatching(/^note transfer_1: /), 'create']);
    expect(caller.call.isAgentGone).toBe(false);
    stream?.onAudio(Buffer.alloc(160, 0x44).toString('base64'), 20);
    rig.clock.advance(100);
    expect(fresh.heard.includes(Buffer.alloc(160, 0x44))).toBe(true);
    stream?.onClosed('stopped');
    expect(rig.models.openLegs).toBe(0);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('hears an apology when no model is to be had', async () => {
    const { rig, caller } = await away();
    caller.model.tell({ type: 'failed', failure: 'lost', detail: 'gone' });
    rig.outbound.transferEnded(caller.callId, 'transfer_1', 'busy');
    const back = rig.attach(caller.callId);
    rig.models.none();
    rig.models.last.tell({ type: 'failed', failure: 'unreachable', detail: 'still gone' });
    rig.clock.advance(25_000);
    expect(endsOf(caller)).toMatchObject([{ by: 'switchboard', reason: 'model-unreachable' }]);
    expect(rig.wire.at(-1)).toBe('apologise CA1');
    await rig.settle();
    expect(back.phone.commands.at(-1)).toMatchObject({ type: 'close' });
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('has nobody speak to them while they are away', async () => {
    const { rig, caller } = await away();
    rig.wire.length = 0;
    caller.model.callTool('late', 'tool_1', 'lookup_order');
    await rig.settle();
    caller.model.begin('own', { own: 1000 });
    caller.model.done('own');
    expect(rig.wire).toEqual(['output tool_1 shipped', 'cancel own', 'truncate own/0 0']);
    expect(caller.call.floor).toBe('nobody');
    for (const act of ['hold', 'mute', 'keys', 'take over'] as const) {
      const operator = new Operator(rig, caller);
      const refusals = {
        hold: () => operator.on((leg) => leg.hold(true)),
        mute: () => operator.on((leg) => leg.muteAgent(true)),
        keys: () => operator.on((leg) => leg.pressKeys('1')),
        'take over': () => operator.on((leg) => leg.takeOver('headset_1', 'open')),
      };
      expect([act, refusals[act]()]).toEqual([act, 'not-possible-now']);
    }
  });

  it('whom an operator had taken over is the agent’s again', async () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    rig.on(caller.callId, (call) => call.operator.takeOver('headset_1', 'push-to-talk'));
    rig.on(caller.callId, (call) => call.transfer({ to: PERSON, way: 'blind', announcement: '' }));
    caller.stream.onClosed('stopped');
    await rig.settle();
    expect(caller.call).toMatchObject({ floor: 'nobody', operator: null });
    rig.outbound.transferEnded(caller.callId, 'transfer_1', 'no-answer');
    rig.wire.length = 0;
    rig.attach(caller.callId);
    expect(rig.wire).toEqual(['answer caller on', expect.stringMatching(/^note transfer_1: /), 'create']);
    expect(caller.call.floor).toBe('agent');
  });
});
