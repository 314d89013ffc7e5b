import { describe, expect, it } from 'vitest';
import type { AgentLimits } from '../../shared/agent/agent-limits';
import { CallRig, GREETER, type Caller } from './call.fixture';

const NONE: AgentLimits = {
  longestCallMinutes: 60,
  longestSilenceSeconds: null,
  spendUsd: null,
  then: 'say-goodbye',
};
const GOODBYE = /^create: This call has to end now/;

function rigWith(limits: Partial<AgentLimits>): { readonly rig: CallRig; readonly caller: Caller } {
  const rig = new CallRig({ ...GREETER, limits: { ...NONE, ...limits } });
  return { rig, caller: rig.greetedCall() };
}

/** The agent says goodbye, and it is heard. */
function saysGoodbye(caller: Caller): void {
  caller.model.respond('bye', { bye: 1200 }, 'goodbye');
  caller.sends(1400);
}

function exchangeOfWords(caller: Caller, id: string): void {
  caller.model.callerStarts(`c_${id}`);
  caller.sends(400);
  caller.model.callerStops(`c_${id}`);
  caller.model.respond(`r_${id}`, { [`i_${id}`]: 600 });
  caller.sends(800);
}

function responseThatCosts(caller: Caller, responseId: string, audioOut: number): void {
  const usage = { textIn: 0, textCached: 0, textOut: 0, audioIn: 0, audioCached: 0, audioOut };
  caller.model.tell(
    { type: 'responseStarted', responseId },
    { type: 'responseDone', responseId, status: 'completed', usage },
  );
}

describe('the longest call', () => {
  it('ends with a goodbye that was heard, and with it every timer', async () => {
    const { rig, caller } = rigWith({ longestCallMinutes: 20 });
    rig.clock.advance(20 * 60_000 - 2000 - 1);
    expect(rig.wire).toEqual([]);
    rig.clock.advance(1);
    expect(rig.wire).toEqual([expect.stringMatching(GOODBYE)]);
    expect(caller.fact('limit.reached')).toEqual({ type: 'limit.reached', limit: 'longest-call', act: 'say-goodbye' });
    expect(caller.fact('call.ended')).toBeUndefined();
    saysGoodbye(caller);
    await rig.settle();
    expect(caller.fact('agent.wasHeard')).toBeDefined();
    expect(caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'longest-call-reached' });
    expect(rig.wire.slice(1)).toEqual(['close', 'hang up CA1', 'phone close']);
    rig.clock.advance(30_000);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('ends without a goodbye when the model says none', () => {
    const { rig, caller } = rigWith({ longestCallMinutes: 1 });
    rig.clock.advance(58_000);
    expect(rig.wire).toEqual([expect.stringMatching(GOODBYE)]);
    rig.clock.advance(11_999);
    expect(caller.fact('call.ended')).toBeUndefined();
    rig.clock.advance(1);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'longest-call-reached' });
  });

  it('answers a caller who talks into the goodbye, then says it again, and waits no more than that', () => {
    const { rig, caller } = rigWith({ longestCallMinutes: 1 });
    rig.clock.advance(58_000);
    caller.model.begin('bye', { bye: 5000 }, 'goodbye');
    caller.sends(1000);
    caller.model.callerStarts('c1');
    caller.model.done('bye', 'cancelled');
    caller.sends(13_000);
    expect(caller.fact('call.ended')).toBeUndefined();
    caller.model.callerStops('c1');
    caller.model.respond('r1', { answer: 1000 });
    expect(rig.wire.at(-1)).toMatch(GOODBYE);
    caller.model.begin('bye2', { bye2: 5000 }, 'goodbye');
    caller.sends(3000);
    caller.model.callerStarts('c2');
    caller.model.done('bye2', 'cancelled');
    caller.sends(11_900);
    expect(caller.fact('call.ended')).toBeUndefined();
    caller.sends(1500);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'longest-call-reached' });
  });

  it('does not hang up on a caller who speaks when it is reached, for half a minute', () => {
    const { rig, caller } = rigWith({ longestCallMinutes: 1 });
    caller.model.callerStarts('c1');
    rig.clock.advance(58_000 + 29_000);
    expect(caller.fact('call.ended')).toBeUndefined();
    rig.clock.advance(2000);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'longest-call-reached' });
  });

  it('asks an operator instead where the agent says so, once, and the call goes on', () => {
    const { rig, caller } = rigWith({ longestCallMinutes: 1, then: 'raise-to-operator' });
    rig.clock.advance(58_000);
    exchangeOfWords(caller, 'one');
    rig.clock.advance(10 * 60_000);
    expect(caller.events.filter(({ type }) => type === 'limit.reached')).toHaveLength(1);
    expect(caller.call.raised).toMatchObject({ limit: 'longest-call' });
    expect(caller.fact('call.ended')).toBeUndefined();
    rig.on(caller.callId, (call) => call.operator.whisper('Come to an end.', false));
    expect(caller.call.raised).toBeNull();
  });

  it('lets an operator finish, and acts when the agent has the floor again', () => {
    const { rig, caller } = rigWith({ longestCallMinutes: 1 });
    rig.on(caller.callId, (call) => call.operator.takeOver('headset_1', 'push-to-talk'));
    rig.clock.advance(3 * 60_000);
    expect(caller.fact('limit.reached')).toBeUndefined();
    rig.on(caller.callId, (call) => call.operator.handBack('', false));
    expect(caller.fact('limit.reached')).toMatchObject({ limit: 'longest-call' });
  });
});

