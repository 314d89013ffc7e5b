import { describe, expect, it } from 'vitest';
import { approvalDigest } from '../../../shared/tool/digest';
import type { Tool } from '../../../shared/tool/tool';
import { CallRig, GREETER, LOOKUP, REFUND, type Caller } from '../call.fixture';

const base = { description: '', timeoutMs: 60_000 };
const CANCEL: Tool = {
  kind: 'http',
  ...base,
  name: 'cancel_order',
  parameters: {},
  method: 'POST',
  url: 'https://shop.example/',
  approval: { when: 'always', waitMs: 60_000 },
};
const ASK: Tool = { kind: 'operator', ...base, name: 'ask_operator', parameters: {}, keepsTalking: true };
const HOLD: Tool = { kind: 'built-in', ...base, name: 'hold', longestSeconds: 60 };
const KEYS: Tool = { kind: 'built-in', ...base, name: 'send_digits', maxDigits: 8 };
const TRANSFER: Tool = {
  kind: 'built-in',
  ...base,
  name: 'transfer_call',
  way: 'blind',
  destinations: [{ label: 'Sales', number: '+14155550134' }],
};

function rigWith(...tools: readonly Tool[]): CallRig {
  return new CallRig({ ...GREETER, tools: [...tools] });
}

/** A response that does nothing but call a tool. */
function calls(caller: Caller, toolCallId: string, name: string, args = '{}', responseId = `r_${toolCallId}`): void {
  caller.model.begin(responseId);
  caller.model.callTool(responseId, toolCallId, name, args);
  caller.model.done(responseId);
}

function approve(rig: CallRig, caller: Caller, toolCallId: string, args = '{}') {
  return rig.on(caller.callId, (call) =>
    call.tools.approve(toolCallId, approvalDigest(toolCallId, 'cancel_order', args)),
  );
}

