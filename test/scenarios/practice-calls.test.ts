import { afterEach, describe, expect, it } from 'vitest';
import { FRAME_BYTES } from '../../src/shared/audio/headset-wire';
import { PRACTICE_CALLER } from '../../src/shared/call/call';
import { readWatermarks, watermarkDialogue } from '../../src/simulator/realtime/dialogue/watermark';
import { clips, HEADSET, openPracticeRig, type PracticeRigOptions } from './practice-calls.fixture';

type Rig = Awaited<ReturnType<typeof openPracticeRig>>;

const opened: Rig[] = [];

async function open(options: PracticeRigOptions = {}): Promise<Rig> {
  const rig = await openPracticeRig(options);
  opened.push(rig);
  return rig;
}

afterEach(async () => {
  for (const rig of opened.splice(0)) await rig.close();
});

/** Loud frames, all different from each other. */
function countedFrames(count: number): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const frame = Buffer.alloc(FRAME_BYTES, 0x10);
    frame.writeUInt16BE(0x2000 + index, 0);
    return frame;
  });
}

describe('a practice call', () => {
  it('takes every frame of the microphone to the model, in order', async () => {
    const rig = await open({ dialogue: watermarkDialogue(1, [200]), draft: { greeting: '' } });
    await rig.begin();
    await rig.until('model.ready');
    const frames = countedFrames(60);
    await rig.say(Buffer.concat(frames));
    const session = rig.service?.sessions[0];
    const last = frames.at(-1) ?? Buffer.alloc(0);
    await rig.untilTrue(() => session?.callerAudio().includes(last) === true);
    const heard = session?.callerAudio() ?? Buffer.alloc(0);
    let at = 0;
    const places = frames.map((frame) => (at = heard.indexOf(frame, at)));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(rig.codes).not.toContain('spoken-to-a-caller');
  });

  it('brings what the phone plays to the headset, and no more of it once the caller interrupts', async () => {
    const rig = await open({ dialogue: watermarkDialogue(7, [20_000]) });
    const callId = await rig.begin();
    await rig.untilTrue(() => readWatermarks(rig.heard()).length >= 600);
    const spoken = readWatermarks(rig.heard());
    expect(spoken.map(({ ms }) => ms)).toEqual(spoken.map((_, index) => index));
    await rig.say(clips.audio('ben-order').subarray(0, 160 * 60));
    await rig.until('agent.interrupted');
    const quiet = 160 * 10;
    await rig.untilTrue(() => readWatermarks(rig.heard().subarray(-quiet)).length === 0);
    const heardMs = readWatermarks(rig.heard()).length;
    expect(heardMs, 'of the 20 s in the phone').toBeLessThan(15_000);
    expect(rig.events()[0]).toMatchObject({
      type: 'call.rang',
      from: PRACTICE_CALLER,
      agent: { id: 'front-desk', version: 0 },
      practice: true,
    });
    expect(rig.registry.end(callId, 'now')).toBeUndefined();
    await rig.until('call.ended');
  });

  it('leaves nothing behind when the caller hangs up, and says later that it is over', async () => {
    const rig = await open();
    const listeners = rig.journal.listeners();
    const before = resources().length;
    const callId = await rig.begin();
    await rig.untilTrue(() => rig.heard().some((byte) => byte !== 0xff));
    const [port] = rig.ownPorts;
    rig.practice.hangUp(HEADSET);
    await rig.until('call.ended');
    await rig.untilTrue(() => rig.ownPorts.size === 0);
    expect(rig.events().at(-1)).toMatchObject({ type: 'call.ended', by: 'caller', reason: 'caller-hung-up' });
    await expect(fetch(`http://127.0.0.1:${String(port)}/healthz`)).rejects.toThrow();
    await rig.untilTrue(() => resources().length <= before);
    expect(rig.journal.listeners()).toBe(listeners);
    expect(rig.registry.end(callId, 'now')).toBe('call-over');
    expect(rig.registry.levels()).toEqual([]);
  });

  it('ends with the headset it is made on, and two at a time are refused', async () => {
    const rig = await open();
    await rig.begin();
    expect(await rig.practice.call('front-desk', HEADSET)).toMatchObject({ ok: false, code: 'already-practising' });
    expect(rig.headsets.takeOver('call_1', HEADSET, 'open')).toBe('not-possible-now');
    rig.listener.onClosed();
    await rig.until('call.ended');
    expect(rig.events().at(-1)).toMatchObject({ type: 'call.ended', reason: 'caller-hung-up' });
    await rig.untilTrue(() => rig.ownPorts.size === 0);
  });

  it('is refused for an agent that is not there, a draft that could not answer, and a headset nobody has', async () => {
    const rig = await open({ draft: { model: '' } });
    expect(await rig.practice.call('nobody', HEADSET)).toMatchObject({ ok: false, code: 'no-such-agent' });
    expect(await rig.practice.call('front-desk', HEADSET)).toEqual({
      ok: false,
      code: 'draft-not-usable',
      problems: [{ where: 'model', sentence: 'Choose a model, or enter its name.' }],
    });
    expect(await rig.practice.call('front-desk', 'headset-of-nobody')).toMatchObject({ ok: false, code: 'no-headset' });
    await rig.calls.stop();
    expect(rig.events()).toEqual([]);
  });
});

/** Network resources this process has open. */
function resources(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => name.startsWith('TCP'))
    .sort();
}
