import { describe, expect, it } from 'vitest';
import type { McpTool } from '../../shared/tool/tool';
import { CallRig, GREETER, type Caller } from './call.fixture';

const fn = (name: string, isTrusted?: boolean) => ({
  name,
  description: '',
  parameters: {},
  ...(isTrusted === undefined ? {} : { isTrusted }),
});

const SHOP: McpTool = {
  kind: 'mcp',
  name: 'shop',
  description: '',
  timeoutMs: 8000,
  url: 'https://mcp.example.com/mcp',
  functions: [fn('find', true), fn('refund')],
  approval: {
    when: 'matching',
    waitMs: 5000,
    conditions: [{ argument: 'amount', test: 'more-than', value: '20' }],
  },
  askedBy: 'service',
};

function ring(): { readonly rig: CallRig; readonly caller: Caller } {
  const rig = new CallRig({ ...GREETER, tools: [SHOP] });
  return { rig, caller: rig.greetedCall() };
}

/** The service asks for a refund of so much, in a response that is over then. */
function asks(caller: Caller, toolCallId: string, amount: number): void {
  caller.model.begin(`r_${toolCallId}`);
  caller.model.serviceCalls('asks', `r_${toolCallId}`, toolCallId, 'shop_refund', `{"amount":${String(amount)}}`);
  caller.model.done(`r_${toolCallId}`);
}

const outcomeOf = (caller: Caller, toolCallId: string) =>
  caller.call.turns.flatMap((turn) =>
    turn.kind === 'tool' && turn.toolCallId === toolCallId ? [turn.outcome] : [],
  )[0];

describe('a tool that the model service runs by itself', () => {
  it('is seen to run and to end, and the agent goes on', () => {
    const { rig, caller } = ring();
    caller.model.begin('r1');
    caller.model.serviceCalls('runs', 'r1', 't1', 'shop_find', '{"id":"A17"}');
    expect(outcomeOf(caller, 't1')).toEqual({ state: 'pending' });
    caller.model.tell({ type: 'toolEnded', toolCallId: 't1', outcome: { ok: true, output: 'shipped' } });
    expect(rig.wire).toEqual([]);
    caller.model.done('r1');
    expect(rig.wire).toEqual(['create']);
    expect(outcomeOf(caller, 't1')).toMatchObject({ state: 'answered', by: 'machine', output: 'shipped' });
  });

  it('is permitted without a person where the conditions of its approval say so', () => {
    const { rig, caller } = ring();
    asks(caller, 't1', 5);
    expect(rig.wire).toEqual(['permit t1']);
    expect(caller.facts).not.toContain('tool.askedApproval');
  });

  it('waits for a person, of whom the model is told, and runs when exactly that is approved', () => {
    const { rig, caller } = ring();
    asks(caller, 't1', 48);
    expect(rig.wire[0]).toMatch(/^note late_answer_1: Your call of shop_refund waits for a person/);
    expect(rig.wire.slice(1)).toEqual(['create']);
    const digest = caller.fact('tool.askedApproval')?.digest ?? '';
    expect(rig.on(caller.callId, (call) => call.tools.approve('t1', '0'.repeat(64)))).toBe('stale-approval');
    expect(rig.wire).not.toContain('permit t1');
    caller.model.respond('r2', { i2: 0 });
    expect(rig.on(caller.callId, (call) => call.tools.approve('t1', digest))).toBeUndefined();
    expect(rig.on(caller.callId, (call) => call.tools.approve('t1', digest))).toBe('already-answered');
    caller.model.tell({ type: 'toolEnded', toolCallId: 't1', outcome: { ok: true, output: 'refunded' } });
    expect(rig.wire.slice(2)).toEqual(['permit t1', 'create']);
    expect(outcomeOf(caller, 't1')).toMatchObject({ state: 'answered', output: 'refunded' });
  });

  it('is forbidden when a person rejects it, when nobody decides, and when it is switched off', () => {
    const { rig, caller } = ring();
    asks(caller, 't1', 48);
    caller.model.respond('r2', { i2: 0 });
    rig.on(caller.callId, (call) => call.tools.reject('t1', 'Not today'));
    expect(rig.wire).toContain('forbid t1: Not today');
    asks(caller, 't2', 49);
    rig.clock.advance(5000);
    expect(rig.wire).toContain('forbid t2: Nobody approved it in time');
    rig.on(caller.callId, (call) => call.tools.switchFunction('shop_refund', false));
    asks(caller, 't3', 5);
    expect(rig.wire).toContain('forbid t3: This tool may not be used in this call');
    expect(rig.wire.filter((line) => line.startsWith('permit'))).toEqual([]);
  });

  it('is stale when the agent asks anew before it was approved', () => {
    const { rig, caller } = ring();
    asks(caller, 't1', 48);
    asks(caller, 't2', 49);
    expect(rig.wire.find((line) => line.startsWith('forbid t1'))).toBeDefined();
    expect(rig.on(caller.callId, (call) => call.tools.approve('t1', '0'.repeat(64)))).toBe('stale-approval');
    expect(outcomeOf(caller, 't2')).toEqual({ state: 'pending' });
  });

  it('that hangs is given up on the screen, and spoken of when it answers after all', () => {
    const { rig, caller } = ring();
    caller.model.begin('r1');
    caller.model.serviceCalls('runs', 'r1', 't1', 'shop_find');
    caller.model.done('r1');
    rig.clock.advance(8000);
    expect(outcomeOf(caller, 't1')).toMatchObject({ state: 'failed', failure: 'timed-out' });
    caller.model.respond('r2', { i2: 0 });
    const before = rig.wire.length;
    caller.model.tell({ type: 'toolEnded', toolCallId: 't1', outcome: { ok: true, output: 'late' } });
    expect(rig.wire.slice(before)).toEqual(['create']);
    expect(caller.facts.filter((type) => type === 'tool.answered')).toEqual([]);
  });

  it('that answers after the caller hung up changes nothing', () => {
    const { rig, caller } = ring();
    caller.model.serviceCalls('runs', 'r1', 't1', 'shop_find');
    rig.calls.end(caller.callId, 'now');
    const before = rig.journal.length;
    caller.model.tell({ type: 'toolEnded', toolCallId: 't1', outcome: { ok: true, output: 'late' } });
    expect(rig.journal.length).toBe(before);
    expect(outcomeOf(caller, 't1')).toMatchObject({ state: 'failed', failure: 'call-ended' });
  });
});
