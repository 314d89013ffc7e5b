import { describe, expect, it } from 'vitest';
import { CallRig, REFUND } from '../call.fixture';
import { Operator } from '../operator.fixture';

function called() {
  const rig = new CallRig();
  const caller = rig.greetedCall();
  const operator = new Operator(rig, caller);
  const receipt = (id: string): unknown => {
    const turn = caller.call.turns.find((each) => each.id === id);
    return turn?.kind === 'whisper' ? turn.receipt : undefined;
  };
  return { rig, caller, operator, receipt };
}

describe('say', () => {
  it('asks for exactly the words, and the reply that says them is the one that is marked', () => {
    const { rig, caller, operator, receipt } = called();
    operator.say('We close at six.');
    expect(rig.wire).toEqual(['create alone: Say exactly: We close at six.']);
    expect(receipt('say_1')).toEqual({ state: 'sent' });
    caller.model.begin('r1', {}, 'say_1');
    expect(receipt('say_1')).toEqual({ state: 'delivered' });
    caller.model.begin('r1', { one: 500 }, 'say_1');
    expect(receipt('say_1')).toEqual({ state: 'used', turnId: 'one' });
  });

  it('comes after what is being said; two keep their order', () => {
    const { rig, caller, operator } = called();
    caller.model.begin('r1', { one: 3000 });
    operator.say('first');
    operator.say('second');
    expect(rig.wire).toEqual([]);
    caller.model.done('r1');
    expect(rig.wire).toEqual(['create alone: Say exactly: first']);
    caller.model.respond('r2', { two: 500 }, 'say_1');
    caller.model.respond('r3', { three: 500 }, 'say_2');
    expect(rig.wire).toEqual(['create alone: Say exactly: first', 'create alone: Say exactly: second']);
    expect(rig.on(caller.callId, (call) => call.stopWords())).toBeUndefined();
  });

  it('is asked for again when the caller spoke before a word of it was said', () => {
    const { rig, caller, operator, receipt } = called();
    operator.say('We close at six.');
    caller.model.callerStarts('c1');
    caller.model.begin('r1', {}, 'say_1');
    caller.model.done('r1', 'cancelled');
    caller.sends(500, 0x11);
    expect(rig.wire).toEqual(['create alone: Say exactly: We close at six.', 'cancel r1']);
    caller.model.callerStops('c1');
    expect(rig.wire.slice(2)).toEqual(['create alone: Say exactly: We close at six.']);
    caller.model.begin('own', { answer: 400 });
    caller.model.tell({ type: 'createRefused', detail: '' });
    caller.model.done('own');
    expect(rig.wire.slice(3)).toEqual(['create alone: Say exactly: We close at six.']);
    caller.model.respond('r2', { two: 500 }, 'say_1');
    expect(receipt('say_1')).toEqual({ state: 'used', turnId: 'two' });
    caller.sends(20_000);
    expect(rig.wire).toHaveLength(4);
  });

  it('does not take the place of what follows a tool', () => {
    const { rig, caller, operator } = called();
    caller.model.begin('r1');
    operator.say('One moment.');
    caller.model.callTool('r1', 't1', REFUND.name);
    rig.on(caller.callId, (call) => call.tools.answer('t1', 'yes'));
    caller.model.done('r1');
    caller.model.respond('r2', { two: 500 }, 'say_1');
    expect(rig.wire).toEqual(['output t1 yes', 'create alone: Say exactly: One moment.', 'create']);
  });

  it('during a take over waits for the hand back; a take over does not lose it either', () => {
    const { rig, caller, operator, receipt } = called();
    operator.say('first');
    operator.takeOver('push-to-talk');
    operator.say('second');
    caller.model.begin('r1', {}, 'say_1');
    caller.model.done('r1', 'cancelled');
    expect(rig.wire).toEqual(['create alone: Say exactly: first', 'answer caller off', 'cancel r1']);
    operator.handBack();
    caller.model.respond('r2', { one: 500 }, 'say_1');
    caller.model.respond('r3', { two: 500 }, 'say_2');
    expect(rig.wire.slice(3)).toEqual([
      'answer caller on',
      'create alone: Say exactly: first',
      'create alone: Say exactly: second',
    ]);
    expect(receipt('say_1')).toMatchObject({ state: 'used' });
    expect(receipt('say_2')).toMatchObject({ state: 'used' });
  });

  it('is gone when the operator stops the words; what still waits is said', () => {
    const { rig, caller, operator, receipt } = called();
    operator.say('first');
    operator.say('second');
    caller.model.begin('r1', {}, 'say_1');
    rig.on(caller.callId, (call) => call.stopWords());
    caller.model.done('r1', 'cancelled');
    expect(receipt('say_1')).toMatchObject({ state: 'failed' });
    caller.model.respond('r2', { two: 500 }, 'say_2');
    expect(receipt('say_2')).toMatchObject({ state: 'used' });
  });

  it('is given up when it fails each time, and refused when four wait', () => {
    const { caller, operator, receipt } = called();
    operator.say('first');
    for (let n = 1; n <= 4; n += 1) {
      caller.model.begin(`r${String(n)}`, {}, 'say_1');
      caller.model.done(`r${String(n)}`, 'cancelled');
    }
    expect(receipt('say_1')).toMatchObject({ state: 'failed' });
    caller.model.begin('busy', { one: 500 });
    const refusals = Array.from({ length: 6 }, (_, n) => operator.say(String(n)));
    expect(refusals.filter((refusal) => refusal === 'too-many-waiting')).toHaveLength(2);
  });
});
