import { describe, expect, it } from 'vitest';
import { CallRig, OPERATOR_RETURN_MS } from './call.fixture';
import { Operator, runsOf } from './operator.fixture';

function taken(microphone: 'open' | 'push-to-talk' = 'open') {
  const rig = new CallRig();
  const caller = rig.greetedCall();
  const operator = new Operator(rig, caller);
  operator.takeOver(microphone);
  operator.speaks(200);
  rig.wire.length = 0;
  return { rig, caller, operator };
}

function lost({ rig, caller }: ReturnType<typeof taken>, headset: string | undefined = 'headset_1'): unknown {
  return rig.on(caller.callId, (call) => call.operator.lost(headset, 'console-lost'));
}

describe('an operator who is lost', () => {
  it('is missed at once, and after a time the agent goes on by itself, with a brief', () => {
    const at = taken();
    const { rig, caller } = at;
    caller.model.callerStarts('c1');
    caller.model.callerStops('c1');
    caller.model.tell({ type: 'callerTranscript', itemId: 'c1', text: 'Are you there?' });
    expect(lost(at)).toBeUndefined();
    expect(caller.call.operator?.lost?.loss).toBe('console-lost');
    caller.sends(OPERATOR_RETURN_MS - 20);
    expect(caller.call.floor).toBe('operator');
    caller.sends(20);
    expect(caller.call).toMatchObject({ floor: 'agent', floorChange: { why: 'operator-lost' }, operator: null });
    expect(rig.wire).toEqual([
      expect.stringMatching(/^note brief_1: .*was lost in the middle of the call.*\nCaller: Are you there\?$/s),
      'answer caller on',
      'create',
    ]);
    const fromMs = rig.clock.nowMs();
    caller.model.respond('r1', { one: 400 });
    caller.sends(400);
    expect(runsOf(caller.phone.sound(fromMs, fromMs + 400))).toEqual(['agent 400']);
  });

  it('comes back with the same console or a new one, and goes on where they were', () => {
    const at = taken();
    const { rig, caller } = at;
    lost(at);
    caller.sends(4000);
    const reloaded = new Operator(rig, caller, 'headset_2');
    expect(reloaded.takeOver()).toBeUndefined();
    expect(caller.facts.slice(-3)).toEqual(['operator.lost', 'operator.tookOver', 'operator.cameBack']);
    expect(caller.call.operator?.consoleId).toBe('console of headset_2');
    const fromMs = rig.clock.nowMs();
    reloaded.speaks(10_000);
    at.operator.frame();
    expect(runsOf(caller.phone.sound(fromMs + 20, fromMs + 10_000))).toEqual(['operator 9980']);
    expect(caller.call.operator?.lost).toBeNull();
    expect(lost(at)).toBe('not-your-floor');
    expect(rig.wire).toEqual([]);
  });

  it('is there again when the channel of the same headset is, but not by frames of a device that is gone', () => {
    const at = taken();
    lost(at);
    at.operator.frame();
    expect(at.caller.call.operator?.lost).toBeNull();
    at.operator.on((leg) => leg.lost(undefined, 'device-lost'));
    at.operator.frame();
    expect(at.caller.call.operator?.lost?.loss).toBe('device-lost');
  });

  it('is noticed when an open microphone sends nothing, and found when it does again', () => {
    const { rig, caller, operator } = taken();
    caller.sends(2900);
    expect(caller.call.operator?.lost).toBeNull();
    caller.sends(200);
    expect(caller.call.operator?.lost?.loss).toBe('no-sound');
    operator.speaks(100);
    expect(caller.call.operator?.lost).toBeNull();
    operator.speaks(20_000);
    expect(caller.call.floor).toBe('operator');
    expect(rig.wire).toEqual([]);
  });

  it('is not missed while muted, with push-to-talk, or while the caller is on hold', () => {
    const muted = taken();
    muted.operator.on((leg) => leg.muteMyself(true));
    muted.caller.sends(30_000);
    const pushing = taken('push-to-talk');
    pushing.caller.sends(30_000);
    const holding = taken();
    holding.operator.hold(true);
    holding.caller.sends(30_000);
    holding.operator.on((leg) => leg.lost(undefined, 'no-sound'));
    holding.caller.sends(30_000);
    for (const { caller } of [muted, pushing, holding]) expect(caller.facts).not.toContain('operator.lost');
    muted.operator.on((leg) => leg.muteMyself(false));
    muted.caller.sends(3100);
    expect(muted.caller.call.operator?.lost?.loss).toBe('no-sound');
  });

  it('by what the page says: gone, and back', () => {
    const at = taken('push-to-talk');
    expect(at.operator.on((leg) => leg.lost(undefined, 'device-lost'))).toBeUndefined();
    expect(at.operator.on((leg) => leg.lost(undefined, 'permission-lost'))).toBeUndefined();
    expect(at.caller.call.operator?.lost?.loss).toBe('device-lost');
    expect(at.operator.on((leg) => leg.lost('headset_9', 'console-lost'))).toBe('not-your-floor');
    expect(at.operator.on((leg) => leg.lost(undefined, null))).toBeUndefined();
    at.caller.sends(30_000);
    expect(at.caller.call).toMatchObject({ floor: 'operator', operator: { lost: null } });
    at.operator.handBack();
    expect(lost(at)).toBe('not-your-floor');
  });

  it('while on hold: the hold ends and the agent goes on', () => {
    const at = taken();
    at.operator.hold(true);
    lost(at);
    at.caller.sends(OPERATOR_RETURN_MS + 40);
    expect(at.caller.call.floor).toBe('agent');
    expect(at.rig.wire.at(-1)).toBe('create');
  });
});

