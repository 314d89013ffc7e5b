import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalDigest } from '../../../shared/tool/digest';
import { CANCEL, LOOKUP, REFUND, ToolDesk } from './tool-calls.fixture';

const ARGS = '{"id":"t1"}';
const DIGEST = approvalDigest('t1', 'cancel_order', ARGS);

describe('a tool that needs approval', () => {
  it('does not run until a person approves, and the model is told so at once', () => {
    const desk = new ToolDesk();
    desk.call('t1', 'cancel_order');
    desk.responseOver('r1');
    expect(desk.runs).toBe(0);
    expect(desk.facts).toEqual(['tool.called', 'tool.askedApproval', 'tool.deferred']);
    expect(desk.fact('tool.askedApproval')).toMatchObject({ digest: DIGEST, waitMs: 60_000 });
    expect(desk.outputs).toHaveLength(1);
    expect(JSON.parse(desk.outputs[0]?.[1] ?? '')).toMatchObject({ status: 'pending' });
    expect(desk.wire).toEqual(['output t1', 'go on']);
  });

  it('runs exactly what was shown, and the model hears of it later, once', async () => {
    const desk = new ToolDesk();
    const args = '{ "id" : "A17", "note":"\\u00e4  b" }';
    desk.call('t1', 'cancel_order', args);
    expect(desk.calls.approve('t1', approvalDigest('t1', 'cancel_order', args))).toBeUndefined();
    expect([...desk.running.keys()]).toEqual([args]);
    desk.running.get(args)?.settle({ ok: true, output: '{"cancelled":true}' });
    await Promise.resolve();
    expect(desk.outputs).toHaveLength(1);
    expect(desk.told).toHaveLength(1);
    expect(desk.told[0]).toContain('{"cancelled":true}');
    expect(desk.events.at(-1)).toMatchObject({ type: 'tool.answered', by: 'machine', output: '{"cancelled":true}' });
  });

  it.each([
    ['other arguments', approvalDigest('t1', 'cancel_order', '{"id":"A18"}')],
    ['the same arguments written otherwise', approvalDigest('t1', 'cancel_order', '{ "id":"t1"}')],
    ['another function', approvalDigest('t1', 'lookup_order', ARGS)],
    ['another call', approvalDigest('t2', 'cancel_order', ARGS)],
    ['nothing', '0'.repeat(64)],
  ])('does not run by an approval of %s', (_name, digest) => {
    const desk = new ToolDesk();
    desk.call('t1', 'cancel_order');
    expect(desk.calls.approve('t1', digest)).toBe('stale-approval');
    expect(desk.runs).toBe(0);
    expect(desk.calls.approve('t1', DIGEST)).toBeUndefined();
    expect(desk.runs).toBe(1);
  });

  it('is not what is wanted any more when the agent asks anew: the old card is stale, the new one runs', () => {
    const desk = new ToolDesk();
    desk.call('t1', 'cancel_order');
    desk.call('t2', 'cancel_order', '{"id":"A18"}', 'r2');
    expect(desk.calls.approve('t1', DIGEST)).toBe('stale-approval');
    expect(desk.calls.reject('t1', '')).toBe('stale-approval');
    expect(desk.runs).toBe(0);
    expect(desk.fact('tool.failed')).toMatchObject({ toolCallId: 't1', failure: 'superseded' });
    expect(desk.told[0]).toContain('superseded');
    expect(desk.calls.approve('t2', approvalDigest('t2', 'cancel_order', '{"id":"A18"}'))).toBeUndefined();
    expect([...desk.running.keys()]).toEqual(['{"id":"A18"}']);
  });

  it('may be wanted twice in one response, and then both are approved on their own', () => {
    const desk = new ToolDesk();
    desk.call('t1', 'cancel_order');
    desk.call('t2', 'cancel_order', '{"id":"A18"}');
    expect(desk.calls.approve('t1', DIGEST)).toBeUndefined();
    expect(desk.calls.approve('t2', approvalDigest('t2', 'cancel_order', '{"id":"A18"}'))).toBeUndefined();
    expect(desk.runs).toBe(2);
  });

  it('is not superseded any more once it runs', async () => {
    const desk = new ToolDesk();
    desk.call('t1', 'cancel_order');
    desk.calls.approve('t1', DIGEST);
    desk.call('t2', 'cancel_order', '{"id":"A18"}', 'r2');
    await desk.settles('t1', { ok: true, output: 'cancelled' });
    expect(desk.events).toContainEqual(expect.objectContaining({ type: 'tool.answered', toolCallId: 't1' }));
  });

  it('takes the first decision, and tells the second', () => {
    const approved = new ToolDesk();
    approved.call('t1', 'cancel_order');
    expect(approved.calls.approve('t1', DIGEST)).toBeUndefined();
    expect(approved.calls.approve('t1', DIGEST)).toBe('already-answered');
    expect(approved.calls.reject('t1', 'no')).toBe('no-such-tool-call');
    expect(approved.runs).toBe(1);
    const rejected = new ToolDesk();
    rejected.call('t1', 'cancel_order');
    expect(rejected.calls.reject('t1', 'Too late')).toBeUndefined();
    expect(rejected.calls.approve('t1', DIGEST)).toBe('already-answered');
    expect(rejected.runs).toBe(0);
    expect(rejected.told[0]).toContain('{"error":"refused","message":"Too late"}');
    expect(rejected.calls.approve('t9', DIGEST)).toBe('no-such-tool-call');
  });

  it('fails when nobody decides in time, and its own time begins with the approval', () => {
    const desk = new ToolDesk();
    desk.call('t1', 'cancel_order');
    desk.clock.advance(59_000);
    expect(desk.calls.approve('t1', DIGEST)).toBeUndefined();
    desk.clock.advance(7000);
    expect(desk.settlements('t1')).toBe(0);
    desk.clock.advance(1000);
    expect(desk.fact('tool.failed')).toMatchObject({ failure: 'timed-out', detail: 'The tool did not answer in time' });
    desk.call('t2', 'cancel_order', ARGS, 'r2');
    desk.clock.advance(60_000);
    expect(desk.told.at(-1)).toContain('Nobody approved it in time');
    expect(desk.clock.pendingTimers).toBe(0);
  });

  it('asks only when its conditions say so', () => {
    const conditions = [{ argument: 'amount', test: 'more-than', value: '50' }] as const;
    const pay = { ...CANCEL, name: 'pay', approval: { when: 'matching', waitMs: 60_000, conditions } } as const;
    const desk = new ToolDesk([pay]);
    desk.call('t1', 'pay', '{"amount":50}');
    expect(desk.runs).toBe(1);
    desk.call('t2', 'pay', '{"amount":51}');
    desk.call('t3', 'pay', '{}');
    expect(desk.runs).toBe(1);
    expect(desk.facts.filter((fact) => fact === 'tool.askedApproval')).toHaveLength(2);
  });

  it('runs nothing after the call', () => {
    const desk = new ToolDesk();
    desk.call('t1', 'cancel_order');
    desk.calls.dispose();
    expect(desk.calls.approve('t1', DIGEST)).toBe('already-answered');
    expect(desk.runs).toBe(0);
    expect(desk.clock.pendingTimers).toBe(0);
  });
});

