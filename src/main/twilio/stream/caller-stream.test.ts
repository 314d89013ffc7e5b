import { afterEach, describe, expect, it } from 'vitest';
import { ManualClock, systemClock } from '../../../simulator/clock';
import { settleSockets } from '../../../simulator/settled-sockets.fixture';
import type { CallerLeg } from '../../ports/ports';
import { asClock, CALL, openStream, say, STREAM, type StreamRig, type StreamRigOptions } from './caller-stream.fixture';

const rigs: StreamRig[] = [];

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function open(options: Partial<StreamRigOptions> = {}): Promise<StreamRig> {
  const rig = await openStream({ clock: asClock(systemClock), ...options });
  rigs.push(rig);
  return rig;
}

async function openStarted(options: Partial<StreamRigOptions> = {}): Promise<StreamRig> {
  const rig = await open(options);
  rig.say(say.connected);
  rig.say(say.start());
  await rig.started.until(1);
  return rig;
}

/** Lets time pass in steps, so that sockets are read in between. */
async function pass(time: ManualClock, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    time.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a media stream', () => {
  it('hands on what the phone sends, in order, and says once that it stopped', async () => {
    const { heard, closed, say: send } = await openStarted();
    send(say.media(1));
    send(say.dtmf('#'));
    send(say.mark('it_1:200'));
    send(say.media(2, '/w=='));
    send(say.stop);
    send(say.media(3));
    expect(await closed.until(1)).toEqual([1000]);
    expect(heard.all).toEqual(['audio /////w== 20', 'digit #', 'mark it_1:200', 'audio /w== 40', 'closed stopped']);
  });

  it('writes the same bytes without the fast path', async () => {
    const bytes = await Promise.all(
      [true, false].map(async (fastPath) => {
        const { stream, received, reads } = await openStarted({ fastPath });
        const payloads = [1, 20, 160, 48_000, 150_000].map((length) => Buffer.alloc(length, 0xa5).toString('base64'));
        for (const payload of payloads) stream.sendAudio(payload, 'it_1:20:g0');
        stream.sendMark('é "quoted"');
        stream.clear();
        await received.until(2 * payloads.length + 2);
        const all = Buffer.concat(reads.all);
        // Pings come before the first text frame.
        return all.subarray(all.indexOf(0x81));
      }),
    );
    expect(bytes[0]?.length).toBeGreaterThan(264_000);
    expect(bytes[0]?.equals(bytes[1] ?? Buffer.alloc(0))).toBe(true);
  });

  it('writes exactly the bytes Twilio takes, audio and its mark in one write', async () => {
    const { stream, received, reads } = await openStarted();
    stream.sendAudio('/////w==', 'it_1:20:g0');
    await received.until(2);
    stream.clear();
    expect(await received.until(3)).toEqual([
      `{"event":"media","streamSid":"${STREAM}","media":{"payload":"/////w=="}}`,
      `{"event":"mark","streamSid":"${STREAM}","mark":{"name":"it_1:20:g0"}}`,
      `{"event":"clear","streamSid":"${STREAM}"}`,
    ]);
    const [first, ...more] = reads.all.filter((chunk) => chunk.includes('"event"'));
    expect(first?.toString()).toContain('"mark"');
    expect(more.map(String)).toEqual([expect.stringContaining('"clear"')]);
  });

  it('sends nothing before the stream has a name', async () => {
    const { stream, received, say: send } = await open();
    stream.sendAudio('/w==');
    stream.sendMark('m');
    stream.clear();
    send(say.start());
    while (!stream.roundTripMs()) await new Promise((resolve) => setImmediate(resolve));
    stream.sendMark('first');
    expect(await received.until(1)).toEqual([expect.stringContaining('first')]);
  });

  it('can be spoken to while it is being attached', async () => {
    const { received } = await openStarted({
      attach: (_callId, leg, listener) => {
        leg.sendMark('at once');
        return listener;
      },
    });
    expect(await received.until(1)).toEqual([expect.stringContaining('at once')]);
  });

  it('closes normally when asked, and then hears no more', async () => {
    const { stream, heard, closed, released } = await openStarted();
    stream.close();
    stream.close();
    stream.sendAudio('/w==');
    expect(await closed.until(1)).toEqual([1000]);
    await released.until(1);
    expect(heard.all).toEqual(['closed stopped']);
  });

  it('is lost when the connection just goes', async () => {
    const { client, heard } = await openStarted();
    client.terminate();
    expect(await heard.until(1)).toEqual(['closed lost']);
  });

  it('measures the way to the phone and back at once', async () => {
    const rig = await open();
    while (!rig.stream.roundTripMs()) await new Promise((resolve) => setImmediate(resolve));
    expect(rig.stream.roundTripMs()).toBeLessThan(5000);
  });

  it('measures it each second until one bad answer counts for little, then every five', async () => {
    const time = new ManualClock();
    const { client, say: send } = await openStarted({ clock: asClock(time) });
    await settleSockets();
    const measuredAtMs: number[] = [];
    client.on('ping', () => measuredAtMs.push(time.nowMs()));
    for (let second = 1; second <= 15; second++) {
      send(say.media(second));
      time.advance(1000);
      await settleSockets();
    }
    expect(measuredAtMs).toEqual([1000, 2000, 3000, 4000, 5000, 10_000, 15_000]);
  });
});

