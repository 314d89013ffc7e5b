import { describe, expect, it } from 'vitest';
import { MULAW_SILENCE_BYTE } from '../../../shared/audio/mulaw';
import { Handset, MAX_WAITING_FRAMES } from './handset';
import { FRAME_BYTES } from './player';

/** A loud frame, identified by its first byte. */
function spoken(mark: number): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES, 0x10);
  frame[0] = mark;
  return frame;
}

const QUIET = Buffer.alloc(FRAME_BYTES, MULAW_SILENCE_BYTE);

/** Frames spoken in `count` ticks: the first byte of each, or null for silence. */
function ticks(handset: Handset, count: number): readonly (number | null)[] {
  const frame = Buffer.alloc(FRAME_BYTES);
  return Array.from({ length: count }, () => (handset.fill(frame) ? (frame[0] ?? null) : null));
}

describe('a handset', () => {
  it('says what was spoken into it in order, once two frames are in hand or no second one comes', () => {
    const handset = new Handset();
    handset.speak(spoken(1));
    expect(ticks(handset, 1)).toEqual([null]);
    handset.speak(spoken(2));
    handset.speak(spoken(3));
    expect(ticks(handset, 4)).toEqual([1, 2, 3, null]);
    handset.speak(spoken(4));
    expect(ticks(handset, 4)).toEqual([null, null, 4, null]);
  });

  it('is never far behind: what waits catches up in silence, and the oldest is dropped where there is none', () => {
    const handset = new Handset();
    for (let mark = 1; mark <= MAX_WAITING_FRAMES + 2; mark++) handset.speak(spoken(mark));
    for (let count = 0; count < 5; count++) handset.speak(QUIET);
    const said = ticks(handset, MAX_WAITING_FRAMES + 1);
    expect(said).toEqual([...Array.from({ length: MAX_WAITING_FRAMES }, (_, index) => index + 3), null]);
    handset.speak(spoken(1));
    handset.speak(QUIET);
    handset.speak(spoken(2));
    expect(ticks(handset, 3)).toEqual([1, MULAW_SILENCE_BYTE, 2]);
  });

  it('gives the listener both sides of every tick, and silence where there is none', () => {
    const handset = new Handset();
    const heard: (readonly [own: number | undefined, other: number | undefined, otherEnd: number | undefined])[] = [];
    handset.hear((own, other) => heard.push([own[0], other[0], other.at(-1)]));
    handset.speak(spoken(1));
    handset.speak(spoken(2));
    handset.play(spoken(9), FRAME_BYTES / 2);
    ticks(handset, 1);
    handset.play(spoken(8), FRAME_BYTES);
    ticks(handset, 2);
    handset.hear(undefined);
    ticks(handset, 1);
    const silent = MULAW_SILENCE_BYTE;
    expect(heard).toEqual([
      [1, 9, silent],
      [2, 8, 0x10],
      [silent, silent, silent],
    ]);
  });

  it('takes no frame of another length', () => {
    const handset = new Handset();
    handset.speak(Buffer.alloc(FRAME_BYTES - 1, 0x10));
    handset.speak(Buffer.alloc(FRAME_BYTES + 1, 0x10));
    expect(ticks(handset, 4)).toEqual([null, null, null, null]);
  });
});
