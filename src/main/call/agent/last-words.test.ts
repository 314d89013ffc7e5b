import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { CallRig, GREETER, type Caller } from '../call.fixture';
import { PendingHangup, type HangupReason } from './last-words';

const END_CALL = { kind: 'built-in', name: 'end_call', description: '', timeoutMs: 8000 } as const;

function rigWith(callerInterrupts = true): { readonly rig: CallRig; readonly caller: Caller } {
  const { turnTaking } = GREETER;
  const rig = new CallRig({ ...GREETER, tools: [END_CALL], turnTaking: { ...turnTaking, callerInterrupts } });
  return { rig, caller: rig.greetedCall() };
}

/** A response that says goodbye for `ms` and calls `end_call`. */
function saysGoodbye(caller: Caller, ms: number): void {
  caller.model.begin('bye', { bye: ms });
  caller.model.audioDone('bye', 'bye');
  caller.model.callTool('bye', 'end', 'end_call');
  caller.model.done('bye');
}

describe('PendingHangup', () => {
  /** A hang-up whose words sound until `phone.endsAtMs`, and the reasons it was carried out for. */
  function pending() {
    const clock = new ManualClock();
    const left: HangupReason[] = [];
    const phone = { endsAtMs: 0 };
    const voice = { soundEndsAtMs: () => phone.endsAtMs };
    const hangup = new PendingHangup(clock, voice, { hasTurn: () => false, isLoud: () => false }, (reason) =>
      left.push(reason),
    );
    return { clock, left, phone, hangup };
  }

  it('waits fifteen seconds from the last goodbye, unless it is taken back', () => {
    const { clock, left, hangup } = pending();
    hangup.begin('agent');
    clock.advance(10_000);
    hangup.begin('agent');
    clock.advance(14_999);
    expect(left).toEqual([]);
    expect(hangup.isUnderWay).toBe(true);
    clock.advance(1);
    expect(left).toEqual(['agent']);

    hangup.begin('agent');
    hangup.cancel();
    expect(hangup.isUnderWay).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it('waits fifteen seconds from when the words should be over, also those that come meanwhile', () => {
    const { clock, left, phone, hangup } = pending();
    phone.endsAtMs = 25_000;
    hangup.begin('agent');
    clock.advance(30_000);
    phone.endsAtMs = 32_000;
    clock.advance(16_999);
    expect(left).toEqual([]);
    clock.advance(1);
    expect(left).toEqual(['agent']);
  });

  it('of the operator is not taken back by what the caller says', () => {
    const { left, hangup } = pending();
    hangup.quiet();
    hangup.begin('agent');
    hangup.begin('operator');
    hangup.begin('agent');
    hangup.cancel();
    expect(hangup.isUnderWay).toBe(true);
    hangup.quiet();
    expect(left).toEqual(['operator']);
  });
});

describe('an agent that ends the call', () => {
  it('behind 25 s of speech hangs up when all of it was heard', () => {
    const { caller } = rigWith();
    saysGoodbye(caller, 25_000);
    caller.sends(24_900);
    expect(caller.fact('call.ended')).toBeUndefined();
    caller.sends(300);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'agent-hung-up' });
    expect(caller.call.turns.find(({ id }) => id === 'bye')).toMatchObject({ speech: { state: 'heard' } });
  });

  it('hangs up 15 s after its words should be over on a phone that never says so', () => {
    const { caller } = rigWith();
    caller.phone.onMark = () => undefined;
    saysGoodbye(caller, 25_000);
    caller.sends(39_900);
    expect(caller.fact('call.ended')).toBeUndefined();
    caller.sends(200);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'agent-hung-up' });
  });
});

describe('a caller who speaks', () => {
  const REFUSED = /^output end \{"error":"refused"/;

  it('into a goodbye that may not be interrupted is not hung up on', async () => {
    const { rig, caller } = rigWith(false);
    caller.model.begin('bye', { bye: 3000 });
    caller.sends(2500, 0x11);
    caller.model.callerStarts('c1');
    caller.model.audioDone('bye', 'bye');
    caller.model.callTool('bye', 'end', 'end_call');
    caller.model.done('bye');
    await rig.settle();
    caller.sends(2000, 0x11);
    expect(caller.fact('call.ended')).toBeUndefined();
    expect(caller.model.frames.find((line) => line.startsWith('output'))).toMatch(REFUSED);
    caller.model.callerStops('c1');
    expect(caller.model.frames.at(-1)).toBe('create');
  });

  it('0.3 s before end_call is not hung up on', () => {
    const { caller } = rigWith();
    caller.model.respond('r1', { words: 1000 });
    caller.sends(1200);
    caller.model.callerStarts('c1');
    caller.sends(300, 0x11);
    caller.model.begin('bye');
    caller.model.callTool('bye', 'end', 'end_call');
    caller.model.done('bye');
    caller.sends(1000, 0x11);
    expect(caller.fact('call.ended')).toBeUndefined();
  });

  it('is heard for a moment before the model tells of it', () => {
    const { caller } = rigWith();
    saysGoodbye(caller, 1000);
    caller.sends(800);
    caller.sends(400, 0x11);
    expect(caller.fact('call.ended')).toBeUndefined();
    caller.model.callerStarts('c1');
    caller.sends(20_000);
    expect(caller.fact('call.ended')).toBeUndefined();
  });

  it('is taken for noise when the model hears no speech', () => {
    const { caller } = rigWith();
    saysGoodbye(caller, 1000);
    caller.sends(2000, 0x11);
    expect(caller.fact('call.ended')).toMatchObject({ reason: 'agent-hung-up' });
  });
});
