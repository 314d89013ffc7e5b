import { afterEach, describe, expect, it } from 'vitest';
import { encodeHeard, VOICE_FRAME, DICTATION_FRAME, FRAME_BYTES } from '../../../shared/audio/headset-wire';
import type { CallEvent } from '../../../shared/call/events';
import { RANG, recorded, stateAfter } from '../../client/console.fixture';
import { createHeadset } from './headset.fixture';

const silence = new Uint8Array(FRAME_BYTES).fill(0xff);

function frame(seq: number): Uint8Array {
  return encodeHeard({ seq, caller: silence, other: silence });
}

/** Calls in the feed after these events of call `a`. */
function callsAfter(...events: readonly CallEvent[]) {
  return stateAfter(recorded('a', [RANG, { type: 'caller.connected' }, ...events])).calls;
}

const TOOK_OVER: readonly CallEvent[] = [
  { type: 'operator.tookOver', microphone: 'open' },
  { type: 'floor.changed', floor: 'operator', why: 'took-over' },
];

const opened: ReturnType<typeof createHeadset>[] = [];

function headset(kept?: Record<string, string>): ReturnType<typeof createHeadset> {
  const one = createHeadset(kept);
  one.connect();
  opened.push(one);
  return one;
}

afterEach(() => {
  for (const one of opened.splice(0)) one.disconnect();
});

describe('listening', () => {
  it('hears a call from its announcement on, and opens no microphone for it', async () => {
    const { store, main, engine, view } = headset();
    expect(view().channel).toBe('off');
    expect(await store.listen('a')).toEqual({ ok: true });
    await expect.poll(() => view().listened).toEqual({ callId: 'a', hears: true });
    main.say(frame(1));
    await expect.poll(() => engine.done).toContain('hear 1');
    expect(view()).toMatchObject({ channel: 'open', microphone: 'off' });
    expect(engine.open).toBe(0);
    expect(main.received).toEqual(['headset-1']);
  });

  it('plays nothing of another call, whatever comes when', async () => {
    const { store, main, engine, view } = headset();
    await store.listen('a');
    await expect.poll(() => view().listened?.hears).toBe(true);
    const switched = store.listen('b');
    main.say(frame(1));
    await switched;
    await expect.poll(() => view().listened).toEqual({ callId: 'b', hears: true });
    main.say(frame(2));
    await expect.poll(() => engine.done).toContain('hear 2');
    expect(engine.done).not.toContain('hear 1');
    await store.listen(null);
    main.say(frame(3));
    await store.listen('b');
    await expect.poll(() => view().listened?.hears).toBe(true);
    expect(engine.done).not.toContain('hear 3');
  });

  it('keeps to the last wish of many', async () => {
    const { store, main, view } = headset();
    const wishes = ['a', 'b', null, 'c', 'a', 'd'].map((callId) => store.listen(callId));
    expect(await Promise.all(wishes)).toEqual(wishes.map(() => ({ ok: true })));
    await expect.poll(() => view().listened).toEqual({ callId: 'd', hears: true });
    expect(main.asked.at(-1)).toBe('listen d');
  });

  it('says why it cannot, and is off then', async () => {
    const { store, main, engine, view, disconnect } = headset();
    main.refusal = 'call-over';
    expect(await store.listen('a')).toEqual({ ok: false, sentence: 'The call is already over.' });
    expect(view().listened).toBeNull();
    engine.hasNoSound = true;
    expect(await store.listen('a')).toMatchObject({ ok: false, sentence: expect.stringMatching(/plays no sound/) });
    engine.hasNoSound = false;
    disconnect();
    expect(await store.listen('a')).toMatchObject({ ok: false, sentence: expect.stringMatching(/did not answer/) });
    expect(view().listened).toBeNull();
  });

  it('goes on by itself when the line was lost, and ends with the call', async () => {
    const { store, main, view, connect, disconnect } = headset();
    await store.listen('a');
    disconnect();
    expect(view().channel).toBe('lost');
    connect();
    await expect.poll(() => view()).toMatchObject({ channel: 'open', listened: { callId: 'a', hears: true } });
    expect(main.asked).toEqual(['listen a', 'listen a']);
    store.setCalls(callsAfter({ type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }));
    expect(view().listened).toBeNull();
    await expect.poll(() => main.asked.at(-1)).toBe('listen null');
  });

  it('gives up on a main process that does not answer', async () => {
    const { store, main, view, pass } = headset();
    main.answersAudio = false;
    const listened = store.listen('a');
    await expect.poll(() => main.received).toEqual(['headset-1']);
    pass(5000);
    expect(await listened).toMatchObject({ ok: false });
    expect(view()).toMatchObject({ channel: 'lost', listened: null });
  });

  it('hears both sides or one, as loud as chosen, and remembers', async () => {
    const kept = {};
    const { store, engine } = headset(kept);
    expect(engine.mix).toEqual({ callerLeft: 0.8, callerRight: 0, otherLeft: 0, otherRight: 0.8 });
    store.devices.choose({ side: 'caller' });
    store.setVolume(0.5);
    expect(engine.mix).toEqual({ callerLeft: 0.5, callerRight: 0.5, otherLeft: 0, otherRight: 0 });
    store.setVolume(7);
    const again = headset(kept);
    expect(again.view().choices).toMatchObject({ side: 'caller', volume: 1 });
    expect(headset({ 'switchboard-headset': '{"volume":"loud"}' }).view().choices.volume).toBe(0.8);
  });
});

