import { describe, expect, it } from 'vitest';
import type { AskForDigitsTool, Tool } from '../../../shared/tool/tool';
import { CallRig, GREETER, LOOKUP, type Caller } from '../call.fixture';

const ASK: AskForDigitsTool = {
  kind: 'built-in',
  name: 'ask_for_digits',
  description: '',
  timeoutMs: 300_000,
  maxDigits: 8,
  endKey: '#',
  waitSeconds: 10,
};

/** A call whose agent has just said that it wants digits, for `saidMs`, and asks for them. */
async function asked(tool: Partial<AskForDigitsTool> = {}, digits = 4, saidMs = 0, others: readonly Tool[] = []) {
  const rig = new CallRig({ ...GREETER, tools: [{ ...ASK, ...tool }, ...others] });
  const caller = rig.greetedCall();
  asks(caller, 't1', digits, saidMs);
  await rig.settle();
  return { rig, caller };
}

function asks(caller: Caller, toolCallId: string, digits: number, saidMs = 0): void {
  const response = `r_${toolCallId}`;
  caller.model.begin(response, saidMs === 0 ? {} : { words: saidMs });
  if (saidMs > 0) caller.model.audioDone(response, 'words');
  caller.model.callTool(response, toolCallId, 'ask_for_digits', JSON.stringify({ digits }));
  caller.model.done(response);
}

async function presses(rig: CallRig, caller: Caller, keys: string): Promise<void> {
  for (const key of keys) {
    caller.stream.onDigit(key);
    caller.sends(400);
  }
  await rig.settle();
}

const outputs = (caller: Caller): readonly string[] => caller.model.frames.filter((line) => line.startsWith('output'));

describe('an agent that asks for digits', () => {
  it('gets as many as it asked for, once: they are no turn as well', async () => {
    const { rig, caller } = await asked();
    await presses(rig, caller, '482');
    expect(outputs(caller)).toEqual([]);
    await presses(rig, caller, '9');
    expect(outputs(caller)).toEqual(['output t1 {"digits":"4829","endedBy":"count"}']);
    await presses(rig, caller, '#');
    caller.sends(4000);
    expect(caller.model.written).toEqual([]);
  });

  it('gets what was pressed before the ending key, or before a pause', async () => {
    const { rig, caller } = await asked();
    await presses(rig, caller, '48#');
    expect(outputs(caller)).toEqual(['output t1 {"digits":"48","endedBy":"key"}']);
    asks(caller, 't2', 4);
    await presses(rig, caller, '48');
    caller.sends(10_100);
    await rig.settle();
    expect(outputs(caller).at(-1)).toBe('output t2 {"digits":"48","endedBy":"pause"}');
  });

  it('takes every key where none ends', async () => {
    const { rig, caller } = await asked({ endKey: 'none' });
    await presses(rig, caller, '*48#');
    expect(outputs(caller)).toEqual(['output t1 {"digits":"*48#","endedBy":"count"}']);
  });

  it('waits from when its own words were heard, and then hears that nothing was pressed', async () => {
    const { rig, caller } = await asked({}, 4, 25_000);
    caller.sends(34_000);
    await rig.settle();
    expect(outputs(caller)).toEqual([]);
    caller.sends(2000);
    await rig.settle();
    expect(outputs(caller).join()).toMatch(/output t1 \{"error":"timed-out","message":"The caller pressed no key/);
  });

  it('gets keys of before it asked, and leaves those after it as a turn', async () => {
    const rig = new CallRig({ ...GREETER, tools: [ASK] });
    const caller = rig.greetedCall();
    await presses(rig, caller, '12');
    asks(caller, 't1', 3);
    await presses(rig, caller, '345#');
    expect(outputs(caller)).toEqual(['output t1 {"digits":"123","endedBy":"count"}']);
    expect(caller.model.written).toEqual(['The caller pressed these keys on the phone: 45#']);
  });

  it('may ask once at a time', async () => {
    const { rig, caller } = await asked();
    asks(caller, 't2', 4);
    await rig.settle();
    expect(outputs(caller).join('\n')).toMatch(/^output t2 \{"error":"refused"[^\n]*already/);
  });

  it('gives the keys back as a turn when nobody waits for them any more', async () => {
    const { rig, caller } = await asked({ timeoutMs: 1000 });
    await presses(rig, caller, '48');
    caller.sends(4000);
    await rig.settle();
    expect(outputs(caller).join()).toContain('"error":"timed-out"');
    expect(caller.model.written).toEqual(['The caller pressed these keys on the phone: 48']);
  });

  it('leaves no timer when the call is over', async () => {
    const { rig, caller } = await asked();
    await presses(rig, caller, '48');
    caller.stream.onClosed('stopped');
    expect(rig.clock.pendingTimers).toBe(0);
  });
});

describe('secret digits', () => {
  it('reach the agent alone: no event has them, of the keys, the answer or a tool that gets them', async () => {
    const { rig, caller } = await asked({ isSecret: true }, 4, 0, [LOOKUP]);
    rig.runTool = () => Promise.resolve({ ok: true, output: 'PIN 4829 is right' });
    await presses(rig, caller, '4829');
    expect(outputs(caller)).toEqual([
      'output t1 {"digits":"4829","endedBy":"count","note":"These are secret: never say them"}',
    ]);
    caller.model.begin('r2');
    caller.model.callTool('r2', 't2', 'lookup_order', '{"pin":"4829","order":"14829"}');
    caller.model.done('r2');
    await rig.settle();
    expect(outputs(caller).at(-1)).toBe('output t2 PIN 4829 is right');
    const kept = caller.events.filter(({ type }) => type.startsWith('tool.') || type.startsWith('caller.pressed'));
    expect(JSON.stringify(kept)).not.toMatch(/\b4829\b|"digit"/);
    expect(kept.filter(({ type }) => type === 'caller.pressedSecretKey')).toHaveLength(4);
    expect(JSON.stringify(kept)).toContain('14829');
  });

  it('are forgotten when nobody waits for them any more', async () => {
    const { rig, caller } = await asked({ isSecret: true, timeoutMs: 1000 });
    await presses(rig, caller, '48');
    caller.sends(4000);
    await rig.settle();
    expect(caller.model.written).toEqual([]);
  });
});
