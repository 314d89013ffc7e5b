import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToolDesk as Desk } from './tool-calls.fixture';

describe('ToolCalls', () => {
  it('3a.9 gives the model an answer as the string it is', async () => {
    const desk = new Desk();
    desk.call('t1', 'lookup_order');
    await desk.settles('t1', { ok: true, output: '{"status":"shipped"}' });
    expect(desk.outputs).toEqual([['t1', '{"status":"shipped"}']]);
    expect(desk.events.at(-1)).toEqual({
      type: 'tool.answered',
      toolCallId: 't1',
      by: 'machine',
      output: '{"status":"shipped"}',
    });
    expect(desk.clock.pendingTimers).toBe(0);
  });

  it('3a.10 settles an unknown tool with an error the model can read', () => {
    const desk = new Desk();
    desk.call('t1', 'launch_rocket');
    expect(desk.outputs).toEqual([['t1', '{"error":"unknown-tool","message":"There is no tool named launch_rocket"}']]);
    expect(desk.events.map(({ type }) => type)).toEqual(['tool.called', 'tool.failed']);
  });

  it.each(['', '{"id":', '"A17"', '[]', 'null', '7'])('3b.22 settles the arguments %j with an error', (args) => {
    const desk = new Desk();
    desk.call('t1', 'lookup_order', args);
    expect(desk.running.size).toBe(0);
    expect(desk.outputs).toEqual([['t1', '{"error":"bad-arguments","message":"The arguments are not a JSON object"}']]);
    expect(desk.events[0]).toMatchObject({ type: 'tool.called', arguments: args });
  });

  it('3a.10 settles what nobody answers when its time is over, and drops the late answer', async () => {
    const desk = new Desk();
    desk.call('t1', 'lookup_order');
    desk.call('t2', 'refund_order');
    desk.clock.advance(8000);
    expect(desk.outputs).toEqual([
      ['t1', '{"error":"timed-out","message":"The tool did not answer in time"}'],
      ['t2', '{"error":"timed-out","message":"Nobody answered in time"}'],
    ]);
    expect(desk.running.get('{"id":"t1"}')?.signal.aborted).toBe(true);
    await desk.settles('t1', { ok: true, output: 'late' });
    expect(desk.calls.answer('t2', 'late')).toBe('already-answered');
    expect(desk.outputs).toHaveLength(2);
  });

  it('3b.24 takes the first answer of a person, and tells the second that it is late', () => {
    const desk = new Desk();
    desk.call('t1', 'refund_order');
    expect(desk.calls.answer('t1', 'done')).toBeUndefined();
    expect(desk.calls.answer('t1', 'again')).toBe('already-answered');
    expect(desk.calls.reject('t1', 'no')).toBe('already-answered');
    expect(desk.outputs).toEqual([['t1', 'done']]);
  });

  it('3b.24 lets nobody answer a tool that a machine is answering', () => {
    const desk = new Desk();
    desk.call('t1', 'lookup_order');
    expect(desk.calls.answer('t1', 'mine')).toBe('no-such-tool-call');
    expect(desk.calls.answer('t9', 'mine')).toBe('no-such-tool-call');
    expect(desk.outputs).toEqual([]);
  });

  it('tells the model why a person refused', () => {
    const desk = new Desk();
    desk.call('t1', 'refund_order');
    desk.call('t2', 'refund_order');
    desk.calls.reject('t1', 'Too much money');
    desk.calls.reject('t2', '');
    expect(desk.outputs).toEqual([
      ['t1', '{"error":"refused","message":"Too much money"}'],
      ['t2', '{"error":"refused","message":"A person refused this"}'],
    ]);
  });

  it('settles a runner that fails, and one that breaks its promise never to', async () => {
    const desk = new Desk();
    desk.call('t1', 'lookup_order');
    desk.call('t2', 'lookup_order');
    await desk.settles('t1', { ok: false, failure: 'too-large', detail: 'The answer is too long' });
    desk.running.get('{"id":"t2"}')?.breakIt();
    await Promise.resolve();
    expect(desk.outputs).toEqual([
      ['t1', '{"error":"too-large","message":"The answer is too long"}'],
      ['t2', '{"error":"failed","message":"The tool broke"}'],
    ]);
  });

  it('3a.11 sends all outputs of a response first, then goes on once, after the response is over', async () => {
    const desk = new Desk();
    desk.call('t1', 'lookup_order');
    desk.call('t2', 'refund_order');
    desk.call('t3', 'no_such_tool');
    await desk.settles('t1', { ok: true, output: 'shipped' });
    desk.responseOver('r1');
    expect(desk.wire).toEqual(['output t3', 'output t1']);
    desk.calls.answer('t2', 'done');
    expect(desk.wire).toEqual(['output t3', 'output t1', 'output t2', 'go on']);
  });

  it('3a.11 waits for the end of the response when every tool is faster', async () => {
    const desk = new Desk();
    desk.call('t1', 'lookup_order');
    await desk.settles('t1', { ok: true, output: 'shipped' });
    expect(desk.wire).toEqual(['output t1']);
    desk.responseOver('r1');
    desk.responseOver('r1');
    expect(desk.wire).toEqual(['output t1', 'go on']);
  });

  it('does not go on after a response without tools', () => {
    const desk = new Desk();
    desk.responseOver('r1');
    expect(desk.wire).toEqual([]);
  });

  it('runs a tool call once, however often the model tells of it', () => {
    const desk = new Desk();
    desk.call('t1', 'refund_order');
    desk.call('t1', 'refund_order');
    expect(desk.events).toHaveLength(1);
    desk.responseOver('r1');
    desk.calls.answer('t1', 'done');
    expect(desk.wire).toEqual(['output t1', 'go on']);
  });

  it('lets 32 wait and refuses the next at once', () => {
    const desk = new Desk();
    for (let i = 0; i < 33; i += 1) desk.call(`t${String(i)}`, 'refund_order');
    expect(desk.outputs).toEqual([['t32', '{"error":"failed","message":"Too many tools are waiting already"}']]);
  });

  it('sends nothing and leaves no timer when the call is over', async () => {
    const desk = new Desk();
    desk.call('t1', 'lookup_order');
    desk.call('t2', 'refund_order');
    desk.calls.dispose();
    expect(desk.running.get('{"id":"t1"}')?.signal.aborted).toBe(true);
    await desk.settles('t1', { ok: true, output: 'late' });
    expect(desk.calls.answer('t2', 'late')).toBe('already-answered');
    expect(desk.outputs).toEqual([]);
    expect(desk.clock.pendingTimers).toBe(0);
  });

  it('settles every call exactly once, whatever happens in whatever order', async () => {
    const id = fc.constantFrom('t1', 't2', 't3', 't4');
    const name = fc.constantFrom('lookup_order', 'refund_order', 'nothing_like_it');
    const act = fc.oneof(
      fc.record({ do: fc.constant('call' as const), id, name, responseId: fc.constantFrom('r1', 'r2') }),
      fc.record({ do: fc.constantFrom('answer' as const, 'reject' as const, 'settle' as const, 'wait' as const), id }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30, size: 'max' }), async (acts) => {
        const desk = new Desk();
        const called = new Set<string>();
        for (const each of acts) {
          if (each.do === 'call') {
            called.add(each.id);
            desk.call(each.id, each.name, undefined, each.responseId);
          } else if (each.do === 'answer') desk.calls.answer(each.id, 'answer');
          else if (each.do === 'reject') desk.calls.reject(each.id, 'no');
          else if (each.do === 'settle') await desk.settles(each.id, { ok: true, output: 'ok' });
          else desk.clock.advance(3000);
        }
        desk.responseOver('r1');
        desk.responseOver('r2');
        desk.clock.advance(8000);
        for (const toolCallId of called) expect(desk.settlements(toolCallId)).toBe(1);
        expect(desk.outputs).toHaveLength(called.size);
        expect(desk.wire.filter((line) => line === 'go on').length).toBeLessThanOrEqual(2);
        expect(desk.wire.length > 0 ? desk.wire.at(-1) : 'go on').toBe('go on');
        expect(desk.clock.pendingTimers).toBe(0);
      }),
    );
  });
});
