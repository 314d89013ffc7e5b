import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { CallRig, GREETER, type Caller } from '../call.fixture';
import { Operator } from '../operator.fixture';
import { CallerKeys } from './caller-keys';

function presses(caller: Caller, keys: string): void {
  for (const key of keys) {
    caller.stream.onDigit(key);
    caller.sends(400);
  }
}

const told = (keys: string): string => `The caller pressed these keys on the phone: ${keys}`;

describe('keys that the caller presses', () => {
  it('reach the model as one turn when # ends them, are answered, and stand in the transcript', () => {
    const caller = new CallRig().greetedCall();
    presses(caller, '482913');
    expect(caller.model.written).toEqual([]);
    presses(caller, '#');
    expect(caller.model.written).toEqual([told('482913#')]);
    expect(caller.model.frames.at(-1)).toBe('create');
    const notes = caller.call.turns.flatMap((turn) => (turn.kind === 'note' ? [turn.event] : []));
    expect(notes.map((event) => (event.type === 'caller.pressedKey' ? event.digit : '')).join('')).toBe('482913#');
  });

  it('reach it after a pause of three seconds as well, and no more than 32 at a time', () => {
    const caller = new CallRig().greetedCall();
    presses(caller, '12');
    caller.sends(2500);
    expect(caller.model.written).toEqual([]);
    caller.sends(200);
    expect(caller.model.written).toEqual([told('12')]);
    presses(caller, '0'.repeat(33));
    expect(caller.model.written.slice(1)).toEqual([told('0'.repeat(32))]);
  });

  it('are answered after what the agent says, and after what the caller says', () => {
    const caller = new CallRig().greetedCall();
    caller.model.begin('r1', { words: 1000 });
    presses(caller, '7#');
    expect(caller.model.frames).not.toContain('create');
    caller.model.done('r1');
    expect(caller.model.frames.at(-1)).toBe('create');
    caller.model.respond('r2', { answer: 200 });
    caller.sends(400);
    caller.model.frames.length = 0;
    caller.model.callerStarts('c1');
    presses(caller, '8#');
    expect(caller.model.written.at(-1)).toBe(told('8#'));
    expect(caller.model.frames).toEqual([]);
  });

  it('are known to an agent that may not speak, and not answered', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    new Operator(rig, caller).takeOver();
    presses(caller, '5#');
    expect(caller.model.written).toEqual([told('5#')]);
    expect(caller.model.frames).not.toContain('create');
  });

  it('of before the model was ready reach it when it is', () => {
    const caller = new CallRig().call();
    presses(caller, '3#');
    expect(caller.model.written).toEqual([]);
    caller.model.ready();
    expect(caller.model.written).toEqual([told('3#')]);
  });

  it('keep the agent from hanging up, and break a silence', async () => {
    const limits = { ...GREETER.limits, longestSilenceSeconds: 10, then: 'raise-to-operator' } as const;
    const rig = new CallRig({ ...GREETER, limits });
    const caller = rig.greetedCall();
    caller.sends(8000);
    presses(caller, '4');
    caller.model.begin('bye');
    caller.model.callTool('bye', 't1', 'end_call');
    caller.model.done('bye');
    await rig.settle();
    expect(caller.model.frames.join()).toContain('output t1 {"error":"refused"');
    caller.sends(2000);
    expect(caller.facts).not.toContain('limit.reached');
    expect(caller.facts).not.toContain('call.ended');
  });

  it('leave no timer when the call is over', () => {
    const clock = new ManualClock();
    const keys = new CallerKeys(clock, () => undefined);
    keys.open();
    keys.press('1');
    keys.dispose();
    expect(clock.pendingTimers).toBe(0);
  });
});
