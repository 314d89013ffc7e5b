import { describe, expect, it } from 'vitest';
import { decodeHeard, DICTATION_FRAME, encodeMicrophone, VOICE_FRAME } from '../../../shared/audio/headset-wire';
import { FINISH_WITHIN_MS, MAX_DICTATION_MS } from './dictation';
import { createListenedCalls, frameOf } from './headset.fixture';
import { MAX_HEADSETS } from './headsets';

/** Messages to a page, in words: names of calls, and the caller's byte of each frame. */
function heardBy(channel: { readonly sent: readonly (string | Uint8Array)[] }): (string | number | undefined)[] {
  return channel.sent.map((message) => (typeof message === 'string' ? message : decodeHeard(message)?.caller[0]));
}

describe('listening', () => {
  it('goes from call to call with no sound of the old one after the new one is announced', () => {
    const rig = createListenedCalls();
    const { channel } = rig.open('headset-1');
    expect(rig.headsets.listen('headset-1', 'a')).toBeUndefined();
    rig.sound('a', 1);
    const [ofA] = rig.listenersOf('a');
    expect(rig.headsets.listen('headset-1', 'b')).toBeUndefined();
    ofA?.hear(frameOf(2), frameOf(2));
    rig.sound('b', 3);
    expect(rig.headsets.listen('headset-1', null)).toBeUndefined();
    expect(heardBy(channel)).toEqual(['', 'a', 1, 'b', 3, '']);
    expect([...rig.listenersOf('a'), ...rig.listenersOf('b')]).toEqual([]);
  });

  it('stays with its call when the other cannot be heard, or when it is asked for again', () => {
    const rig = createListenedCalls();
    const { channel } = rig.open('headset-1');
    rig.headsets.listen('headset-1', 'a');
    expect(rig.headsets.listen('headset-1', 'over')).toBe('call-over');
    expect(rig.headsets.listen('headset-1', 'a')).toBeUndefined();
    rig.sound('a', 1);
    expect(heardBy(channel)).toEqual(['', 'a', 1]);
    expect(rig.listenersOf('a')).toHaveLength(1);
  });

  it('ends with the call, and with the page', () => {
    const rig = createListenedCalls();
    const one = rig.open('headset-1');
    const two = rig.open('headset-2');
    rig.headsets.listen('headset-1', 'a');
    rig.headsets.listen('headset-2', 'b');
    rig.journal.record('a', { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' });
    expect(heardBy(one.channel)).toEqual(['', 'a', '']);
    two.listener.onClosed();
    expect([...rig.listenersOf('a'), ...rig.listenersOf('b')]).toEqual([]);
    expect(rig.headsets.count).toBe(1);
  });

  it('needs a headset, but for leaving', () => {
    const { headsets } = createListenedCalls();
    expect(headsets.listen('headset-1', 'a')).toBe('no-headset');
    expect(headsets.listen('headset-1', null)).toBeUndefined();
    expect(headsets.takeOver('a', 'headset-1', 'open')).toBe('no-headset');
    expect(headsets.beginDictation('headset-1', 'en')).toBe('no-headset');
  });

  it('is possible for so many pages, and a page that comes back is no other one', () => {
    const rig = createListenedCalls();
    for (let i = 0; i < MAX_HEADSETS; i++) rig.open(`headset-${i}`);
    const again = rig.open('headset-3');
    expect(again.channel.isClosed).toBe(false);
    expect(rig.open('headset-x').channel.isClosed).toBe(true);
    expect(rig.headsets.count).toBe(MAX_HEADSETS);
    again.listener.onClosed();
    expect(rig.open('headset-x').channel.isClosed).toBe(false);
  });
});

describe('the floor', () => {
  const voice = encodeMicrophone(VOICE_FRAME, frameOf(5));

  it('gives the microphone to the call that was taken over, and to no other', () => {
    const rig = createListenedCalls();
    const { listener } = rig.open('headset-1');
    listener.onMessage(voice);
    expect(rig.headsets.takeOver('over', 'headset-1', 'open')).toBe('call-over');
    listener.onMessage(voice);
    expect(rig.spoken).toEqual([]);
    expect(rig.headsets.takeOver('a', 'headset-1', 'open')).toBeUndefined();
    listener.onMessage(voice);
    expect(rig.spoken).toEqual([{ callId: 'a', headsetId: 'headset-1', frame: frameOf(5) }]);
    rig.journal.record('a', { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' });
    listener.onMessage(voice);
    expect(rig.spoken).toHaveLength(1);
  });

  it('is reported lost with the channel, and is there again when the channel comes back', () => {
    const rig = createListenedCalls();
    const { listener } = rig.open('headset-1');
    rig.headsets.takeOver('a', 'headset-1', 'push-to-talk');
    listener.onClosed();
    expect(rig.done).toEqual([
      ['takeOver', 'a', 'headset-1', 'push-to-talk'],
      ['operatorLost', 'a', 'headset-1', 'console-lost'],
    ]);
    rig.open('headset-1').listener.onMessage(voice);
    expect(rig.spoken).toHaveLength(1);
  });

  it('of one call is lost when the same microphone takes over another', () => {
    const rig = createListenedCalls();
    rig.open('headset-1');
    rig.headsets.takeOver('a', 'headset-1', 'open');
    rig.headsets.takeOver('a', 'headset-1', 'open');
    rig.headsets.takeOver('b', 'headset-1', 'open');
    expect(rig.done.filter(([act]) => act === 'operatorLost')).toEqual([
      ['operatorLost', 'a', 'headset-1', 'no-sound'],
    ]);
  });

  it('is not lost with the channel of a page that never had it', () => {
    const rig = createListenedCalls();
    rig.open('headset-1').listener.onClosed();
    expect(rig.done).toEqual([]);
  });
});

describe('dictation', () => {
  const spoken = encodeMicrophone(DICTATION_FRAME, frameOf(5));

  it('writes down what was said, and never lets the caller hear it', async () => {
    const rig = createListenedCalls();
    const { listener } = rig.open('headset-1');
    rig.headsets.takeOver('a', 'headset-1', 'open');
    rig.headsets.beginDictation('headset-1', 'en');
    listener.onMessage(spoken);
    const [leg] = rig.legs;
    leg?.listener.onStarted('u1');
    const dictated = rig.headsets.finishDictation('headset-1');
    leg?.listener.onStarted('u2');
    leg?.listener.onText('u2', 'and be kind.');
    leg?.listener.onText('u1', ' Offer a refund ');
    leg?.listener.onFinished();
    expect(await dictated).toEqual({ ok: true, text: 'Offer a refund and be kind.' });
    expect(leg).toMatchObject({ language: 'en', isFinishing: true, isClosed: true });
    expect(leg?.heard).toEqual([Buffer.from(frameOf(5)).toString('base64')]);
    expect(rig.spoken).toEqual([]);
    listener.onMessage(spoken);
    expect(leg?.heard).toHaveLength(1);
    expect(rig.clock.pendingTimers).toBe(0);
  });

  it('says that nothing was said, or that it could not be written down', async () => {
    const rig = createListenedCalls();
    rig.open('headset-1');
    const finish = async (act: (index: number) => void): Promise<unknown> => {
      rig.headsets.beginDictation('headset-1', 'en');
      const dictated = rig.headsets.finishDictation('headset-1');
      act(rig.legs.length - 1);
      return dictated;
    };
    expect(await finish((index) => rig.legs[index]?.listener.onFinished())).toEqual({
      ok: false,
      code: 'nothing-said',
    });
    expect(await finish((index) => rig.legs[index]?.listener.onFailed('no key'))).toEqual({
      ok: false,
      code: 'not-transcribed',
    });
    expect(await finish(() => rig.clock.advance(FINISH_WITHIN_MS))).toEqual({ ok: false, code: 'not-transcribed' });
    expect(await rig.headsets.finishDictation('headset-1')).toEqual({ ok: false, code: 'nothing-said' });
  });

  it('keeps what was written down when the rest fails', async () => {
    const rig = createListenedCalls();
    rig.open('headset-1');
    rig.headsets.beginDictation('headset-1', 'en');
    rig.legs[0]?.listener.onText('u1', 'Call back.');
    rig.legs[0]?.listener.onFailed('gone');
    expect(await rig.headsets.finishDictation('headset-1')).toEqual({ ok: true, text: 'Call back.' });
  });

  it('ends with the page, with another one, and at its longest', () => {
    const rig = createListenedCalls();
    const { listener } = rig.open('headset-1');
    rig.headsets.beginDictation('headset-1', 'en');
    for (let ms = 0; ms < MAX_DICTATION_MS + 1000; ms += 20) {
      rig.clock.advance(20);
      listener.onMessage(spoken);
    }
    expect(rig.legs[0]?.heard).toHaveLength(MAX_DICTATION_MS / 20);
    rig.headsets.beginDictation('headset-1', 'de');
    expect(rig.legs[0]?.isClosed).toBe(true);
    listener.onClosed();
    expect(rig.legs[1]?.isClosed).toBe(true);
    expect(rig.headsets.count).toBe(0);
  });
});