describe('a person who is asked while the agent goes on', () => {
  const ASK = {
    ...REFUND,
    name: 'ask_operator',
    keepsTalking: true,
    whileRunning: 'You have asked a colleague.',
    timeoutMs: 30_000,
  };

  it('answers later: the model knew that the answer was pending', () => {
    const desk = new ToolDesk([ASK]);
    desk.call('t1', 'ask_operator', '{"question":"Do we ship to Malta?"}');
    desk.responseOver('r1');
    expect(desk.wire).toEqual(['output t1', 'go on']);
    expect(desk.outputs[0]?.[1]).toContain('You have asked a colleague.');
    expect(desk.calls.answer('t1', 'Yes, in 5 days')).toBeUndefined();
    expect(desk.calls.answer('t1', 'No')).toBe('already-answered');
    expect(desk.told).toHaveLength(1);
    expect(desk.told[0]).toContain('Yes, in 5 days');
    expect(desk.outputs).toHaveLength(1);
  });

  it('who does not answer is answered for', () => {
    const desk = new ToolDesk([{ ...ASK, ifNobody: 'Say that somebody will call back' }]);
    desk.call('t1', 'ask_operator');
    desk.clock.advance(30_000);
    expect(desk.events.at(-1)).toMatchObject({ type: 'tool.answered', by: 'policy' });
    expect(desk.told[0]).toContain('Say that somebody will call back');
  });
});

describe('a tool that takes long', () => {
  it('lets the agent say something, once, unless it is settled before', async () => {
    const lookup = { ...LOOKUP, name: 'lookup', whileRunning: 'You are looking it up.' };
    const desk = new ToolDesk([lookup]);
    desk.call('t1', 'lookup');
    desk.clock.advance(1500);
    expect(desk.wire).toEqual(['fill r1: You are looking it up.']);
    desk.call('t2', 'lookup', '{"id":"t2"}', 'r2');
    desk.clock.advance(1000);
    await desk.settles('t2', { ok: true, output: 'x' });
    desk.clock.advance(5000);
    expect(desk.wire.filter((line) => line.startsWith('fill'))).toHaveLength(1);
  });
});

