import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeHeard,
  DICTATION_FRAME,
  encodeMicrophone,
  encodeReceipt,
  FRAME_BYTES,
  VOICE_FRAME,
  WINDOW_FRAMES,
} from '../../../shared/audio/headset-wire';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { createKeptLog } from '../console.fixture';
import { createKeptChannel, frameOf } from './headset.fixture';
import { HeadsetChannel, MAX_WAITING_FRAMES } from './headset-channel';

function opened(admits = true) {
  const clock = new ManualClock();
  const { log, codes, facts } = createKeptLog();
  const kept = createKeptChannel();
  const told: unknown[] = [];
  const channel = new HeadsetChannel({
    channel: kept,
    clock,
    log,
    owner: {
      onNamed: (id) => {
        told.push(['named', id]);
        return admits;
      },
      onMicrophone: (kind, frame) => told.push([kind, frame[0], frame.length]),
      onClosed: () => told.push('closed'),
    },
  });
  const seqs = (): (number | undefined)[] =>
    kept.sent.flatMap((message) => (typeof message === 'string' ? [] : [decodeHeard(message)?.seq]));
  return { channel, kept, told, clock, codes, facts, seqs };
}

function named() {
  const parts = opened();
  parts.channel.onMessage('headset-1');
  return parts;
}

describe('a headset channel', () => {
  it('is known once it has said its name, and then carries frames both ways', () => {
    const { channel, kept, told, clock } = named();
    expect(kept.sent).toEqual(['']);
    channel.announce('call_1');
    channel.hear(frameOf(1), frameOf(2));
    expect(kept.sent[1]).toBe('call_1');
    expect(decodeHeard(kept.sent[2] as Uint8Array)).toEqual({ seq: 1, caller: frameOf(1), other: frameOf(2) });
    channel.onMessage(encodeMicrophone(VOICE_FRAME, frameOf(9)));
    channel.onMessage(encodeMicrophone(DICTATION_FRAME, frameOf(8)));
    expect(told).toEqual([
      ['named', 'headset-1'],
      [VOICE_FRAME, 9, FRAME_BYTES],
      [DICTATION_FRAME, 8, FRAME_BYTES],
    ]);
    channel.onClosed();
    expect(told.at(-1)).toBe('closed');
    expect(clock.pendingTimers).toBe(0);
  });

  it.each<[string, (string | Uint8Array)[], string]>([
    ['a frame before its name', [encodeMicrophone(VOICE_FRAME, frameOf(1))], 'no-name'],
    ['a name that is too short', ['short'], 'malformed'],
    ['a name that is none', ['headset 1; drop'], 'malformed'],
    ['a second name', ['headset-1', 'headset-2'], 'malformed'],
    ['an empty message', ['headset-1', new Uint8Array(0)], 'malformed'],
    ['a frame that is too long', ['headset-1', new Uint8Array(FRAME_BYTES + 2)], 'malformed'],
    ['a frame of no known kind', ['headset-1', new Uint8Array(FRAME_BYTES + 1).fill(77)], 'malformed'],
    ['a receipt for what was not sent', ['headset-1', encodeReceipt(1)], 'malformed'],
  ])('closes at %s', (_what, messages, reason) => {
    const { channel, kept, told, facts, clock } = opened();
    for (const message of messages) channel.onMessage(message);
    expect(kept.isClosed).toBe(true);
    expect(facts).toEqual([{ reason }]);
    expect(told.at(-1)).toBe('closed');
    channel.hear(frameOf(1), frameOf(1));
    channel.onMessage('headset-1');
    expect(told.filter((each) => each === 'closed')).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('closes when no name comes, and when there is no room', () => {
    const late = opened();
    late.clock.advance(5000);
    expect(late.kept.isClosed).toBe(true);
    const full = opened(false);
    full.channel.onMessage('headset-1');
    expect(full.kept.isClosed).toBe(true);
    expect(full.kept.sent).toEqual([]);
  });

  it('takes a microphone for hours, and what a page sends after it stood still, but no flood', () => {
    const { channel, kept, clock, seqs } = named();
    for (let i = 1; i <= 10_000; i++) {
      clock.advance(20);
      channel.hear(frameOf(1), frameOf(2));
      channel.onMessage(encodeMicrophone(VOICE_FRAME, frameOf(1)));
      if (i % 5 === 0) channel.onMessage(encodeReceipt(i));
    }
    expect(seqs()).toHaveLength(10_000);
    clock.advance(2000);
    for (let i = 0; i < 110; i++) channel.onMessage(encodeMicrophone(VOICE_FRAME, frameOf(1)));
    expect(kept.isClosed).toBe(false);
    for (let i = 0; i < 250; i++) channel.onMessage(encodeMicrophone(VOICE_FRAME, frameOf(1)));
    expect(kept.isClosed).toBe(true);
  });

  it('holds 200 ms back for a reader that is behind, then drops the oldest, and says so once', () => {
    const { channel, seqs, codes } = named();
    for (let i = 0; i < WINDOW_FRAMES + 3 * MAX_WAITING_FRAMES; i++) channel.hear(frameOf(1), frameOf(2));
    expect(seqs()).toHaveLength(WINDOW_FRAMES);
    expect(codes).toEqual(['headset.slow-reader']);
    channel.onMessage(encodeReceipt(WINDOW_FRAMES));
    const last = WINDOW_FRAMES + 3 * MAX_WAITING_FRAMES;
    expect(seqs().slice(WINDOW_FRAMES)).toEqual(
      Array.from({ length: MAX_WAITING_FRAMES }, (_, index) => last - MAX_WAITING_FRAMES + 1 + index),
    );
  });

  it('never sends what waited of another call', () => {
    const { channel, kept, seqs } = named();
    channel.announce('call_1');
    for (let i = 0; i < WINDOW_FRAMES + 5; i++) channel.hear(frameOf(1), frameOf(1));
    channel.announce('call_2');
    channel.hear(frameOf(2), frameOf(2));
    channel.onMessage(encodeReceipt(WINDOW_FRAMES));
    expect(seqs().slice(WINDOW_FRAMES)).toEqual([WINDOW_FRAMES + 6]);
    expect(kept.sent.at(-2)).toBe('call_2');
  });

  it('survives whatever is sent to it', () => {
    const message = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 400 }), fc.constant('headset-1'));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
        const { channel, told, clock } = opened();
        for (const each of messages) channel.onMessage(each);
        channel.hear(frameOf(1), frameOf(2));
        channel.onClosed();
        expect(told.filter((each) => each === 'closed')).toHaveLength(1);
        expect(clock.pendingTimers).toBe(0);
      }),
    );
  });
});
