import { describe, expect, it } from 'vitest';
import { CallRig, LOOKUP, REFUND } from './call.fixture';
import { Operator, runsOf } from './operator.fixture';

function taken(oneWayMs = 0) {
  const rig = new CallRig();
  const caller = rig.greetedCall(oneWayMs);
  const operator = new Operator(rig, caller);
  return { rig, caller, operator };
}

describe('taking over', () => {
  it('in the middle of a sentence: the agent falls silent at once, and keeps of it what was heard', () => {
    const { rig, caller, operator } = taken();
    caller.model.begin('r1', { one: 5000 });
    caller.sends(1000);
    const takenAtMs = rig.clock.nowMs();
    expect(operator.takeOver()).toBeUndefined();
    expect(rig.wire).toEqual(['phone clear', 'cancel r1', 'truncate one/0 999', 'answer caller off']);
    operator.speaks(1000);
    caller.sends(200);
    expect(runsOf(caller.phone.sound(takenAtMs, takenAtMs + 1200))).toEqual([
      'agent 20',
      'operator 1000',
      'silence 180',
    ]);
    expect(caller.call.floor).toBe('operator');
    expect(caller.facts.slice(-4)).toEqual([
      'agent.startedSpeaking',
      'agent.interrupted',
      'operator.tookOver',
      'floor.changed',
    ]);
  });

  it('late audio, a response that arrives late and one the model begins by itself are heard by nobody', () => {
    const { rig, caller, operator } = taken();
    caller.model.begin('r1', { one: 1000 });
    operator.takeOver();
    const takenAtMs = rig.clock.nowMs();
    rig.wire.length = 0;
    caller.model.audio('r1', 'one', 400);
    caller.model.done('r1', 'cancelled');
    caller.model.begin('late', { two: 800 });
    caller.model.audio('late', 'two', 400);
    caller.model.done('late', 'cancelled');
    caller.model.audio('never announced', 'three', 400);
    caller.sends(3000);
    expect(runsOf(caller.phone.sound(takenAtMs, takenAtMs + 3000))).toEqual(['silence 3000']);
    expect(rig.wire).toEqual(['cancel late', 'truncate two/0 0', 'cancel never announced']);
  });

  it('what was asked for before is asked for again afterwards, and no sooner', () => {
    const { rig, caller, operator } = taken();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', REFUND.name);
    caller.model.done('r1');
    operator.takeOver('push-to-talk');
    rig.wire.length = 0;
    rig.on(caller.callId, (call) => call.tools.answer('t1', '{"refunded":true}'));
    caller.sends(30_000);
    expect(rig.wire).toEqual(['output t1 {"refunded":true}']);
    operator.handBack();
    expect(rig.wire.slice(1)).toEqual(['answer caller on', 'create']);
  });

  it('a create that is on its way is cancelled when it starts, and asked for again', () => {
    const { rig, caller, operator } = taken();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', REFUND.name);
    caller.model.done('r1');
    rig.on(caller.callId, (call) => call.tools.answer('t1', 'yes'));
    expect(rig.wire).toEqual(['output t1 yes', 'create']);
    operator.takeOver();
    caller.model.begin('r2', { two: 500 });
    caller.model.done('r2', 'cancelled');
    rig.wire.length = 0;
    operator.handBack();
    expect(rig.wire).toEqual(['answer caller on', 'create']);
  });

  it('the greeting is not said any more, and the caller is let through', () => {
    const rig = new CallRig();
    const caller = rig.call();
    caller.model.ready();
    caller.sends(500, 0x11);
    const operator = new Operator(rig, caller);
    operator.takeOver();
    caller.model.begin('greeting', { hello: 1000 });
    caller.model.done('greeting', 'cancelled');
    caller.sends(100, 0x11);
    expect(caller.model.heard).toHaveLength(600 * 8);
    operator.handBack();
    expect(rig.wire).toEqual([
      'create alone: Say exactly: Hello.',
      'answer caller off',
      'cancel greeting',
      'truncate hello/0 0',
      'answer caller on',
    ]);
  });

  it('a caller who speaks while the operator does cuts nobody short and is answered by nobody', () => {
    const { rig, caller, operator } = taken();
    operator.takeOver();
    rig.wire.length = 0;
    const fromMs = rig.clock.nowMs();
    operator.speaks(500);
    caller.model.callerStarts('c1');
    operator.speaks(500, undefined, 0x11);
    caller.model.callerStops('c1');
    operator.speaks(12_000);
    expect(rig.wire).toEqual([]);
    expect(runsOf(caller.phone.sound(fromMs, fromMs + 13_000))).toEqual(['silence 20', 'operator 12980']);
    expect(caller.call.phase.name).toBe('live');
    expect(caller.call.turns.map(({ kind }) => kind)).toEqual(['agent', 'caller']);
  });

  it('is refused to a second operator, and before the model is there', () => {
    const { rig, caller, operator } = taken();
    const other = new Operator(rig, caller, 'headset_2');
    expect(rig.calls.find('nobody')).toBe('no-such-call');
    expect(operator.handBack()).toBe('not-possible-now');
    operator.takeOver();
    expect(other.takeOver()).toBe('floor-taken');
    other.speaks(100);
    expect(caller.phone.sound(2000, 2200).every((byte) => byte === 0xff)).toBe(true);
    expect(operator.takeOver('push-to-talk')).toBeUndefined();
    expect(caller.call.operator).toMatchObject({ microphone: 'push-to-talk', consoleId: 'console of headset_1' });

    const early = rig.call();
    expect(new Operator(rig, early).takeOver()).toBe('not-live');
  });

  it('muting oneself takes away at once what the caller has not heard', () => {
    const { rig, caller, operator } = taken();
    operator.takeOver();
    operator.speaks(200);
    const mutedAtMs = rig.clock.nowMs();
    operator.on((leg) => leg.muteMyself(true));
    operator.speaks(5000);
    expect(runsOf(caller.phone.sound(mutedAtMs, mutedAtMs + 5000))).toEqual(['operator 20', 'silence 4980']);
    expect(caller.call.operator).toMatchObject({ isMuted: true, lost: null });
    operator.on((leg) => leg.muteMyself(false));
    operator.speaks(200);
    expect(runsOf(caller.phone.sound(mutedAtMs + 5000, mutedAtMs + 5200))).toEqual(['silence 20', 'operator 180']);
  });

  it('a tool that a machine answers is settled as usual', async () => {
    const { rig, caller, operator } = taken();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', LOOKUP.name);
    operator.takeOver();
    await rig.settle();
    caller.model.done('r1', 'cancelled');
    expect(caller.fact('tool.answered')).toMatchObject({ output: 'shipped' });
    expect(rig.wire).toEqual(['cancel r1', 'answer caller off', 'output t1 shipped']);
  });
});

