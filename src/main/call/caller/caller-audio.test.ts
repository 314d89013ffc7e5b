import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../shared/call/events';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { CallerAudio } from './caller-audio';

const FRAME_MS = 20;

/** A caller's audio and the model that hears it. */
class Ear {
  readonly clock = new ManualClock();
  readonly events: CallEvent[] = [];
  readonly payloads: string[] = [];
  readonly audio = new CallerAudio(
    this.clock,
    (payload) => this.payloads.push(payload),
    (event) => this.events.push(event),
  );

  get heard(): Buffer {
    return Buffer.concat(this.payloads.map((payload) => Buffer.from(payload, 'base64')));
  }

  /** A frame of 20 ms, every byte `byte`. */
  frame(timestampMs: number, byte = 0x10): void {
    this.audio.onFrame(Buffer.alloc(FRAME_MS * 8, byte).toString('base64'), timestampMs);
  }
}

describe('CallerAudio', () => {
  it('3a.5 holds the first words and gives them all, in order, whenever it may', () => {
    const frame = fc.integer({ min: 1, max: 400 }).map((bytes) => Buffer.alloc(bytes, bytes));
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 300, size: 'max' }),
        fc.nat(300),
        fc.boolean(),
        (frames, releaseAt, isPaced) => {
          const ear = new Ear();
          let timestampMs = 0;
          frames.forEach((bytes, index) => {
            if (index === releaseAt) ear.audio.release();
            ear.audio.onFrame(bytes.toString('base64'), timestampMs);
            timestampMs += bytes.length / 8;
            if (isPaced) ear.clock.advance(bytes.length / 8);
          });
          if (releaseAt >= frames.length) {
            expect(ear.payloads).toEqual([]);
            ear.audio.release();
          }
          ear.clock.advance(2000);
          expect(ear.heard.equals(Buffer.concat(frames))).toBe(true);
          expect(ear.audio.receivedMs).toBe(ear.heard.length / 8);
          expect(ear.clock.pendingTimers).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('passes a frame through as the very string it came in', () => {
    const ear = new Ear();
    ear.audio.release();
    ear.audio.onFrame('no+JhoaJjpw=', 0);
    expect(ear.payloads).toEqual(['no+JhoaJjpw=']);
  });

  it('puts no more than a second of what was held on the wire at once', () => {
    const ear = new Ear();
    for (let i = 0; i < 500; i += 1) ear.frame(i * FRAME_MS);
    ear.audio.release();
    expect(ear.payloads).toHaveLength(50);
    ear.frame(500 * FRAME_MS, 0x77);
    ear.clock.advance(20);
    expect(ear.payloads).toHaveLength(100);
    ear.clock.advance(1000);
    expect(ear.payloads).toHaveLength(501);
    expect(ear.heard.at(-1)).toBe(0x77);
  });

  it('holds thirty seconds and says once that the rest is dropped', () => {
    const ear = new Ear();
    for (let i = 0; i < 1600; i += 1) ear.frame(i * FRAME_MS);
    ear.audio.release();
    ear.clock.advance(2000);
    expect(ear.heard).toHaveLength(30_000 * 8);
    expect(ear.events).toMatchObject([{ type: 'leg.degraded', leg: 'caller', fault: 'queue-full' }]);
  });

  it('fills the gaps of the carrier clock with 0xFF, so that everything stays where it was said', () => {
    const gapMs = fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }) },
      { weight: 1, arbitrary: fc.integer({ min: 15, max: 3000 }) },
    );
    fc.assert(
      fc.property(fc.array(gapMs, { minLength: 1, maxLength: 60, size: 'max' }), (gaps) => {
        const ear = new Ear();
        ear.audio.release();
        let timestampMs = 5;
        let place = 1;
        for (const gap of gaps) {
          timestampMs += gap;
          ear.frame(timestampMs, place);
          timestampMs += FRAME_MS;
          place += 1;
        }
        const { heard } = ear;
        const firstMs = 5 + (gaps[0] ?? 0);
        let at = 0;
        timestampMs = firstMs;
        gaps.forEach((gap, index) => {
          if (index > 0) timestampMs += FRAME_MS + gap;
          at = heard.indexOf(index + 1, at);
          expect(Math.abs(at / 8 - (timestampMs - firstMs))).toBeLessThan(15);
          expect(heard.subarray(at, at + 160).every((byte) => byte === index + 1)).toBe(true);
          at += 160;
        });
        expect(heard.filter((byte) => byte === 0xff).length).toBe(heard.length - gaps.length * 160);
      }),
    );
  });

  it('fills a gap to the millisecond, up to ten seconds, and says so once', () => {
    const ear = new Ear();
    ear.audio.release();
    ear.frame(0);
    ear.frame(20 + 137);
    ear.frame(177 + 60_000);
    expect(ear.heard).toHaveLength((20 + 137 + 20 + 10_000 + 20) * 8);
    expect(ear.events).toMatchObject([{ type: 'leg.degraded', leg: 'caller', fault: 'gap-filled' }]);
  });

  it('keeps frames that come late or twice, and fills nothing because of them', () => {
    const ear = new Ear();
    ear.audio.release();
    for (const timestampMs of [0, 20, 60, 40, 80, 80, 100]) ear.frame(timestampMs);
    expect(ear.heard).toHaveLength(7 * 160 + 20 * 8);
    ear.frame(220);
    expect(ear.heard).toHaveLength(8 * 160 + 120 * 8);
  });

  it('loses nothing of a stream whose clock stands still or begins anew', () => {
    const ear = new Ear();
    ear.audio.release();
    for (const timestampMs of [5000, 5000, 5000, 0, 20, 40]) ear.frame(timestampMs);
    expect(ear.heard).toHaveLength(6 * 160);
  });

  it('lets a turn end when the carrier stalls in the middle of it', () => {
    const ear = new Ear();
    ear.audio.release();
    ear.frame(0);
    ear.audio.speechStarted();
    ear.clock.advance(800);
    expect(ear.heard).toHaveLength(160 + 8000);
    expect(ear.heard.subarray(160).every((byte) => byte === 0xff)).toBe(true);
    ear.audio.speechStopped();
    expect(ear.clock.pendingTimers).toBe(0);
    ear.frame(1520);
    expect(ear.heard).toHaveLength(160 + 8000 + 500 * 8 + 160);
  });

  it('puts nothing in while a speaking caller is heard', () => {
    const ear = new Ear();
    ear.audio.release();
    ear.audio.speechStarted();
    for (let i = 0; i < 200; i += 1) {
      ear.frame(i * FRAME_MS);
      ear.clock.advance(FRAME_MS);
    }
    expect(ear.heard).toHaveLength(200 * 160);
  });

  it('shows how loud the caller is, and nothing when the stream is quiet', () => {
    const ear = new Ear();
    expect(ear.audio.level()).toBe(0);
    ear.frame(0, 0x00);
    expect(ear.audio.level()).toBe(1);
    ear.clock.advance(201);
    expect(ear.audio.level()).toBe(0);
  });

  it('holds and gives nothing once the call is over', () => {
    const ear = new Ear();
    ear.frame(0);
    ear.audio.dispose();
    ear.frame(20);
    ear.audio.release();
    expect(ear.payloads).toEqual([]);
    expect(ear.audio.receivedMs).toBe(0);
  });
});