describe('the longest silence', () => {
  it('counts from the last word of either side', () => {
    const { rig, caller } = rigWith({ longestSilenceSeconds: 30 });
    caller.sends(20_000);
    exchangeOfWords(caller, 'one');
    rig.clock.advance(29_000);
    expect(caller.fact('limit.reached')).toBeUndefined();
    rig.clock.advance(1000);
    expect(caller.fact('limit.reached')).toMatchObject({ limit: 'longest-silence' });
    saysGoodbye(caller);
    expect(caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'longest-silence-reached' });
  });

  it('does not run while a tool does, the caller is held or an operator speaks', () => {
    const { rig, caller } = rigWith({ longestSilenceSeconds: 10 });
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'refund_order');
    caller.model.done('r1');
    rig.clock.advance(7999);
    rig.on(caller.callId, (call) => call.tools.answer('t1', 'yes'));
    rig.on(caller.callId, (call) => call.operator.hold(true));
    rig.clock.advance(60_000);
    rig.on(caller.callId, (call) => call.operator.hold(false));
    rig.on(caller.callId, (call) => call.operator.takeOver('headset_1', 'open'));
    rig.on(caller.callId, (call) => call.operator.speak('headset_1', new Uint8Array(160)));
    expect(caller.fact('limit.reached')).toBeUndefined();
  });

  it('asks an operator again after words and another silence', () => {
    const { rig, caller } = rigWith({ longestSilenceSeconds: 10, then: 'raise-to-operator' });
    rig.clock.advance(60_000);
    exchangeOfWords(caller, 'one');
    rig.clock.advance(60_000);
    expect(caller.events.filter(({ type }) => type === 'limit.reached')).toHaveLength(2);
  });
});

describe('spend per call', () => {
  it('ends the call when a response takes it there', () => {
    const { rig, caller } = rigWith({ spendUsd: 0.01 });
    responseThatCosts(caller, 'r1', 100);
    expect(caller.fact('limit.reached')).toBeUndefined();
    responseThatCosts(caller, 'r2', 100);
    expect(caller.fact('limit.reached')).toMatchObject({ limit: 'spend' });
    expect(rig.wire).toEqual([expect.stringMatching(GOODBYE)]);
    saysGoodbye(caller);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'spend-limit-reached' });
  });
});

describe('a greeting that may not be interrupted', () => {
  it('is heard to its end, and what the caller said into it is answered after it', () => {
    const rig = new CallRig({ ...GREETER, greetingInterruptible: false });
    const caller = rig.call();
    caller.model.ready();
    caller.model.respond('greeting', { hello: 3000 });
    caller.sends(1000);
    rig.wire.length = 0;
    caller.model.callerStarts('c1');
    caller.sends(500);
    caller.model.callerStops('c1');
    caller.model.respond('r1', { answer: 1000 });
    caller.sends(4000);
    expect(rig.wire).toEqual([]);
    expect(caller.facts.filter((type) => type === 'agent.interrupted')).toEqual([]);
    expect(caller.events.flatMap((event) => (event.type === 'agent.wasHeard' ? [event.itemId] : []))).toEqual([
      'hello',
      'answer',
    ]);
    caller.model.begin('r2', { more: 3000 });
    caller.sends(500);
    caller.model.callerStarts('c2');
    expect(caller.fact('agent.interrupted')).toMatchObject({ by: 'caller' });
  });
});

describe('an agent that may not be interrupted', () => {
  it('is heard to its end, and asked to answer what the model left unanswered', () => {
    const turnTaking = { ...GREETER.turnTaking, callerInterrupts: false };
    const rig = new CallRig({ ...GREETER, turnTaking });
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 3000 });
    caller.model.callerStarts('c1');
    caller.sends(300);
    caller.model.callerStops('c1');
    expect(rig.wire).toEqual([]);
    caller.model.audioDone('r1', 'one');
    caller.model.done('r1');
    expect(rig.wire).toEqual(['create']);
    caller.sends(3000);
    expect(caller.fact('agent.interrupted')).toBeUndefined();
  });
});