describe('a model that fails while an operator speaks', () => {
  it('does not end the call; there is nobody to hand it back to', () => {
    const at = taken();
    const { rig, caller, operator } = at;
    rig.models.none();
    caller.model.tell({ type: 'failed', failure: 'lost', detail: 'closed' });
    const fromMs = rig.clock.nowMs();
    operator.speaks(5000);
    expect(runsOf(caller.phone.sound(fromMs + 20, fromMs + 5000))).toEqual(['operator 4980']);
    expect(operator.handBack()).toBe('not-live');
    expect(operator.whisper('hello')).toBe('not-live');
    expect(caller.call.phase.name).toBe('live');
    expect(new Set(rig.wire)).toEqual(new Set(['close']));
    rig.calls.end(caller.callId, 'now');
    expect(caller.fact('call.ended')).toMatchObject({ by: 'operator', reason: 'operator-ended' });
  });

  it('and is lost as well: the carrier tells the caller', () => {
    const at = taken();
    at.caller.model.tell({ type: 'failed', failure: 'lost', detail: 'closed' });
    lost(at);
    at.caller.sends(OPERATOR_RETURN_MS);
    expect(at.caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'operator-left' });
    expect(at.rig.wire.at(-1)).toBe('apologise CA1');
    at.rig.clock.advance(20_000);
    expect(at.rig.clock.pendingTimers).toBe(0);
  });
});

describe('ending after the last words', () => {
  it('lets the agent finish, begins nothing more, and is the operator’s doing', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    caller.model.begin('r1', { one: 2000 });
    expect(rig.calls.end(caller.callId, 'after-words')).toBeUndefined();
    caller.model.audio('r1', 'one', 1000);
    caller.model.audioDone('r1', 'one');
    caller.model.done('r1');
    new Operator(rig, caller).say('too late');
    caller.sends(2900);
    expect(caller.call.phase.name).toBe('live');
    caller.sends(200);
    expect(caller.phone.heardMs(0, caller.phone.allSentBytes)).toBe(4000);
    expect(caller.fact('call.ended')).toMatchObject({ by: 'operator', reason: 'operator-ended' });
    expect(rig.wire.slice(0, 2)).toEqual(['close', 'hang up CA1']);
  });

  it('ends at once where nothing is being said, and when the caller interrupts', () => {
    const rig = new CallRig();
    const quiet = rig.greetedCall();
    rig.calls.end(quiet.callId, 'after-words');
    expect(quiet.call.phase.name).toBe('ended');
    const caller = rig.greetedCall();
    caller.model.respond('r1', { one: 5000 });
    rig.calls.end(caller.callId, 'after-words');
    caller.sends(500);
    caller.model.callerStarts('c1');
    expect(caller.fact('call.ended')).toMatchObject({ by: 'operator' });
    expect(rig.calls.end(caller.callId, 'after-words')).toBe('call-over');
  });
});