describe('a tool that a person approves, in a call', () => {
  it('keeps nobody silent: the agent goes on at once, and speaks of the outcome when it is there', async () => {
    const rig = rigWith(CANCEL);
    const caller = rig.greetedCall();
    calls(caller, 't1', 'cancel_order');
    expect(rig.wire[0]).toMatch(/^output t1 \{"status":"pending"/);
    expect(rig.wire.slice(1)).toEqual(['create']);
    caller.model.respond('r2', { meanwhile: 1000 });
    caller.sends(1500);
    rig.wire.length = 0;
    expect(approve(rig, caller, 't1')).toBeUndefined();
    await rig.settle();
    expect(rig.wire[0]).toMatch(/^note late_answer_1: What came of your call of cancel_order \(t1\)[^]*shipped/);
    expect(rig.wire.slice(1)).toEqual(['create']);
    expect(caller.call.turns.find(({ kind }) => kind === 'tool')).toMatchObject({
      approval: { state: 'given' },
      isDeferred: true,
      outcome: { state: 'answered', by: 'machine' },
    });
  });

  it('gives its outcome to the model between two responses, not in the middle of one', async () => {
    const rig = rigWith(CANCEL);
    const caller = rig.greetedCall();
    calls(caller, 't1', 'cancel_order');
    caller.model.begin('r2', { meanwhile: 1000 });
    rig.wire.length = 0;
    approve(rig, caller, 't1');
    await rig.settle();
    expect(rig.wire).toEqual([]);
    caller.model.audioDone('r2', 'meanwhile');
    caller.model.done('r2');
    expect(rig.wire.map((line) => line.split(':')[0])).toEqual(['note late_answer_1', 'create']);
  });

  it('tells who decides after the caller is gone that the call is over', () => {
    const rig = rigWith(CANCEL, REFUND);
    const caller = rig.greetedCall();
    calls(caller, 't1', 'cancel_order');
    calls(caller, 't2', 'refund_order');
    caller.stream.onClosed('stopped');
    expect(approve(rig, caller, 't1')).toBe('call-over');
    expect(rig.on(caller.callId, (call) => call.tools.reject('t1', ''))).toBe('call-over');
    expect(rig.on(caller.callId, (call) => call.tools.answer('t2', 'yes'))).toBe('call-over');
    expect(rig.on(caller.callId, (call) => call.tools.switchFunction('cancel_order', false))).toBe('call-over');
    expect(rig.on(caller.callId, (call) => call.tools.list())).toBe('call-over');
    expect(rig.on('nobody', (call) => call.tools.list())).toBe('no-such-call');
  });

  it('runs once, however many press Approve, and not at all for whoever saw an older request', async () => {
    const rig = rigWith(CANCEL);
    let runs = 0;
    rig.runTool = () => {
      runs += 1;
      return Promise.resolve({ ok: true, output: 'cancelled' });
    };
    const caller = rig.greetedCall();
    calls(caller, 't1', 'cancel_order', '{"id":"A17"}');
    calls(caller, 't2', 'cancel_order', '{"id":"A18"}');
    expect(approve(rig, caller, 't1', '{"id":"A17"}')).toBe('stale-approval');
    expect(approve(rig, caller, 't2', '{"id":"A17"}')).toBe('stale-approval');
    expect(runs).toBe(0);
    expect(approve(rig, caller, 't2', '{"id":"A18"}')).toBeUndefined();
    expect(approve(rig, caller, 't2', '{"id":"A18"}')).toBe('already-answered');
    await rig.settle();
    expect(runs).toBe(1);
  });

  it('is approved on the call it was asked for: the same tool on two calls, crosswise', async () => {
    const rig = rigWith(CANCEL, REFUND);
    const one = rig.greetedCall();
    const other = rig.greetedCall();
    calls(one, 't1', 'cancel_order', '{"id":"one"}');
    calls(other, 't2', 'cancel_order', '{"id":"other"}');
    calls(one, 'q', 'refund_order');
    calls(other, 'q', 'refund_order');
    expect(approve(rig, other, 't1', '{"id":"one"}')).toBe('no-such-tool-call');
    expect(rig.on(other.callId, (call) => call.tools.answer('q', 'for the other'))).toBeUndefined();
    expect(rig.on(one.callId, (call) => call.tools.answer('q', 'for the one'))).toBeUndefined();
    await rig.settle();
    expect(one.model.frames).toContain('output q for the one');
    expect(other.model.frames).toContain('output q for the other');
    expect(one.model.frames.join()).not.toContain('for the other');
  });

  it('flags the agent that says it is done while it is not', () => {
    const rig = rigWith(CANCEL);
    const caller = rig.greetedCall();
    calls(caller, 't1', 'cancel_order');
    caller.model.begin('r2', { lie: 1000 });
    caller.model.tell({ type: 'agentTranscript', responseId: 'r2', itemId: 'lie', text: 'Your order is cancelled.' });
    expect(caller.call.turns.find(({ id }) => id === 'lie')).toMatchObject({
      claim: { toolCallId: 't1', name: 'cancel_order' },
    });
  });
});

describe('a person whom the agent asks', () => {
  it('is waited for in conversation: a barge-in while they think changes nothing', () => {
    const rig = rigWith(ASK);
    const caller = rig.greetedCall();
    calls(caller, 't1', 'ask_operator', '{"question":"Malta?"}');
    caller.model.begin('r2', { meanwhile: 3000 });
    caller.model.callerStarts('c1');
    caller.model.done('r2', 'cancelled');
    caller.model.callerStops('c1');
    caller.model.respond('r3', { chat: 500 });
    caller.sends(1000);
    rig.wire.length = 0;
    expect(rig.on(caller.callId, (call) => call.tools.answer('t1', 'Yes'))).toBeUndefined();
    expect(rig.wire[0]).toContain('Yes');
    expect(rig.wire.slice(1)).toEqual(['create']);
  });
});

describe('what the agent says while a tool runs', () => {
  const SLOW: Tool = { ...LOOKUP, timeoutMs: 60_000, whileRunning: 'You are looking it up.' };

  it('fills a silence', () => {
    const rig = rigWith(SLOW);
    rig.runTool = () => new Promise(() => undefined);
    const caller = rig.greetedCall();
    calls(caller, 't1', 'lookup_order');
    caller.sends(2000);
    expect(rig.wire).toHaveLength(1);
    expect(rig.wire[0]).toMatch(/^create: [^]*You are looking it up\./);
  });

  it.each(['the agent has said something already', 'the caller speaks'])('is not said when %s', (why) => {
    const rig = rigWith(SLOW);
    rig.runTool = () => new Promise(() => undefined);
    const caller = rig.greetedCall();
    caller.model.begin('r1', why.startsWith('the agent') ? { preamble: 500 } : {});
    caller.model.callTool('r1', 't1', 'lookup_order');
    if (why.startsWith('the agent')) caller.model.audioDone('r1', 'preamble');
    caller.model.done('r1');
    if (why.startsWith('the caller')) caller.model.callerStarts('c1');
    caller.sends(3000);
    expect(rig.wire.filter((line) => line.startsWith('create'))).toEqual([]);
  });
});

describe('acts of the call', () => {
  it('hold: after the agent’s words, for so long, and then the agent goes on', async () => {
    const rig = rigWith(HOLD);
    const caller = rig.greetedCall();
    caller.model.begin('r1', { wait: 1000 });
    caller.model.callTool('r1', 't1', 'hold', '{"seconds":5}');
    caller.model.audioDone('r1', 'wait');
    caller.model.done('r1');
    caller.sends(500);
    expect(caller.call.floor).toBe('agent');
    caller.sends(1000);
    await rig.settle();
    expect(caller.call.floor).toBe('nobody');
    expect(caller.model.frames.some((line) => line.startsWith('output t1 The caller was on hold for 5 seconds'))).toBe(
      true,
    );
    caller.sends(6000);
    expect(caller.call.floor).toBe('agent');
    expect(caller.facts.filter((fact) => fact === 'agent.interrupted')).toEqual([]);
  });

  it('send_digits: as tones in the caller’s ear', async () => {
    const rig = rigWith(KEYS);
    const caller = rig.greetedCall();
    const before = caller.phone.allSentBytes;
    calls(caller, 't1', 'send_digits', '{"digits":"12#"}');
    await rig.settle();
    expect(caller.phone.allSentBytes).toBeGreaterThan(before);
    expect(caller.model.frames).toContain('output t1 The keys 12# were pressed.');
    expect(caller.facts).not.toContain('operator.pressedKeys');
  });

  it('wait for all the agent’s words, however short their own time limit is', async () => {
    const rig = rigWith({ ...KEYS, timeoutMs: 8000 });
    const caller = rig.greetedCall();
    caller.model.begin('r1', { words: 25_000 });
    caller.model.audioDone('r1', 'words');
    caller.model.callTool('r1', 't1', 'send_digits', '{"digits":"12#"}');
    caller.model.done('r1');
    caller.sends(25_200);
    await rig.settle();
    expect(caller.model.frames).toContain('output t1 The keys 12# were pressed.');
  });

  it('are not the agent’s while an operator speaks with the caller', async () => {
    const rig = rigWith(HOLD, KEYS);
    const caller = rig.greetedCall();
    caller.model.begin('r1');
    caller.model.callTool('r1', 't1', 'hold', '{"seconds":5}');
    expect(rig.on(caller.callId, (call) => call.operator.takeOver('headset', 'open'))).toBeUndefined();
    caller.model.done('r1');
    await rig.settle();
    expect(caller.call.floor).toBe('operator');
    expect(caller.model.frames.join('\n')).toMatch(/output t1 \{"error":"refused"/);
  });

  it('transfer_call: to a destination by its name, by the agent, or the model is told why not', async () => {
    const rig = rigWith(TRANSFER);
    const caller = rig.greetedCall();
    calls(caller, 't1', 'transfer_call', '{"to":"Nowhere"}');
    await rig.settle();
    expect(caller.model.frames).toContain('output t1 {"error":"refused","message":"There is no such destination"}');
    calls(caller, 't0', 'transfer_call', '{"to":"sales"}');
    await rig.settle();
    expect(caller.fact('transfer.began')).toMatchObject({ to: '+14155550134', way: 'blind', by: 'agent' });
  });
});

describe('a tool call of a response that was cut', () => {
  it('does not act, and the model is told so', async () => {
    const rig = rigWith(LOOKUP, TRANSFER);
    let runs = 0;
    rig.runTool = () => {
      runs += 1;
      return Promise.resolve({ ok: true, output: 'shipped' });
    };
    const caller = rig.greetedCall();
    caller.model.begin('r1', { words: 2000 });
    caller.sends(500);
    caller.model.callerStarts('c1');
    caller.model.callTool('r1', 't1', 'lookup_order');
    caller.model.callTool('r1', 't2', 'transfer_call', '{"to":"sales"}');
    caller.model.done('r1', 'cancelled');
    await rig.settle();
    expect(runs).toBe(0);
    expect(caller.facts).not.toContain('transfer.began');
    expect(caller.model.frames.filter((line) => line.startsWith('output'))).toEqual([
      expect.stringMatching(/^output t1 \{"error":"refused"/),
      expect.stringMatching(/^output t2 \{"error":"refused"/),
    ]);
  });

  it('is forbidden where the model service asks, and known where it runs already', () => {
    const rig = rigWith(LOOKUP);
    const caller = rig.greetedCall();
    caller.model.begin('r1', { words: 2000 });
    caller.model.callerStarts('c1');
    caller.model.serviceCalls('asks', 'r1', 't1', 'lookup_order');
    caller.model.serviceCalls('runs', 'r1', 't2', 'lookup_order');
    expect(caller.model.frames.filter((line) => line.includes(' t'))).toEqual([expect.stringMatching(/^forbid t1: /)]);
    expect(caller.events.filter(({ type }) => type === 'tool.failed')).toHaveLength(1);
  });
});

describe('functions switched off for a call', () => {
  it('are kept from the model and refused, on this call alone', () => {
    const rig = rigWith(LOOKUP, REFUND);
    const caller = rig.greetedCall();
    const other = rig.greetedCall();
    expect(rig.on(caller.callId, (call) => call.tools.switchFunction('lookup_order', false))).toBeUndefined();
    expect(rig.on(caller.callId, (call) => call.tools.switchFunction('lookup_order', false))).toBeUndefined();
    expect(rig.on(caller.callId, (call) => call.tools.switchFunction('nothing', false))).toBe('no-such-tool-call');
    expect(caller.model.changes.map(({ change }) => change.tools?.map(({ name }) => name))).toEqual([['refund_order']]);
    expect(rig.on(caller.callId, (call) => call.tools.list())).toEqual([
      { name: 'lookup_order', kind: 'http', isOn: false },
      { name: 'refund_order', kind: 'operator', isOn: true },
    ]);
    expect(caller.call.switchedOff).toEqual(['lookup_order']);
    expect(other.call.switchedOff).toEqual([]);
    calls(caller, 't1', 'lookup_order');
    expect(caller.model.frames.join('\n')).toContain('output t1 {"error":"switched-off"');
    expect(rig.on(caller.callId, (call) => call.tools.switchFunction('lookup_order', true))).toBeUndefined();
    expect(caller.model.changes.at(-1)?.change.tools).toHaveLength(2);
  });
});