describe('taking over', () => {
  it('opens the microphone, takes the floor and sends what is said, until the turn is over', async () => {
    const { store, main, engine, view } = headset();
    expect(await store.takeOver('a')).toEqual({ ok: true });
    expect(view()).toMatchObject({
      microphone: 'open',
      live: { callId: 'a', way: 'open', muted: false, talking: true },
    });
    engine.speak(7);
    await expect.poll(() => main.received).toContainEqual([VOICE_FRAME, 7]);
    await expect.poll(() => view().listened).toEqual({ callId: 'a', hears: true });
    expect(engine.mix).toMatchObject({ otherLeft: 0, otherRight: 0, callerLeft: 0.8, callerRight: 0.8 });
    store.setCalls(callsAfter());
    expect(view().live).not.toBeNull();
    store.setCalls(callsAfter(...TOOK_OVER));
    store.setCalls(callsAfter(...TOOK_OVER, { type: 'floor.changed', floor: 'agent', why: 'handed-back' }));
    expect(view()).toMatchObject({ live: null, microphone: 'off' });
    expect(engine.open).toBe(0);
    expect(view().listened?.callId).toBe('a');
  });

  it('sends nothing while muted, and nothing that was said meanwhile', async () => {
    const { store, main, engine } = headset();
    await store.takeOver('a');
    await store.takingOver.mute(true);
    engine.speak(1);
    await store.takingOver.mute(false);
    engine.speak(2);
    await expect.poll(() => main.received).toContainEqual([VOICE_FRAME, 2]);
    expect(main.received).not.toContainEqual([VOICE_FRAME, 1]);
    expect(main.asked.filter((each) => each.startsWith('mute'))).toEqual(['mute true', 'mute false']);
  });

  it('sends while the key is held and no longer, with push-to-talk', async () => {
    const { store, main, engine } = headset();
    await store.takeOver('a', 'push-to-talk');
    for (const byte of [1, 2, 3]) {
      store.takingOver.press(byte === 2);
      engine.speak(byte);
    }
    await expect.poll(() => main.received).toContainEqual([VOICE_FRAME, 2]);
    expect(main.received.filter(Array.isArray)).toEqual([[VOICE_FRAME, 2]]);
  });

  it.each(['denied', 'missing', 'busy'] as const)(
    'says what to do when the microphone is %s, and takes nothing over',
    async (refusal) => {
      const { store, main, engine, view } = headset();
      engine.microphoneRefusal = refusal;
      expect(await store.takeOver('a')).toMatchObject({ ok: false, sentence: expect.stringMatching(/icrophone/) });
      expect(main.asked).toEqual([]);
      expect(view()).toMatchObject({ live: null, microphone: 'off' });
    },
  );

  it('shuts the microphone again when the floor is refused, and takes one call at a time', async () => {
    const { store, main, engine, view } = headset();
    main.refusal = 'floor-taken';
    expect(await store.takeOver('a')).toMatchObject({ ok: false });
    expect(engine.open).toBe(0);
    main.refusal = null;
    const [one, other] = await Promise.all([store.takeOver('a'), store.takeOver('b')]);
    expect([one.ok, other.ok]).toEqual([true, false]);
    expect(view().live?.callId).toBe('a');
    expect(engine.open).toBe(1);
  });

  it('tells at once that the microphone is gone, and comes back when it does', async () => {
    const { store, main, engine, view } = headset();
    await store.takeOver('a');
    engine.lose('device-lost');
    expect(view()).toMatchObject({ microphone: 'lost', live: { callId: 'a' } });
    expect(engine.open).toBe(0);
    await expect.poll(() => main.asked).toContain('lost device-lost');
    engine.microphoneRefusal = 'missing';
    expect(await store.retryMicrophone()).toMatchObject({ ok: false });
    expect(view().microphone).toBe('missing');
    engine.microphoneRefusal = null;
    expect(await store.chooseMicrophone('usb')).toEqual({ ok: true });
    await expect.poll(() => main.asked).toContain('lost null');
    expect(engine.done).toContain('microphone usb');
    engine.lose('no-sound');
    expect(engine.open).toBe(1);
    engine.lose(null);
    expect(view().microphone).toBe('open');
  });

  it('comes back with the line, and lets go when the floor was given away meanwhile', async () => {
    const { store, main, engine, view, connect, disconnect } = headset();
    await store.takeOver('a');
    disconnect();
    connect();
    await expect.poll(() => main.asked).toContain('lost null');
    expect(view().live).not.toBeNull();
    disconnect();
    main.refusal = 'not-your-floor';
    connect();
    await expect.poll(() => view()).toMatchObject({ live: null, microphone: 'off' });
    expect(engine.open).toBe(0);
  });
});

