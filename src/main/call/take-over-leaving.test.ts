import { describe, expect, it } from 'vitest';
import { CallRig, GREETER } from './call.fixture';
import { Operator } from './operator.fixture';

const LIMITS = { longestCallMinutes: 1, longestSilenceSeconds: null, spendUsd: null, then: 'say-goodbye' } as const;

function called(rig = new CallRig()) {
  const caller = rig.greetedCall();
  return { rig, caller, operator: new Operator(rig, caller) };
}

describe('an agent that is about to hang up when the operator takes over', () => {
  it('does not: neither after its goodbye nor by a tool that it called before', () => {
    const { rig, caller, operator } = called();
    caller.model.begin('r1', { bye: 500 });
    caller.model.callTool('r1', 't1', 'end_call');
    operator.takeOver('push-to-talk');
    caller.model.callTool('r1', 't2', 'end_call');
    caller.model.done('r1', 'cancelled');
    caller.sends(60_000);
    expect(caller.call.phase.name).toBe('live');
    operator.handBack();
    caller.sends(1000);
    expect(caller.call.phase.name).toBe('live');
    caller.model.respond('r2', { again: 500 });
    rig.calls.end(caller.callId, 'now');
  });

  it('says its goodbye after the hand back when a limit wants it', async () => {
    const { rig, caller, operator } = called(new CallRig({ ...GREETER, limits: LIMITS }));
    rig.clock.advance(58_000);
    expect(rig.wire).toEqual([expect.stringContaining('This call has to end now')]);
    operator.takeOver('push-to-talk');
    caller.model.begin('bye', { bye: 500 }, 'goodbye');
    caller.model.done('bye', 'cancelled');
    caller.sends(60_000);
    expect(caller.call.phase.name).toBe('live');
    rig.wire.length = 0;
    operator.handBack();
    expect(rig.wire).toEqual(['answer caller on', expect.stringContaining('This call has to end now')]);
    caller.model.respond('bye2', { bye2: 500 }, 'goodbye');
    caller.sends(1000);
    await rig.settle();
    expect(caller.fact('call.ended')).toMatchObject({ by: 'switchboard', reason: 'longest-call-reached' });
  });
});

describe('what is under way when a call ends', () => {
  it('a whisper that no model confirmed is not left as sent', () => {
    const { rig, caller, operator } = called();
    operator.whisper('Too late');
    rig.calls.end(caller.callId, 'now');
    expect(caller.call.turns.at(-1)).toMatchObject({ kind: 'whisper', receipt: { state: 'failed' } });
  });
});

describe('a note whose place is gone', () => {
  it('goes to the end of the conversation instead', () => {
    const { rig, caller, operator } = called();
    operator.takeOver('push-to-talk');
    rig.transcriber.last.says('u1', 'Hello');
    caller.model.tell({ type: 'noteRefused', itemId: 'operator_1', detail: 'no such item' });
    caller.model.tell({ type: 'noteRefused', itemId: 'operator_1', detail: 'no such item' });
    const notes = rig.wire.filter((line) => line.startsWith('note'));
    expect(notes.map((line) => line.replace(/:.*/, ''))).toEqual(['note operator_1 after hello', 'note operator_1']);
  });
});