describe('a stream that is not what it should be', () => {
  it.each([
    ['another call', { callSid: CALL.replace('0', '1') }],
    ['another account', { accountSid: 'AC1' }],
    ['another encoding', { mediaFormat: { encoding: 'audio/l16', sampleRate: 8000, channels: 1 } }],
    ['another rate', { mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 16000, channels: 1 } }],
    ['two channels', { mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 2 } }],
  ])('is closed on %s, and nobody hears of it', async (_what, change) => {
    const { say: send, closed, heard, started } = await open();
    send(say.start(change));
    expect(await closed.until(1)).toEqual([1008]);
    expect(started.all).toEqual([]);
    expect(heard.all).toEqual([]);
  });

  it('is closed on a second start', async () => {
    const { say: send, closed, heard } = await openStarted();
    send(say.start());
    expect(await closed.until(1)).toEqual([1008]);
    expect(heard.all).toEqual(['closed lost']);
  });

  it('is closed on audio before start', async () => {
    const { say: send, closed } = await open();
    send(say.media(1));
    expect(await closed.until(1)).toEqual([1008]);
  });

  it('is closed on a binary frame', async () => {
    const { client, closed, heard } = await openStarted();
    client.send(Buffer.from('{"event":"stop"}'));
    expect(await closed.until(1)).toEqual([1003]);
    expect(heard.all).toEqual(['closed lost']);
  });

  it('is closed on a frame that no WebSocket may send', async () => {
    const { client, heard, logged, released } = await openStarted();
    const raw = Reflect.get(client, '_socket') as { write(bytes: Buffer): void };
    raw.write(Buffer.from([0xf1, 0x80, 0, 0, 0, 0]));
    await released.until(1);
    expect(heard.all).toEqual(['closed lost']);
    expect(logged.all.join()).toContain('WS_ERR_UNEXPECTED_RSV');
  });

  it('says once what kind of nonsense came, hears on, and ends when there is no end of it', async () => {
    const { client, closed, heard, say: send } = await openStarted();
    client.send('not json');
    send({ ...say.media(1), streamSid: 'MZ2' });
    send({ event: 'weather' });
    send({ event: 'weather' });
    send(say.media(2));
    expect(await heard.until(3)).toEqual([
      'fault malformed-frame json',
      'fault unknown-frame weather',
      'audio /////w== 40',
    ]);
    for (let n = 0; n < 30; n++) client.send('{');
    expect(await closed.until(1)).toEqual([1007]);
    expect(heard.all.slice(3)).toEqual(['closed lost']);
  });

  it('counts what went missing and drops what came twice', async () => {
    const { heard, logged, say: send } = await openStarted();
    send(say.media(1));
    send(say.media(1));
    send(say.media(5));
    send(say.stop);
    await heard.until(3);
    expect(heard.all).toEqual(['audio /////w== 20', 'audio /////w== 100', 'closed stopped']);
    const closing = () => logged.all.find((line) => line.startsWith('caller-stream-closed'));
    while (!closing()) await new Promise((resolve) => setImmediate(resolve));
    expect(closing()).toContain('"missing":3,"late":0,"doubled":1');
  });

  it('costs only itself when our own side has a bug', async () => {
    const {
      closed,
      logged,
      say: send,
    } = await open({
      attach: () => {
        throw new RangeError('words of the caller');
      },
    });
    send(say.start());
    expect(await closed.until(1)).toEqual([1011]);
    expect(logged.all[0]).toBe('caller-stream-bug {"callId":"call-1","name":"RangeError"}');
  });

  it('is closed normally when nobody wants it', async () => {
    const { closed, heard, say: send } = await open({ attach: () => undefined });
    send(say.start());
    expect(await closed.until(1)).toEqual([1000]);
    expect(heard.all).toEqual([]);
  });
});

