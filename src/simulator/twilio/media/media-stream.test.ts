import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock, type Clock } from '../../clock';
import type { ReceivedStream } from '../product.fixture';
import type { SimulatedCall } from '../simulated-call';
import {
  audioMessage,
  firstStream,
  markMessage,
  startRig,
  type Rig,
  type RigOptions,
} from '../twilio-simulator.fixture';

let rig: Rig | undefined;

afterEach(async () => {
  await rig?.close();
  rig = undefined;
});

interface Open {
  readonly call: SimulatedCall;
  readonly stream: ReceivedStream;
  readonly rig: Rig;
}

async function openStream(options: RigOptions = {}, prepare?: (call: SimulatedCall) => void): Promise<Open> {
  rig = await startRig(options);
  const call = rig.dial();
  prepare?.(call);
  return { call, rig, stream: await firstStream(rig, call) };
}

interface Media {
  readonly chunk: string;
  readonly timestamp: string;
  readonly payload: string;
}

function mediaOf(stream: ReceivedStream): Media[] {
  return stream.messages.filter(({ event }) => event === 'media').map(({ media }) => media as Media);
}

async function untilMedia(stream: ReceivedStream, count: number): Promise<Media[]> {
  await stream.until(({ media }) => Number((media as Media | undefined)?.chunk) >= count);
  return mediaOf(stream);
}

/** Waits for a pong: everything sent before it has then been read. */
async function roundTrip(stream: ReceivedStream): Promise<void> {
  stream.socket.ping();
  await once(stream.socket, 'pong');
}

describe('the caller’s audio', () => {
  it('is sent exactly as Twilio does', async () => {
    const { call, rig, stream } = await openStream();
    await untilMedia(stream, 2);
    const sid = stream.streamSid();
    const account = rig.simulator.account.sid;
    const silence = `${'/'.repeat(213)}w==`;
    expect(stream.texts.slice(0, 4)).toEqual([
      '{"event":"connected","protocol":"Call","version":"1.0.0"}',
      `{"event":"start","sequenceNumber":"1","start":{"accountSid":"${account}","streamSid":"${sid}","callSid":"${call.sid}","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{}},"streamSid":"${sid}"}`,
      `{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"20","payload":"${silence}"},"streamSid":"${sid}"}`,
      `{"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"2","timestamp":"40","payload":"${silence}"},"streamSid":"${sid}"}`,
    ]);
    expect(sid).toMatch(/^MZ[0-9a-f]{32}$/);
    expect(stream.headers).not.toHaveProperty('origin');
    expect(stream.headers).not.toHaveProperty('sec-websocket-extensions');
    expect(stream.isSigned).toBe(true);
  });

  it('keeps to a 20 ms grid over seconds', async () => {
    const manual = new ManualClock();
    const lateMs = [0, 3, 7, 45];
    let timers = 0;
    /** A clock whose timers are always late, now and then by more than two frames. */
    const clock: Clock = {
      nowMs: () => manual.nowMs(),
      after: (ms, run) => manual.after(ms + (lateMs[timers++ % lateMs.length] ?? 0), run),
    };
    const { stream } = await openStream({ simulator: { clock, numbers: [{ phoneNumber: '+14155550134' }] } });
    const before = mediaOf(stream).length;
    for (let second = 1; second <= 4; second += 1) {
      manual.advance(1000);
      await roundTrip(stream);
      const missing = before + second * 50 - mediaOf(stream).length;
      expect(missing).toBeGreaterThanOrEqual(0);
      expect(missing).toBeLessThanOrEqual(3);
    }
    const stamps = mediaOf(stream).map(({ timestamp }) => Number(timestamp));
    expect(stamps).toEqual(stamps.map((_, index) => (index + 1) * 20));
  });

  it('carries what the caller says, and resolves when the last frame left', async () => {
    const { call, stream } = await openStream();
    const clip = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 200));
    await call.speak(clip);
    const frames = await untilMedia(stream, mediaOf(stream).length + 3);
    const bytes = Buffer.concat(frames.map(({ payload }) => Buffer.from(payload, 'base64')));
    const at = bytes.indexOf(clip);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at % 160).toBe(0);
    expect(bytes.subarray(at + 1_000).every((byte) => byte === 0xff)).toBe(true);
  });

  it('loses frames with their time, bunches and doubles them', async () => {
    const { call, stream } = await openStream({}, (dialled) => {
      dialled.feed((frame, index) => {
        frame.fill(index);
        return true;
      });
    });
    await untilMedia(stream, 2);
    call.faults.uplink.dropFrames(3);
    await untilMedia(stream, 6);
    call.faults.uplink.pack('burst-60');
    await untilMedia(stream, 19);
    call.faults.uplink.pack('double-40');
    const frames = await untilMedia(stream, 24);
    expect(frames.map(({ chunk }) => Number(chunk))).toEqual(frames.map((_, index) => index + 1));
    const steps = frames.slice(1).map(({ timestamp }, index) => Number(timestamp) - Number(frames[index]?.timestamp));
    expect(steps.filter((step) => step === 80)).toHaveLength(1);
    expect(steps.at(-1)).toBe(40);
    const last = Buffer.from(frames.at(-1)?.payload ?? '', 'base64');
    expect(last).toHaveLength(320);
    expect(last[160]).toBe((last[0] ?? 0) + 1);
    expect(last[0]).toBe(Number(frames.at(-1)?.timestamp) / 20 - Number(frames[0]?.timestamp) / 20);
  });

  it('can be mangled on its way', async () => {
    const { call, stream } = await openStream();
    let held = '';
    let count = 0;
    call.faults.mangle((message) => {
      count += 1;
      if (count === 1) return [message, message];
      if (count === 2) {
        held = message;
        return [];
      }
      call.faults.mangle(undefined);
      return [message, held];
    });
    await stream.until(() => count === 3 && stream.messages.length > 8);
    const numbers = stream.messages.map(({ sequenceNumber }) => Number(sequenceNumber)).slice(1);
    const steps = numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0));
    expect(steps.filter((step) => step !== 1)).toEqual([0, 2, -1, 2]);
  });

  it('tells of pressed keys', async () => {
    const { call, stream } = await openStream();
    call.press('5');
    const digit = await stream.until(({ event }) => event === 'dtmf');
    expect(digit).toMatchObject({ streamSid: stream.streamSid(), dtmf: { track: 'inbound_track', digit: '5' } });
    expect(digit['sequenceNumber']).toMatch(/^\d+$/);
  });
});

