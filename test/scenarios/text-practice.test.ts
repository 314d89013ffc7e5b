import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../src/shared/agent/agent';
import { onCall } from '../../src/main/calls/call-registry.fixture';
import type { RegisteredSession } from '../../src/main/calls/call-registry';
import { SHOP_LINES } from '../../src/simulator/realtime/dialogue/shop-dialogue';
import type { Tool } from '../../src/shared/tool/tool';
import { openPracticeRig, type PracticeRigOptions } from './practice-calls.fixture';

type Rig = Awaited<ReturnType<typeof openPracticeRig>>;

const REFUND: Tool = {
  kind: 'operator',
  name: 'refund_order',
  description: 'Ask a colleague to pay an order back.',
  parameters: {},
  timeoutMs: 60_000,
};

const opened: Rig[] = [];

async function open(options: PracticeRigOptions = {}): Promise<Rig> {
  const rig = await openPracticeRig(options);
  opened.push(rig);
  return rig;
}

async function begin({ textPractice }: Rig): Promise<string> {
  const begun = await textPractice.begin(DEFAULT_AGENT.id);
  if (!begun.ok) throw new Error(begun.code);
  return begun.callId;
}

afterEach(async () => {
  for (const rig of opened.splice(0)) await rig.close();
});

describe('practice in text', () => {
  it('greets, answers what is written, and runs tools as a call does', async () => {
    const rig = await open({ draft: { tools: [REFUND, ...DEFAULT_AGENT.tools] } });
    const callId = await begin(rig);
    await rig.untilTrue(() => rig.turns(callId).some(({ text }) => text === DEFAULT_AGENT.greeting));
    expect(rig.textPractice.write(callId, 'Can I get my money back, please?')).toBeUndefined();
    await rig.until('tool.called');
    const tool = rig.events().find((event) => event.type === 'tool.called');
    const on = <T>(act: (call: RegisteredSession) => T) => onCall(rig.registry, callId, act);
    expect(on((call) => call.tools.answer(tool?.toolCallId ?? '', '{"approved":true}'))).toBeUndefined();
    await rig.untilTrue(() =>
      rig.turns(callId).some((turn) => turn.text === SHOP_LINES.refunded && turn.state === 'heard'),
    );
    expect(on((call) => call.tools.answer(tool?.toolCallId ?? '', 'again'))).toBe('already-answered');
    expect(rig.turns(callId)).toEqual([
      { kind: 'agent', text: DEFAULT_AGENT.greeting, state: 'heard' },
      { kind: 'caller', text: 'Can I get my money back, please?', state: 'final' },
      { kind: 'agent', text: SHOP_LINES.checking, state: 'heard' },
      { kind: 'tool', text: 'refund_order', state: 'answered' },
      { kind: 'agent', text: SHOP_LINES.refunded, state: 'heard' },
    ]);
    expect(rig.events()[0]).toMatchObject({ type: 'call.rang', practice: true, agent: { version: 0 } });
    const headset = { id: 'headset-1', hear: () => undefined };
    const soundOnly: ((call: RegisteredSession) => unknown)[] = [
      ({ operator }) => operator.listen(headset),
      ({ operator }) => operator.takeOver('headset-1', 'open'),
      ({ operator }) => operator.hold(true),
      ({ operator }) => operator.muteAgent(true),
      ({ operator }) => operator.pressKeys('1'),
      (call) => call.transfer({ to: '+12125550187', way: 'blind', announcement: '' }),
    ];
    expect(soundOnly.map(on)).toEqual(soundOnly.map(() => 'not-possible-now'));
  });

  it('asks the model for text and nothing else, and is ended by its agent', async () => {
    const rig = await open({
      dialogue: ({ context }) => (context.length === 0 ? [] : GOODBYE),
      draft: { greeting: '' },
    });
    const callId = await begin(rig);
    expect(rig.textPractice.write(callId, 'too early')).toBe('not-live');
    await rig.until('model.ready');
    const session = rig.service?.sessions[0];
    expect(session?.config).toMatchObject({ output_modalities: ['text'], audio: { input: { turn_detection: null } } });
    expect(rig.textPractice.write(callId, 'Goodbye!')).toBeUndefined();
    await rig.until('call.ended');
    expect(rig.events().at(-1)).toMatchObject({ type: 'call.ended', by: 'agent', reason: 'agent-hung-up' });
    await rig.untilTrue(() => rig.textPractice.write(callId, 'Hello?') === 'call-over');
  });

  it('that is ended leaves nothing behind', async () => {
    const before = sockets();
    const rig = await open();
    const callId = await begin(rig);
    await rig.until('agent.wasHeard');
    expect(rig.registry.end(callId, 'now')).toBeUndefined();
    expect(rig.registry.end(callId, 'now')).toBe('call-over');
    await rig.untilTrue(() => sockets() <= before);
    expect(await rig.textPractice.begin('nobody')).toMatchObject({ ok: false, code: 'no-such-agent' });
  });
});

/** Number of sockets this process has open; those of another file may still be closing. */
function sockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
}

const GOODBYE = [{ say: 'Goodbye!' }, { call: 'end_call', arguments: {} }];
