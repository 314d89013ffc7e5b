import { describe, expect, it } from 'vitest';
import { mulawRms } from '../../../shared/audio/mulaw';
import { CallRig } from '../call.fixture';
import { Operator, runsOf } from '../operator.fixture';
import { keysIn } from './dtmf.fixture';
import { dtmfTones } from './tones';

function called() {
  const rig = new CallRig();
  const caller = rig.greetedCall();
  return { rig, caller, operator: new Operator(rig, caller) };
}

describe('tones', () => {
  it('are 100 ms long, 80 ms apart, at -9 dBm0, and understood', () => {
    const all = '0123456789ABCD*#';
    const tones = dtmfTones(all);
    expect(tones).toHaveLength(all.length * 180 * 8);
    expect(keysIn(tones)).toBe(all);
    const dbm0 = 20 * Math.log10(mulawRms(tones, 40, 760)) + 3.01 + 3.17;
    expect(dbm0).toBeGreaterThan(-9.6);
    expect(dbm0).toBeLessThan(-8.6);
    expect(mulawRms(tones, 800, 1440)).toBe(0);
    expect(dtmfTones('x').every((byte) => byte === 0xff)).toBe(true);
  });
});

describe('the keypad', () => {
  it('is heard at the far end: the agent is stopped, and goes on afterwards', () => {
    const { rig, caller, operator } = called();
    caller.model.begin('r1', { one: 5000 });
    caller.sends(1000);
    const pressedAtMs = rig.clock.nowMs();
    expect(operator.pressKeys('12#')).toBeUndefined();
    caller.model.audio('r1', 'one', 500);
    caller.model.done('r1', 'cancelled');
    caller.sends(540);
    expect(rig.wire).toEqual(['phone clear', 'cancel r1', 'truncate one/0 999', 'create']);
    const sound = caller.phone.sound(pressedAtMs + 20, pressedAtMs + 560);
    expect(keysIn(sound)).toBe('12#');
    expect(runsOf(sound)).not.toContainEqual(expect.stringContaining('agent'));
    expect(caller.call.turns.at(-1)).toMatchObject({
      kind: 'note',
      event: { type: 'operator.pressedKeys', digits: '12#' },
    });
    expect(caller.call.floor).toBe('agent');
  });

  it('tones are not cut short by whoever speaks at the far end; an answer the model began meanwhile comes after them', () => {
    const { rig, caller, operator } = called();
    operator.pressKeys('123456');
    const fromMs = rig.clock.nowMs();
    caller.model.callerStarts('menu');
    caller.sends(300, 0x11);
    caller.model.callerStops('menu');
    caller.model.begin('own', { one: 1000 });
    caller.model.done('own', 'cancelled');
    caller.sends(1000);
    expect(keysIn(caller.phone.sound(fromMs, fromMs + 1080))).toBe('123456');
    expect(rig.wire).toEqual(['cancel own', 'truncate one/0 0', 'create']);
  });

  it('more keys come after those before; too many are refused', () => {
    const { rig, caller, operator } = called();
    const fromMs = rig.clock.nowMs();
    operator.pressKeys('12');
    caller.sends(100);
    operator.pressKeys('34');
    caller.sends(1000);
    expect(keysIn(caller.phone.sound(fromMs, fromMs + 1100))).toBe('1234');
    const presses = Array.from({ length: 4 }, () => operator.pressKeys('0'.repeat(32)));
    expect(presses).toEqual([undefined, undefined, 'too-many-waiting', 'too-many-waiting']);
  });

  it('works for an operator who has the floor, and while the caller is on hold', () => {
    const { rig, caller, operator } = called();
    operator.takeOver();
    operator.speaks(400);
    const pressedAtMs = rig.clock.nowMs();
    operator.pressKeys('5');
    operator.speaks(400);
    const sound = caller.phone.sound(pressedAtMs + 20, pressedAtMs + 400);
    expect(keysIn(sound)).toBe('5');
    expect(runsOf(sound.subarray(0, 160 * 8))).not.toContainEqual(expect.stringContaining('operator'));
    expect(runsOf(sound).at(-1)).toContain('operator');
    operator.hold(true);
    const heldAtMs = rig.clock.nowMs();
    caller.sends(1000);
    operator.pressKeys('7');
    caller.sends(400);
    expect(keysIn(caller.phone.sound(heldAtMs + 1020, heldAtMs + 1200))).toBe('7');
    caller.sends(1000);
    expect(mulawRms(caller.phone.sound(heldAtMs + 1300, heldAtMs + 2300))).toBeGreaterThan(0.003);
    expect(rig.on('nobody', (call) => call.operator.pressKeys('1'))).toBe('no-such-call');
  });
});