describe('the play-out buffer', () => {
  it('plays in real time and echoes a mark when its audio has sounded', async () => {
    const { call, stream } = await openStream();
    stream.send(audioMessage(stream, 200));
    stream.send(markMessage(stream, 'a'));
    stream.send(audioMessage(stream, 100));
    stream.send(markMessage(stream, 'b'));
    await call.untilMark('b');
    const [a, b] = call.marks();
    const [run] = call.heard().runs;
    expect(call.heard().runs).toHaveLength(1);
    expect([a?.echo, b?.echo]).toEqual(['played', 'played']);
    expect((a?.echoedAtMs ?? 0) - (run?.beganAtMs ?? 0)).toBeGreaterThanOrEqual(200);
    expect((b?.echoedAtMs ?? 0) - (run?.beganAtMs ?? 0)).toBeGreaterThanOrEqual(300);
    expect(call.heard().heardMsBetween('a', 'b')).toBe(100);
    const echoed = await stream.until(({ event }) => event === 'mark');
    expect(echoed).toMatchObject({ mark: { name: 'a' }, streamSid: stream.streamSid() });
    expect(Object.keys(echoed)).toEqual(['event', 'sequenceNumber', 'streamSid', 'mark']);
  });

  it('echoes at once when nothing waits', async () => {
    const { call, stream } = await openStream();
    stream.send(markMessage(stream, 'now'));
    await stream.until(({ event }) => event === 'mark');
    expect(call.marks()[0]).toMatchObject({ name: 'now', echo: 'played' });
  });

  it('plays nothing after a clear and gives every mark back', async () => {
    const { call, stream } = await openStream();
    stream.send(audioMessage(stream, 400));
    stream.send(markMessage(stream, 'a'));
    stream.send(audioMessage(stream, 400));
    stream.send(markMessage(stream, 'b'));
    await call.untilHeardMs(100);
    stream.send({ event: 'clear', streamSid: stream.streamSid() });
    await stream.until(({ mark }) => (mark as { name: string } | undefined)?.name === 'b');
    const heardMs = call.heard().heardMs;
    const [clear] = call.heard().clears;
    expect(call.marks().map(({ echo }) => echo)).toEqual(['cleared', 'cleared']);
    expect(clear?.droppedBytes).toBe(6_400 - heardMs * 8);
    await untilMedia(stream, mediaOf(stream).length + 5);
    expect(call.heard().heardMs).toBe(heardMs);
    stream.send(audioMessage(stream, 40, 0x20));
    stream.send(markMessage(stream, 'c'));
    await call.untilMark('c');
    const { bytes, runs, chunks } = call.heard();
    expect(bytes.subarray(-320).every((byte) => byte === 0x20)).toBe(true);
    expect(runs.map(({ fromByte, toByte }) => [fromByte, toByte])).toEqual([
      [0, heardMs * 8],
      [6_400, 6_720],
    ]);
    expect(chunks.map((chunk) => chunk.heardMs)).toEqual([heardMs, 0, 40]);
    expect(chunks[1]).not.toHaveProperty('beganAtMs');
  });

  it('knows what was heard when a clear comes, even if its timer is late', async () => {
    let nowMs = 0;
    const stuck: Clock = { nowMs: () => nowMs, after: () => () => undefined };
    const { call, stream } = await openStream({
      simulator: { clock: stuck, numbers: [{ phoneNumber: '+14155550134' }] },
    });
    stream.send(audioMessage(stream, 1_000));
    await roundTrip(stream);
    nowMs = 510;
    stream.send({ event: 'clear', streamSid: stream.streamSid() });
    await roundTrip(stream);
    expect(call.heard().heardMs).toBe(500);
    expect(call.heard().clears).toEqual([{ atMs: 510, droppedBytes: 4_000 }]);
  });

  it('knows when the agent speaks and when it is quiet', async () => {
    const { call, stream } = await openStream();
    const quiet = Buffer.alloc(1_600, 0xff).toString('base64');
    stream.send({ event: 'media', streamSid: stream.streamSid(), media: { payload: quiet } });
    stream.send(audioMessage(stream, 200));
    await call.untilAgentSpeaks();
    expect(call.heard().heardMs).toBeGreaterThanOrEqual(220);
    await call.untilAgentQuiet(100);
    const run = call.heard().runs.at(-1);
    expect(call.nowMs() - (run?.beganAtMs ?? 0)).toBeGreaterThanOrEqual(500);
    await expect(call.untilAgentSpeaks(50)).rejects.toThrow('the agent speaks');
  });

  it('takes the call as a WAV file, caller left, heard right', async () => {
    const { call, stream } = await openStream();
    stream.send(audioMessage(stream, 100));
    stream.send(markMessage(stream, 'end'));
    await Promise.all([call.speak(Buffer.alloc(800, 0x30)), call.untilMark('end')]);
    const wav = call.wav('stereo');
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect([wav.readUInt16LE(20), wav.readUInt16LE(22), wav.readUInt32LE(24)]).toEqual([7, 2, 8_000]);
    expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
    const frames = wav.subarray(58);
    expect(wav.readUInt32LE(54)).toBe(frames.length);
    expect(frames.filter((byte, index) => index % 2 === 0 && byte === 0x30)).toHaveLength(800);
    expect(frames.filter((byte, index) => index % 2 === 1 && byte === 0x10)).toHaveLength(800);
    expect(call.wav('heard').readUInt16LE(22)).toBe(1);
  });
});