describe('a stream on the clock', () => {
  it('must start within 5 s', async () => {
    const time = new ManualClock();
    const { closed, say: send } = await open({ clock: asClock(time) });
    send(say.connected);
    time.advance(5000);
    expect(await closed.until(1)).toEqual([1008]);
  });

  it('is silent, not lost, while it sends no frame and answers pings', async () => {
    const time = new ManualClock();
    const { heard, say: send } = await openStarted({ clock: asClock(time) });
    for (let second = 0; second < 30; second++) {
      time.advance(1000);
      await settleSockets();
    }
    expect(heard.all).toEqual([]);
    send(say.media(1));
    expect(await heard.until(1)).toEqual(['audio /////w== 20']);
  });

  it('is lost after 10 s without a frame and without an answer to a ping, whatever else it sends', async () => {
    const time = new ManualClock();
    const { client, closed, heard } = await openStarted({ clock: asClock(time), answersPings: false });
    for (let second = 0; second < 9; second++) {
      client.pong('made up');
      time.advance(1000);
      await settleSockets();
    }
    expect(heard.all).toEqual([]);
    await pass(time, 2);
    expect(heard.all).toEqual(['closed lost']);
    expect(await closed.until(1)).toEqual([1008]);
  });

  it('lets go of a peer that does not close, half-open or deaf', async () => {
    const time = new ManualClock();
    const { client, heard, released } = await openStarted({ clock: asClock(time) });
    client.pause();
    time.advance(10_000);
    expect(heard.all).toEqual(['closed lost']);
    expect(released.all).toEqual([]);
    time.advance(1000);
    await released.until(1);
  });

  it('is closed after 3 s of more than 120 messages a second', async () => {
    const time = new ManualClock();
    const { closed, heard, say: send } = await openStarted({ clock: asClock(time) });
    for (let second = 0; second < 3; second++) {
      for (let n = 0; n < 130; n++) send(say.mark(`m${second}:${n}`));
      await heard.until((second + 1) * 130);
      time.advance(1000);
    }
    expect(await closed.until(1)).toEqual([1008]);
    expect(heard.all.slice(390)).toEqual(['closed lost']);
  });

  it('is closed on a flood of pings as well', async () => {
    const time = new ManualClock();
    const { client, closed, heard, say: send } = await openStarted({ clock: asClock(time) });
    for (let quarter = 1; quarter <= 12; quarter++) {
      for (let n = 0; n < 32; n++) client.ping();
      send(say.mark(`m${quarter}`));
      await heard.until(quarter);
      if (quarter % 4 === 0) time.advance(1000);
    }
    expect(await closed.until(1)).toEqual([1008]);
  });

  it('carries twice the normal rate for as long as it likes', async () => {
    const time = new ManualClock();
    const { heard, say: send } = await openStarted({ clock: asClock(time) });
    for (let second = 0; second < 6; second++) {
      for (let n = 0; n < 100; n++) send(say.mark(`m${second}:${n}`));
      await heard.until((second + 1) * 100);
      time.advance(1000);
    }
    expect(heard.all.length).toBe(600);
  });

  it('gives up on a phone that does not read', async () => {
    const time = new ManualClock();
    const { client, heard, released, stream } = await openStarted({ clock: asClock(time) });
    client.pause();
    const payload = 'A'.repeat(16_000);
    for (let n = 0; n < 4000 && heard.all.length === 0; n++) {
      stream.sendAudio(payload);
      if (n % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(heard.all).toEqual([expect.stringMatching(/^fault slow-reader \d+ bytes/), 'closed lost']);
    time.advance(1000);
    await released.until(1);
  });

  it('leaves no timer behind', async () => {
    const pending = new Set<() => void>();
    const time = new ManualClock();
    const clock = {
      ...asClock(time),
      after(ms: number, run: () => void) {
        const alarm = () => {
          pending.delete(alarm);
          run();
        };
        pending.add(alarm);
        const stop = time.after(ms, alarm);
        return () => {
          pending.delete(alarm);
          stop();
        };
      },
    };
    const { say: send, released } = await openStarted({ clock });
    expect(pending.size).toBeGreaterThan(0);
    send(say.stop);
    await released.until(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(pending.size).toBe(0);
  });
});

describe('two streams', () => {
  it('never hear each other', async () => {
    const legs: CallerLeg[] = [];
    const attach: StreamRigOptions['attach'] = (_callId, leg, listener) => {
      legs.push(leg);
      return listener;
    };
    const one = await openStarted({ attach });
    const two = await openStarted({ attach });
    one.say(say.media(1, 'AAAA'));
    two.say(say.media(1, 'BBBB'));
    one.client.terminate();
    expect(await one.heard.until(2)).toEqual(['audio AAAA 20', 'closed lost']);
    two.say(say.media(2, 'CCCC'));
    expect(await two.heard.until(2)).toEqual(['audio BBBB 20', 'audio CCCC 40']);
  });
});
