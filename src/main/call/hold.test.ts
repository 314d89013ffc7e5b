import { describe, expect, it } from 'vitest';
import { mulawRms } from '../../shared/audio/mulaw';
import { CallRig, REFUND } from './call.fixture';
import { Operator, runsOf } from './operator.fixture';
import { holdMelody } from './phone/tones';

function called() {
  const rig = new CallRig();
  const caller = rig.greetedCall();
  return { rig, caller, operator: new Operator(rig, caller) };
}

/** Ms of a stretch in which something sounds, in windows of 20 ms. */
function audibleMs(sound: Uint8Array): number {
  let ms = 0;
  for (let at = 0; at < sound.length; at += 160) if (mulawRms(sound, at, at + 160) > 0.002) ms += 20;
  return ms;
}

describe('the hold melody', () => {
  it('is gentle, goes on without a seam, and is the same each time round', () => {
    const bar = holdMelody(0, 6400);
    expect(mulawRms(bar)).toBeGreaterThan(0.005);
    expect(mulawRms(bar)).toBeLessThan(0.05);
    expect(Buffer.from(holdMelody(6400, 6400))).toEqual(Buffer.from(bar));
    expect(Buffer.concat([holdMelody(0, 3130), holdMelody(3130, 3270)])).toEqual(Buffer.from(bar));
  });
});

describe('hold', () => {
  it('the caller hears the melody and nobody, and resume stops it within a frame', () => {
    const { rig, caller, operator } = called();
    caller.model.begin('r1', { one: 5000 });
    caller.sends(1000);
    const heldAtMs = rig.clock.nowMs();
    expect(operator.hold(true)).toBeUndefined();
    expect(operator.hold(true)).toBe('not-possible-now');
    caller.model.audio('r1', 'one', 500);
    caller.model.done('r1', 'cancelled');
    caller.sends(60_000);
    const resumedAtMs = rig.clock.nowMs();
    expect(caller.call.floor).toBe('nobody');
    expect(audibleMs(caller.phone.sound(heldAtMs, resumedAtMs))).toBeGreaterThan(40_000);
    expect(runsOf(caller.phone.sound(heldAtMs + 20, resumedAtMs)).some((run) => run.startsWith('agent'))).toBe(false);
    operator.hold(false);
    caller.sends(1000);
    expect(audibleMs(caller.phone.sound(resumedAtMs + 20, resumedAtMs + 1000))).toBe(0);
    expect(caller.call.floor).toBe('agent');
  });

  it('never has more than 600 ms of it in the phone', () => {
    const { caller, operator } = called();
    const before = caller.phone.allSentBytes;
    operator.hold(true);
    expect(caller.phone.allSentBytes - before).toBe(600 * 8);
    caller.sends(10_000);
    expect(caller.phone.allSentBytes - caller.phone.positionByte).toBeLessThanOrEqual(600 * 8);
    expect(caller.phone.allSentBytes - before).toBeGreaterThan(10_000 * 8);
  });

  it('what the caller says meanwhile is heard by the model and not answered; the agent goes on where it was stopped', () => {
    const { rig, caller, operator } = called();
    caller.model.begin('r1', { one: 5000 });
    caller.sends(1000);
    operator.hold(true);
    caller.model.done('r1', 'cancelled');
    rig.wire.length = 0;
    caller.model.callerStarts('c1');
    caller.sends(1000, 0x11);
    caller.model.callerStops('c1');
    caller.model.tell({ type: 'callerTranscript', itemId: 'c1', text: 'Hello?' });
    caller.sends(20_000);
    expect(rig.wire).toEqual([]);
    expect(caller.call.turns.at(-1)).toMatchObject({ kind: 'caller', text: 'Hello?' });
    operator.hold(false);
    expect(rig.wire).toEqual(['phone clear', 'answer caller on', 'create']);
  });

  it('of a quiet agent ends quietly, and with what a tool answered meanwhile', () => {
    const { rig, caller, operator } = called();
    operator.hold(true);
    operator.hold(false);
    expect(rig.wire).toEqual(['answer caller off', 'phone clear', 'answer caller on']);

    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', REFUND.name);
    caller.model.done('r1');
    operator.hold(true);
    rig.on(caller.callId, (call) => call.tools.answer('t1', 'yes'));
    caller.sends(1000);
    expect(rig.wire.slice(3)).toEqual(['answer caller off', 'output t1 yes']);
    operator.hold(false);
    expect(rig.wire.slice(5)).toEqual(['phone clear', 'answer caller on', 'create']);
  });

  it('of an operator gives the floor back to them', () => {
    const { rig, caller, operator } = called();
    operator.takeOver();
    operator.speaks(200);
    operator.hold(true);
    const heldAtMs = rig.clock.nowMs();
    operator.speaks(5000);
    expect(runsOf(caller.phone.sound(heldAtMs + 20, heldAtMs + 5000))).not.toContain('operator');
    expect(caller.call).toMatchObject({ floor: 'nobody', operator: { lost: null } });
    operator.hold(false);
    const resumedAtMs = rig.clock.nowMs();
    operator.speaks(400);
    expect(runsOf(caller.phone.sound(resumedAtMs + 20, resumedAtMs + 400))).toEqual(['operator 380']);
    expect(caller.call.floor).toBe('operator');
  });

  it('ends when the operator takes over', () => {
    const { rig, caller, operator } = called();
    operator.hold(true);
    caller.sends(1000);
    operator.takeOver();
    const takenAtMs = rig.clock.nowMs();
    operator.speaks(400);
    expect(runsOf(caller.phone.sound(takenAtMs + 20, takenAtMs + 400))).toEqual(['operator 380']);
    expect(operator.hold(false)).toBe('not-possible-now');
  });
});

describe('muting the agent', () => {
  it('is a hold without a sound', () => {
    const { rig, caller, operator } = called();
    caller.model.begin('r1', { one: 5000 });
    caller.sends(1000);
    const mutedAtMs = rig.clock.nowMs();
    expect(operator.muteAgent(true)).toBeUndefined();
    expect(operator.muteAgent(true)).toBe('not-possible-now');
    caller.model.done('r1', 'cancelled');
    caller.sends(5000);
    expect(runsOf(caller.phone.sound(mutedAtMs + 20, mutedAtMs + 5000))).toEqual(['silence 4980']);
    expect(caller.call).toMatchObject({ floor: 'nobody', floorChange: { why: 'agent-muted' } });
    rig.wire.length = 0;
    operator.muteAgent(false);
    expect(rig.wire).toEqual(['answer caller on', 'create']);
    expect(caller.call.floor).toBe('agent');
  });

  it('outlasts a hold, and a take over ends it', () => {
    const { caller, operator } = called();
    operator.muteAgent(true);
    operator.hold(true);
    operator.hold(false);
    expect(caller.call.floor).toBe('nobody');
    expect(caller.model.frames.at(-1)).toBe('answer caller off');
    operator.takeOver('push-to-talk');
    expect(operator.muteAgent(true)).toBe('not-possible-now');
    operator.handBack();
    expect(caller.call.floor).toBe('agent');
  });
});
