import { afterEach, describe, expect, it } from 'vitest';
import { mulawRms } from '../../src/shared/audio/mulaw';
import { keysIn } from '../../src/main/call/phone/dtmf.fixture';
import { clips, OperatorDesk } from './operator-desk.fixture';

const desks: OperatorDesk[] = [];

afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function open(operatorReturnMs?: number): Promise<OperatorDesk> {
  const desk = await OperatorDesk.open(operatorReturnMs);
  desks.push(desk);
  return desk;
}

/** Audible part of a sound, in ms, counted in windows of 20 ms. */
function audibleMs(sound: Uint8Array): number {
  let ms = 0;
  for (let at = 0; at + 160 <= sound.length; at += 160) if (mulawRms(sound, at, at + 160) > 0.002) ms += 20;
  return ms;
}

function textOf(desk: OperatorDesk, id: string): string | undefined {
  const turn = desk.call?.turns.find((each) => each.id === id);
  return turn !== undefined && 'text' in turn ? turn.text : undefined;
}

describe('an operator at the desk, on what the caller heard', () => {
  it('takes over in the middle of a sentence, speaks with the caller, and hands back to an agent that knows what was said', async () => {
    const desk = await open();
    await desk.untilHeardMs(900);
    const takenAtMs = desk.caller.nowMs();
    desk.takeOver();
    await desk.speaks('dana-hello');
    await desk.says('anna-refund');
    await desk.speaks('dana-refund');
    await desk.until('all is written down', ({ turns }) =>
      turns.every((turn) => !('state' in turn) || turn.state === 'final'),
    );
    const [helloMs, refundMs] = [desk.heardAtMs('dana-hello'), desk.heardAtMs('dana-refund')];
    expect(helloMs - takenAtMs).toBeGreaterThan(0);
    expect(helloMs - takenAtMs).toBeLessThanOrEqual(80);
    expect(refundMs).toBeGreaterThan(helloMs);
    const operatorMs = audibleMs(clips.audio('dana-hello')) + audibleMs(clips.audio('dana-refund'));
    expect(Math.abs(audibleMs(desk.sound(helloMs)) - operatorMs)).toBeLessThanOrEqual(80);
    expect(audibleMs(desk.sound(takenAtMs + 40).subarray(0, Math.max(0, helloMs - takenAtMs - 40) * 8))).toBe(0);
    expect(desk.heardAtMs('agent-greeting')).toBe(-1);
    expect(desk.call?.turns.map(({ kind }) => kind)).toEqual(['agent', 'operator', 'caller', 'operator']);
    expect(textOf(desk, 'operator_1')).toBe(clips.text('dana-hello'));

    const drafting = desk.operator.draftBrief();
    await desk.pass(3000);
    const draft = await drafting;
    expect(draft.by).toBe('model');
    for (const clip of ['dana-hello', 'anna-refund', 'dana-refund']) expect(draft.text).toContain(clips.text(clip));
    expect(desk.operator.handBack(draft.text, true)).toBeUndefined();
    desk.unplug();
    await desk.untilHeard('agent-back');
    await desk.says('anna-hours');
    await desk.untilHeard('agent-hours');

    const context = desk.model.log.entries
      .filter(({ from, type }) => from === 'server' && type === 'conversation.item.added')
      .map(({ event }) => JSON.stringify(event['item']));
    const places = ['operator_1', '"role":"user"', 'operator_2', 'brief_1'].map((part) =>
      context.findIndex((item) => item.includes(part)),
    );
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(desk.model.log.entries.filter(({ type }) => type === 'error').map(({ event }) => event['error'])).toEqual(
      [],
    );
  });

  it('whispers twice while the agent speaks, then has it say exactly this', async () => {
    const desk = await open();
    await desk.untilHeardMs(400);
    desk.operator.whisper('She is a regular', false);
    desk.operator.whisper('Tell the caller delivery is free today', false);
    await desk.untilQuiet(400);
    expect(desk.heardAtMs('agent-greeting')).toBeGreaterThan(0);
    await desk.says('anna-order');
    const receipt = (id: string): unknown => {
      const turn = desk.call?.turns.find((each) => each.id === id);
      return turn?.kind === 'whisper' ? turn.receipt.state : undefined;
    };
    await desk.until('both are used', () => receipt('whisper_1') === 'used' && receipt('whisper_2') === 'used');
    expect(desk.call?.turns.some((turn) => turn.kind === 'agent' && /delivery is free/.test(turn.text))).toBe(true);
    desk.operator.say(clips.text('agent-hours'));
    await desk.untilHeard('agent-hours');
    expect(receipt('say_1')).toBe('used');
    expect(desk.model.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it('holds the call while a tool waits, and the answer comes after the hold', async () => {
    const desk = await open();
    await desk.untilQuiet(300);
    await desk.says('anna-refund');
    await desk.until('a tool waits', ({ turns }) => turns.some((turn) => turn.kind === 'tool'));
    await desk.untilQuiet(300);
    const heldAtMs = desk.caller.nowMs();
    expect(desk.operator.hold(true)).toBeUndefined();
    const tool = desk.call?.turns.find((turn) => turn.kind === 'tool');
    if (tool?.kind !== 'tool') throw new Error('no tool was called');
    desk.on((call) => call.tools.answer(tool.toolCallId, '{"approved":true}'));
    await desk.pass(4000);
    expect(audibleMs(desk.sound(heldAtMs))).toBeGreaterThan(2000);
    const resumedAtMs = desk.caller.nowMs();
    desk.operator.hold(false);
    await desk.untilHeard('agent-refunded');
    expect(desk.heardAtMs('agent-refunded')).toBeGreaterThan(resumedAtMs);
    const between = desk
      .sound(resumedAtMs + 100)
      .subarray(0, (desk.heardAtMs('agent-refunded') - resumedAtMs - 120) * 8);
    expect(audibleMs(between)).toBe(0);
  });

  it('presses keys that the far end understands, in the middle of the agent’s sentence', async () => {
    const desk = await open();
    await desk.untilHeardMs(600);
    const pressedAtMs = desk.caller.nowMs();
    desk.operator.pressKeys('1234#');
    await desk.pass(1500);
    expect(keysIn(desk.sound(pressedAtMs + 60))).toBe('1234#');
  });

  it('hears both sides as they are heard on the phone, cut where they are cut there', async () => {
    const desk = await open();
    desk.listen();
    await desk.untilQuiet(300);
    const saidAtMs = desk.caller.nowMs();
    await desk.says('anna-order');
    await desk.untilHeardMs(clips.audio('agent-greeting').length / 8 + 1500);
    desk.on((call) => call.stopWords());
    await desk.untilQuiet(500);
    const left = Buffer.concat(desk.headset.map(({ caller }) => caller));
    const right = Buffer.concat(desk.headset.map(({ other }) => other));
    const heard = desk.caller.heard();
    expect(right.includes(clips.audio('agent-greeting'))).toBe(true);
    const answer = desk.sound(0).subarray(Math.round(desk.caller.agentLastAudibleMs * 8) - 4000);
    expect(right.includes(answer.subarray(0, 2400))).toBe(true);
    expect(Math.abs(audibleMs(right) - audibleMs(heard.bytes))).toBeLessThanOrEqual(80);

    const spoken = clips.audio('anna-order');
    const middle = spoken.subarray(4000, 8000);
    const callerAtMs = (left.indexOf(middle) - 4000) / 8;
    const agentAtMs = right.indexOf(clips.audio('agent-greeting')) / 8;
    expect(left.includes(middle)).toBe(true);
    const betweenMs = saidAtMs - desk.heardAtMs('agent-greeting');
    expect(Math.abs(callerAtMs - agentAtMs - betweenMs)).toBeLessThanOrEqual(60);
  });

  it('is lost while live to the caller: the agent goes on, with another model where the first was lost as well', async () => {
    const desk = await open();
    await desk.untilHeardMs(600);
    desk.takeOver();
    await desk.speaks('dana-hello');
    desk.unplug();
    desk.operator.lost('headset_1', 'console-lost');
    await desk.until('the floor is back', (call) => call.floorChange?.why === 'operator-lost');
    await desk.untilHeard('agent-back');

    desk.takeOver();
    desk.model.drop();
    await desk.speaks('dana-refund');
    await desk.untilHeard('dana-refund');
    expect(desk.call?.phase.name).toBe('live');
    desk.unplug();
    desk.operator.lost('headset_1', 'console-lost');
    await desk.until('another model is there', (call) => !call.isAgentGone);
    await desk.until('the floor is back', (call) => call.floor === 'agent');
    await desk.untilHeard('agent-back');
    expect(desk.events.filter(({ type }) => type === 'model.ready')).toHaveLength(2);
    expect(desk.call?.phase.name).toBe('live');
  });

  it('takes over while an answer is on its way, which nobody hears; and hands back while the caller speaks, who is answered once', async () => {
    const desk = await open();
    await desk.untilQuiet(300);
    await desk.speaksUntilCommitted('anna-order');
    desk.takeOver();
    const takenAtMs = desk.caller.nowMs();
    await desk.pass(5000);
    expect(audibleMs(desk.sound(takenAtMs + 40))).toBe(0);
    expect(desk.events.some(({ type }) => type === 'agent.startedResponse')).toBe(true);

    void desk.caller.speak(clips.audio('anna-hours'));
    await desk.pass(700);
    expect(desk.call?.callerSpeaking).toBe(true);
    expect(desk.operator.handBack('Nothing was said.', true)).toBeUndefined();
    desk.unplug();
    const answeredAtMs = await desk.untilHeard('agent-hours');
    await desk.pass(5000);
    const wholeMs = audibleMs(desk.sound(takenAtMs + 40));
    expect(Math.abs(wholeMs - audibleMs(clips.audio('agent-hours')))).toBeLessThanOrEqual(40);
    expect(answeredAtMs).toBeGreaterThan(takenAtMs + 5000);
    expect(desk.model.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
  });
});