describe('dictating', () => {
  it('writes down what was said from the press of the key on, and the caller hears none of it', async () => {
    const { store, main, engine, view, pass } = headset();
    await store.takeOver('a');
    const begun = store.dictating.begin();
    engine.speak(1);
    expect(await begun).toEqual({ ok: true });
    engine.speak(2);
    const dictated = store.dictating.finish();
    pass(200);
    expect(view().dictation).not.toBe('off');
    await expect
      .poll(() => {
        pass(200);
        return main.asked;
      })
      .toContain('finish');
    expect(await dictated).toEqual({ ok: true, text: 'Offer a refund.' });
    const frames = main.received.filter(Array.isArray);
    expect(frames.filter(([kind]) => kind === DICTATION_FRAME).map(([, byte]) => byte)).toEqual([1, 2]);
    expect(frames.filter(([kind]) => kind === VOICE_FRAME).map(([, byte]) => byte)).toEqual([0xff, 0xff]);
    expect(view()).toMatchObject({ dictation: 'off', microphone: 'open', live: { callId: 'a' } });
    engine.speak(3);
    await expect.poll(() => main.received).toContainEqual([VOICE_FRAME, 3]);
  });

  it('leaves no microphone open when it is called off, refused or lost', async () => {
    const { store, main, engine, view } = headset();
    const begun = store.dictating.begin();
    store.dictating.cancel();
    await begun;
    await expect.poll(() => engine.open).toBe(0);
    main.refusal = 'no-headset';
    expect(await store.dictating.begin()).toMatchObject({ ok: false });
    expect(await store.dictating.finish()).toMatchObject({ ok: false });
    main.refusal = null;
    await store.dictating.begin();
    engine.lose('device-lost');
    expect(view().dictation).toBe('off');
    expect(engine.open).toBe(0);
  });
});

describe('the test of the microphone', () => {
  it('shows how loud it is and sends nothing', async () => {
    const { store, main, engine, view } = headset();
    const levels: number[] = [];
    const stop = store.onLevel((level) => levels.push(level));
    expect(await store.test(true)).toEqual({ ok: true });
    engine.speak(1);
    expect(levels).toEqual([0.5]);
    await store.test(false);
    expect(levels).toEqual([0.5, 0]);
    stop();
    expect(view()).toMatchObject({ testing: false, microphone: 'off' });
    expect([engine.open, main.received, main.asked]).toEqual([0, [], []]);
  });

  it('leaves the microphone to a call that needs it', async () => {
    const { store, engine } = headset();
    await store.test(true);
    await store.takeOver('a');
    await store.test(false);
    expect(engine.open).toBe(1);
  });
});

describe('devices', () => {
  const desk = { id: 'desk', label: 'Desk' };
  const usb = { id: 'usb', label: 'USB headset' };

  it('go back to the chosen one when it is plugged in again', async () => {
    const { store, engine, view } = headset();
    await store.devices.chooseSpeaker('usb');
    engine.plug({ microphones: [usb], speakers: [desk, usb], named: true });
    await expect.poll(() => view().devices.speakers).toHaveLength(2);
    engine.done.length = 0;
    engine.plug({ microphones: [], speakers: [desk], named: true });
    await expect.poll(() => engine.done).toEqual(['speaker usb']);
    engine.plug({ microphones: [usb], speakers: [desk, usb], named: true });
    await expect.poll(() => engine.done).toEqual(['speaker usb', 'speaker usb']);
    expect(view().choices.speakerId).toBe('usb');
  });
});