describe('functions that are switched off', () => {
  it('are refused with an error the model can read, until they are on again', () => {
    const desk = new ToolDesk();
    expect(desk.calls.switchFunction('lookup_order', false)).toBeUndefined();
    expect(desk.without).toEqual([['lookup_order']]);
    expect(desk.calls.switchFunction('lookup_order', false)).toBeUndefined();
    expect(desk.without).toHaveLength(1);
    desk.call('t1', 'lookup_order');
    expect(desk.runs).toBe(0);
    expect(desk.outputs).toEqual([
      ['t1', '{"error":"switched-off","message":"This tool may not be used in this call"}'],
    ]);
    expect(desk.calls.switchFunction('lookup_order', true)).toBeUndefined();
    expect(desk.without).toEqual([['lookup_order'], []]);
    desk.call('t2', 'lookup_order');
    expect(desk.runs).toBe(1);
    expect(desk.facts.filter((fact) => fact.startsWith('tool.switched'))).toEqual([
      'tool.switchedOff',
      'tool.switchedOn',
    ]);
  });
});

describe('an agent that speaks of an outcome', () => {
  it('is flagged while the tool is pending, and not before or after', async () => {
    const desk = new ToolDesk();
    desk.calls.agentSaid('item_a', 'I cancelled your order.');
    desk.call('t1', 'cancel_order');
    desk.calls.agentSaid('item_b', 'A colleague will have to approve that.');
    expect(desk.fact('tool.claimed')).toBeUndefined();
    desk.calls.agentSaid('item_c', 'I cancelled your order.');
    expect(desk.fact('tool.claimed')).toEqual({ type: 'tool.claimed', toolCallId: 't1', itemId: 'item_c' });
    desk.calls.approve('t1', DIGEST);
    await desk.settles('t1', { ok: true, output: 'cancelled' });
    desk.calls.agentSaid('item_d', 'I cancelled your order.');
    expect(desk.facts.filter((fact) => fact === 'tool.claimed')).toHaveLength(1);
  });
});

it('every call gets one output, is settled once and runs at most once, whatever happens in whatever order', async () => {
  const id = fc.constantFrom('t1', 't2', 't3', 't4');
  const responseId = fc.constantFrom('r1', 'r2', 'r3');
  const name = fc.constantFrom('lookup_order', 'refund_order', 'cancel_order', 'nothing_like_it');
  const args = fc.constantFrom('{"id":"A17"}', '{"id":"A18"}');
  const act = fc.oneof(
    { weight: 2, arbitrary: fc.record({ do: fc.constant('call' as const), id, name, args, responseId }) },
    fc.record({ do: fc.constantFrom('approve' as const, 'approve-other' as const), id, args }),
    fc.record({ do: fc.constantFrom('answer' as const, 'reject' as const, 'settle' as const, 'wait' as const), id }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40, size: 'max' }), async (acts) => {
      const desk = new ToolDesk();
      const called = new Map<string, string>();
      const approved = new Set<string>();
      for (const each of acts) {
        if (each.do === 'call') {
          if (!called.has(each.id)) called.set(each.id, each.args);
          desk.call(each.id, each.name, each.args, each.responseId);
        } else if (each.do === 'approve' || each.do === 'approve-other') {
          const shown = each.do === 'approve' ? (called.get(each.id) ?? '') : `${called.get(each.id) ?? ''} `;
          const refusal = desk.calls.approve(each.id, approvalDigest(each.id, 'cancel_order', shown));
          if (each.do === 'approve-other') expect(refusal).toBeDefined();
          else if (refusal === undefined) approved.add(each.id);
        } else if (each.do === 'answer') desk.calls.answer(each.id, 'answer');
        else if (each.do === 'reject') desk.calls.reject(each.id, 'no');
        else if (each.do === 'settle')
          for (const { settle } of desk.running.values()) settle({ ok: true, output: 'ok' });
        else desk.clock.advance(5000);
        await Promise.resolve();
      }
      for (const responseId of ['r1', 'r2', 'r3']) desk.responseOver(responseId);
      desk.clock.advance(120_000);
      for (const toolCallId of called.keys()) {
        expect(desk.settlements(toolCallId)).toBe(1);
        expect(desk.outputs.filter(([each]) => each === toolCallId)).toHaveLength(1);
      }
      const deferred = desk.events.filter(({ type }) => type === 'tool.deferred').length;
      expect(desk.told).toHaveLength(deferred);
      const askedFor = desk.events.flatMap((event) => (event.type === 'tool.askedApproval' ? [event.toolCallId] : []));
      const machine = desk.events.filter((event) => event.type === 'tool.called' && event.kind === 'http').length;
      expect(desk.runs).toBe(machine - askedFor.length + approved.size);
      expect(desk.clock.pendingTimers).toBe(0);
    }),
  );
});
