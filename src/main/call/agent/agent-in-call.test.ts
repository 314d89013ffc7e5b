import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../shared/agent/agent';
import { TURN_TAKING_PRESETS } from '../../../shared/agent/turn-taking';
import type { Tool } from '../../../shared/tool/tool';
import { CallRig, GREETER, LOOKUP, type Caller } from '../call.fixture';

const NEXT: Agent = { ...GREETER, version: 2 };

function apply(rig: CallRig, caller: Caller, next: Partial<Agent>) {
  return rig.on(caller.callId, (call) => call.applyAgent({ ...NEXT, ...next }));
}

function confirmLast(caller: Caller): void {
  caller.model.tell({ type: 'changed', changeId: caller.model.changes.at(-1)?.changeId ?? '' });
}

describe('another version of the agent, applied to a call', () => {
  it('reaches the model with what may change and nothing else, and counts when the model has it', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    const voice = GREETER.voice === 'ash' ? 'marin' : 'ash';
    expect(apply(rig, caller, { instructions: 'Be brief.', greeting: 'Hi', voice, model: 'other' })).toBeUndefined();
    expect(caller.model.changes.map(({ change }) => change)).toEqual([{ instructions: 'Be brief.' }]);
    expect(caller.fact('agent.wasChanged')).toBeUndefined();
    confirmLast(caller);
    expect(caller.fact('agent.wasChanged')).toEqual({
      type: 'agent.wasChanged',
      version: 2,
      name: GREETER.name,
      applied: ['instructions'],
      kept: ['greeting', 'model', 'voice'],
    });
    expect(caller.call.agent.version).toBe(GREETER.version);
    expect(caller.call.agentChange).toMatchObject({ version: 2 });
  });

  it('changes tools and turn-taking, and the new tools answer', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    const tool: Tool = {
      ...LOOKUP,
      kind: 'http',
      method: 'GET',
      url: 'https://example.com',
      name: 'find_parcel',
      parameters: {},
    };
    apply(rig, caller, { tools: [tool], turnTaking: TURN_TAKING_PRESETS.patient });
    expect(caller.model.changes[0]?.change).toEqual({ tools: [tool], turnTaking: TURN_TAKING_PRESETS.patient });
    confirmLast(caller);
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'find_parcel');
    caller.model.callTool('r1', 't2', 'refund_order');
    expect(caller.fact('tool.called')).toMatchObject({ name: 'find_parcel', kind: 'http' });
    expect(caller.fact('tool.failed')).toMatchObject({ toolCallId: 't2', failure: 'unknown-tool' });
  });

  it('leaves the call as it was when the model refuses', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    apply(rig, caller, { tools: [] });
    const changeId = caller.model.changes[0]?.changeId ?? '';
    caller.model.tell({ type: 'changeRefused', changeId, detail: 'Invalid value' });
    expect(caller.fact('agent.changeRefused')).toEqual({
      type: 'agent.changeRefused',
      version: 2,
      detail: 'Invalid value',
    });
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'refund_order');
    expect(caller.fact('tool.called')).toMatchObject({ kind: 'operator' });
  });

  it('changes limits without asking the model', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    apply(rig, caller, { limits: { ...GREETER.limits, longestSilenceSeconds: 10 } });
    expect(caller.model.changes).toEqual([]);
    expect(caller.fact('agent.wasChanged')).toMatchObject({ applied: ['limits'] });
    rig.clock.advance(10_000);
    expect(caller.fact('limit.reached')).toMatchObject({ limit: 'longest-silence' });
  });

  it('is refused before the model is ready, after the call, and when nothing can change', () => {
    const rig = new CallRig();
    const caller = rig.call();
    expect(apply(rig, caller, { instructions: 'x' })).toBe('not-live');
    caller.model.ready();
    expect(apply(rig, caller, { greeting: 'Hi' })).toBe('nothing-to-change');
    expect(apply(rig, caller, { instructions: 'x' })).toBeUndefined();
    expect(apply(rig, caller, { instructions: 'x' })).toBe('nothing-to-change');
    rig.calls.end(caller.callId, 'now');
    expect(apply(rig, caller, { instructions: 'y' })).toBe('call-over');
    expect(rig.on('call_none', (call) => call.applyAgent(NEXT))).toBe('no-such-call');
  });

  it('and another one after it: both count, in the order they were asked for', () => {
    const rig = new CallRig();
    const caller = rig.greetedCall();
    apply(rig, caller, { instructions: 'one' });
    apply(rig, caller, { instructions: 'two', language: 'de', version: 3 });
    for (const { changeId } of caller.model.changes) caller.model.tell({ type: 'changed', changeId });
    expect(caller.events.flatMap((event) => (event.type === 'agent.wasChanged' ? [event.version] : []))).toEqual([
      2, 3,
    ]);
    expect(caller.model.changes[1]?.change).toMatchObject({ instructions: 'two', transcription: { language: 'de' } });
  });
});