describe('handing back', () => {
  it('gives the agent its brief and lets it speak first', () => {
    const { rig, caller, operator } = taken();
    operator.takeOver();
    operator.speaks(400);
    rig.wire.length = 0;
    operator.handBack('Refund of A17 promised.', true);
    expect(rig.wire).toEqual([
      'phone clear',
      'note brief_1: You speak with the caller again. While a colleague had the call: Refund of A17 promised.',
      'answer caller on',
      'create',
    ]);
    caller.model.adds('brief_1');
    caller.model.respond('r2', { two: 600 });
    const fromMs = rig.clock.nowMs();
    caller.sends(700);
    expect(runsOf(caller.phone.sound(fromMs, fromMs + 700))).toEqual(['operator 20', 'agent 600', 'silence 80']);
    expect(caller.call).toMatchObject({ floor: 'agent', operator: null });
    expect(operator.handBack()).toBe('not-possible-now');
  });

  it('while the caller speaks: they are not talked over, and are answered once', () => {
    const { rig, caller, operator } = taken();
    operator.takeOver();
    caller.model.callerStarts('c1');
    caller.sends(500, 0x11);
    rig.wire.length = 0;
    operator.handBack('', true);
    expect(rig.wire).toEqual(['answer caller on']);
    caller.model.tell({ type: 'answering', on: true });
    caller.sends(500, 0x11);
    caller.model.callerStops('c1');
    caller.model.respond('r2', { two: 600 });
    caller.sends(1000);
    expect(rig.wire).toEqual(['answer caller on']);
    expect(caller.phone.heardMs(0, caller.phone.allSentBytes)).toBe(1600);
  });

  it('just as the caller ends: a turn that the model closed while it only listened is asked about', () => {
    const { rig, caller, operator } = taken();
    operator.takeOver();
    caller.model.tell({ type: 'answering', on: false });
    caller.model.callerStarts('c1');
    caller.sends(500, 0x11);
    operator.handBack();
    rig.wire.length = 0;
    caller.model.callerStops('c1');
    caller.model.tell({ type: 'answering', on: true });
    expect(rig.wire).toEqual(['create']);
    caller.model.callerStarts('c2');
    caller.model.callerStops('c2');
    expect(rig.wire).toEqual(['create']);
  });

  it('drafts a brief by the model, and by the lines when it does not answer', async () => {
    const { rig, caller, operator } = taken();
    operator.takeOver();
    expect(await operator.on((leg) => leg.draftBrief())).toEqual({ text: '', by: 'lines' });
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    rig.transcriber.last.says('u1', 'I will refund you.');
    caller.model.tell({ type: 'callerTranscript', itemId: 'c1', text: 'My lamp is broken. ' });
    const drafting = operator.on((leg) => leg.draftBrief());
    expect(rig.wire.at(-1)).toContain('aside aside_1: ');
    caller.model.tell({ type: 'asideAnswered', tag: 'aside_1', text: ' The lamp was refunded. ' });
    expect(await drafting).toEqual({ text: 'The lamp was refunded.', by: 'model' });

    const late = operator.on((leg) => leg.draftBrief());
    caller.sends(5000);
    caller.model.tell({ type: 'asideAnswered', tag: 'aside_2', text: 'Too late' });
    expect(await late).toEqual({ text: 'Caller: My lamp is broken.\nOperator: I will refund you.', by: 'lines' });
    const over = operator.on((leg) => leg.draftBrief());
    rig.calls.end(caller.callId, 'now');
    expect(await over).toMatchObject({ by: 'lines' });
  });
});
