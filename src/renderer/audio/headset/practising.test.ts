import { afterEach, describe, expect, it } from 'vitest';
import { PRACTICE_FRAME } from '../../../shared/audio/headset-wire';
import type { CallEvent } from '../../../shared/call/events';
import { RANG, recorded, stateAfter } from '../../client/console.fixture';
import { createHeadset } from './headset.fixture';

const opened: ReturnType<typeof createHeadset>[] = [];

function headset(): ReturnType<typeof createHeadset> {
  const one = createHeadset();
  one.connect();
  opened.push(one);
  return one;
}

/** Calls in the feed after the practice call was answered, and then these events. */
function callsAfter(...events: readonly CallEvent[]) {
  return stateAfter(recorded('call_practice', [RANG, { type: 'caller.connected' }, ...events])).calls;
}

const HUNG_UP: CallEvent = { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' };

afterEach(() => {
  for (const one of opened.splice(0)) one.disconnect();
});

describe('practising', () => {
  it('opens the microphone, calls, hears only the agent, and is over with the call', async () => {
    const { store, main, engine, view } = headset();
    expect(await store.practise('front-desk')).toEqual({ ok: true });
    expect(view()).toMatchObject({ microphone: 'open', listened: { callId: 'call_practice' } });
    expect(view().practice).toEqual({
      name: 'on',
      agentId: 'front-desk',
      callId: 'call_practice',
      model: 'simulated',
      muted: false,
    });
    expect(main.asked).toEqual(['practise front-desk', 'listen call_practice']);
    expect(engine.mix).toMatchObject({ callerLeft: 0, callerRight: 0, otherLeft: 0.8, otherRight: 0.8 });
    engine.speak(7);
    await expect.poll(() => main.received).toContainEqual([PRACTICE_FRAME, 7]);

    store.setCalls(callsAfter());
    expect(view().practice?.name).toBe('on');
    await store.practising.hangUp();
    store.setCalls(callsAfter(HUNG_UP));
    expect(view()).toMatchObject({ practice: { name: 'over', callId: 'call_practice' }, microphone: 'off' });
    expect(engine.open).toBe(0);
    expect(main.asked).toContain('hang up');
    store.practising.dismiss();
    expect(view().practice).toBeNull();
  });

  it('says nothing while muted', async () => {
    const { store, main, engine } = headset();
    await store.practise('front-desk');
    store.practising.mute(true);
    engine.speak(1);
    store.practising.mute(false);
    engine.speak(2);
    await expect.poll(() => main.received).toContainEqual([PRACTICE_FRAME, 2]);
    expect(main.received).not.toContainEqual([PRACTICE_FRAME, 1]);
  });

  it('leaves nothing open when it is refused, and says why', async () => {
    const { store, main, engine, view } = headset();
    main.practiceRefusal = 'too-many-practising';
    expect(await store.practise('front-desk')).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('Too many consoles practise'),
    });
    engine.microphoneRefusal = 'denied';
    expect(await store.practise('front-desk')).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('may not use the microphone'),
    });
    expect(view()).toMatchObject({ practice: null, microphone: 'off' });
    expect(engine.open).toBe(0);
  });

  it('hangs up what was given up while it was placed, and a call that cannot be heard', async () => {
    const { store, main, engine, view } = headset();
    const placing = store.practise('front-desk');
    await store.practising.hangUp();
    expect(await placing).toEqual({ ok: true });
    expect(main.asked).toEqual(['practise front-desk', 'hang up']);
    expect(view()).toMatchObject({ practice: null, microphone: 'off' });

    engine.hasNoSound = true;
    expect(await store.practise('front-desk')).toMatchObject({ ok: false });
    expect(main.asked.at(-1)).toBe('hang up');
    expect(engine.open).toBe(0);
  });

  it('is over with the line of the headset', async () => {
    const { store, main, engine, view } = headset();
    await store.practise('front-desk');
    main.hangUp();
    await expect.poll(() => view().practice?.name).toBe('over');
    expect(engine.open).toBe(0);
  });

  it('is the only thing a headset does', async () => {
    const { store, view } = headset();
    await store.practise('front-desk');
    const refused = { ok: false, sentence: 'You are on a practice call. Hang up first.' };
    expect(await store.practise('front-desk')).toEqual(refused);
    expect(await store.listen('another')).toEqual(refused);
    expect(await store.takeOver('another', 'open')).toEqual(refused);
    expect(view().listened?.callId).toBe('call_practice');

    const { store: other } = headset();
    await other.takeOver('a', 'open');
    expect(await other.practise('front-desk')).toMatchObject({ ok: false });
  });
});