describe('strictness', () => {
  it.each<[string, (stream: ReceivedStream) => unknown, string]>([
    ['no JSON', () => 'hello', 'not-json'],
    ['an unknown event', (stream) => ({ event: 'hello', streamSid: stream.streamSid() }), 'unknown-event'],
    ['no stream', () => ({ event: 'clear' }), 'wrong-stream'],
    ['a null stream', () => ({ event: 'media', streamSid: null, media: { payload: '' } }), 'wrong-stream'],
    ['a mark without a name', (stream) => ({ event: 'mark', streamSid: stream.streamSid() }), 'wrong-fields'],
    [
      'an extra field',
      (stream) => ({ event: 'media', streamSid: stream.streamSid(), media: { payload: '', track: 'outbound' } }),
      'wrong-fields',
    ],
    [
      'a payload in another alphabet',
      (stream) => ({ event: 'media', streamSid: stream.streamSid(), media: { payload: '__-_' } }),
      'payload-not-base64',
    ],
    [
      'a file',
      (stream) => ({
        event: 'media',
        streamSid: stream.streamSid(),
        media: { payload: Buffer.from('RIFF0000WAVE').toString('base64') },
      }),
      'payload-has-file-header',
    ],
  ])('ignores %s and warns with 31951 once', async (_, make, violation) => {
    const { call, stream } = await openStream();
    stream.send(make(stream));
    stream.send(make(stream));
    stream.send(markMessage(stream, 'after'));
    await call.untilMark('after');
    expect(call.codes()).toEqual([31951]);
    expect(call.violations().map((record) => record.violation)).toEqual([violation, violation]);
    expect(call.heard().heardMs).toBe(0);
  });

  it('warns of binary messages with 31950', async () => {
    const { call, stream } = await openStream();
    stream.socket.send(Buffer.from('{}'));
    stream.send(markMessage(stream, 'after'));
    await call.untilMark('after');
    expect(call.codes()).toEqual([31950]);
  });

  it('discards audio beyond ten minutes with 31931, once', async () => {
    const { call, stream } = await openStream();
    for (let minute = 0; minute < 12; minute += 1) stream.send(audioMessage(stream, 60_000));
    stream.send(markMessage(stream, 'end'));
    await call.until('the mark arrived', () => call.marks().length === 1);
    expect(call.codes()).toEqual([31931]);
    expect(call.heard().sentBytes).toBe(4_800_000);
  });
});
