import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCarrierFrame } from './media-stream';

const STREAM = 'MZ0123456789abcdef0123456789abcdef';
const CALL = 'CA0123456789abcdef0123456789abcdef';
const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';

const connected = { event: 'connected', protocol: 'Call', version: '1.0.0' };
const start = {
  event: 'start',
  sequenceNumber: '1',
  start: {
    accountSid: ACCOUNT,
    streamSid: STREAM,
    callSid: CALL,
    tracks: ['inbound'],
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    customParameters: { from: '+12125550187' },
  },
  streamSid: STREAM,
};
const media = {
  event: 'media',
  sequenceNumber: '4',
  media: { track: 'inbound', chunk: '2', timestamp: '5', payload: 'no+JhoaJjpw=' },
  streamSid: STREAM,
};
const dtmf = { event: 'dtmf', streamSid: STREAM, sequenceNumber: '5', dtmf: { track: 'inbound_track', digit: '#' } };
const mark = { event: 'mark', sequenceNumber: '4', streamSid: STREAM, mark: { name: 'my label' } };
const stop = { event: 'stop', sequenceNumber: '5', stop: { accountSid: ACCOUNT, callSid: CALL }, streamSid: STREAM };
const samples = [connected, start, media, dtmf, mark, stop];

const parse = (message: unknown) => parseCarrierFrame(JSON.stringify(message));
const mediaWith = (change: Record<string, unknown>) => parse({ ...media, media: { ...media.media, ...change } });

describe('parseCarrierFrame', () => {
  it('reads each message of the reference', () => {
    expect(parse(connected)).toEqual({ type: 'connected' });
    expect(parse(start)).toEqual({
      type: 'start',
      sequence: 1,
      streamSid: STREAM,
      callSid: CALL,
      accountSid: ACCOUNT,
      encoding: 'audio/x-mulaw',
      sampleRate: 8000,
      channels: 1,
      customParameters: { from: '+12125550187' },
    });
    expect(parse(media)).toEqual({
      type: 'media',
      sequence: 4,
      streamSid: STREAM,
      chunk: 2,
      timestampMs: 5,
      payload: 'no+JhoaJjpw=',
    });
    expect(parse(dtmf)).toEqual({ type: 'dtmf', sequence: 5, streamSid: STREAM, digit: '#' });
    expect(parse(mark)).toEqual({ type: 'mark', sequence: 4, streamSid: STREAM, name: 'my label' });
    expect(parse(stop)).toEqual({ type: 'stop', sequence: 5, streamSid: STREAM, callSid: CALL });
  });

  it('reads a media message the same, however its fields are ordered', () => {
    const digits = fc.nat().map(String);
    const payload = fc
      .uint8Array({ minLength: 1, maxLength: 200 })
      .map((bytes) => Buffer.from(bytes).toString('base64'));
    fc.assert(
      fc.property(digits, digits, digits, payload, (sequenceNumber, chunk, timestamp, sound) => {
        const inner = { track: 'inbound', chunk, timestamp, payload: sound };
        const usual = parse({ event: 'media', sequenceNumber, media: inner, streamSid: STREAM });
        expect(usual).toMatchObject({ type: 'media', sequence: Number(sequenceNumber), payload: sound });
        expect(parse({ streamSid: STREAM, media: inner, sequenceNumber, event: 'media' })).toEqual(usual);
      }),
    );
  });

  it('reads a mark the same, however its fields are ordered', () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 40 }),
      fc.constantFrom('1:3200', 'operator:9', 'a"b', 'é'),
    );
    fc.assert(
      fc.property(fc.nat().map(String), name, (sequenceNumber, called) => {
        const usual = parse({ event: 'mark', sequenceNumber, streamSid: STREAM, mark: { name: called } });
        expect(usual).toEqual({ type: 'mark', sequence: Number(sequenceNumber), streamSid: STREAM, name: called });
        expect(parse({ mark: { name: called }, streamSid: STREAM, sequenceNumber, event: 'mark' })).toEqual(usual);
      }),
    );
  });

  it('takes fields it does not know, and keeps messages it does not know', () => {
    expect(parse({ ...media, carrier: 'new' })).toMatchObject({ type: 'media' });
    const message = { event: 'weather', sky: 'blue' };
    expect(parse(message)).toEqual({ type: 'unknown', event: 'weather', message });
    expect(parse({ event: 'a sentence of the caller' })).toMatchObject({ type: 'unknown', event: 'unnamed' });
  });

  it.each([
    ['not base64', { payload: '!!!!' }],
    ['no whole groups of four', { payload: 'abc' }],
    ['nothing', { payload: '' }],
    ['padding alone', { payload: '====' }],
    ['too long', { payload: 'A'.repeat(16_388) }],
    ['a number', { payload: 7 }],
  ])('refuses a payload that is %s', (_what, change) => {
    expect(mediaWith(change)).toEqual({ type: 'malformed', where: 'media.payload' });
  });

  it('wants numbers as the strings Twilio writes', () => {
    expect(mediaWith({ timestamp: 5 })).toEqual({ type: 'malformed', where: 'media.timestamp' });
    expect(mediaWith({ timestamp: '-5' })).toEqual({ type: 'malformed', where: 'media.timestamp' });
    expect(mediaWith({ chunk: '1e3' })).toEqual({ type: 'malformed', where: 'media.chunk' });
    expect(parse({ ...media, sequenceNumber: '9'.repeat(16) })).toEqual({ type: 'malformed', where: 'sequenceNumber' });
    expect(mediaWith({ track: 'outbound' })).toEqual({ type: 'malformed', where: 'media.track' });
  });

  it('refuses a start whose stream could break out of the frames we write', () => {
    const evil = 'MZ","event":"clear';
    expect(parse({ ...start, streamSid: evil, start: { ...start.start, streamSid: evil } })).toEqual({
      type: 'malformed',
      where: 'streamSid',
    });
  });

  it('never throws, whatever the bytes', () => {
    const texts = samples.map((sample) => JSON.stringify(sample));
    const mutated = fc
      .tuple(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255), fc.constantFrom('set', 'cut', 'insert', 'copy')), { maxLength: 6 }),
      )
      .map(([text, changes]) => {
        let bytes = Buffer.from(text);
        for (const [place, value, how] of changes) {
          const at = place % Math.max(1, bytes.length);
          const head = bytes.subarray(0, at);
          if (how === 'set') bytes = Buffer.concat([head, Buffer.from([value]), bytes.subarray(at + 1)]);
          else if (how === 'cut') bytes = Buffer.concat([head, bytes.subarray(at + 1 + (value % 16))]);
          else if (how === 'insert') bytes = Buffer.concat([head, Buffer.from([value]), bytes.subarray(at)]);
          else bytes = Buffer.concat([head, bytes.subarray(0, value), bytes.subarray(at)]);
        }
        return bytes.toString();
      });
    const seen = new Set<string>();
    fc.assert(
      fc.property(mutated, (text) => {
        const frame = parseCarrierFrame(text);
        seen.add(frame.type);
        if (frame.type === 'media')
          expect(Buffer.from(frame.payload, 'base64').toString('base64').length).toBeGreaterThan(0);
      }),
      { numRuns: 20_000 },
    );
    expect([...seen]).toEqual(
      expect.arrayContaining(['malformed', 'media', 'start', 'stop', 'mark', 'dtmf', 'unknown']),
    );
  });

  it('never throws on values of any shape in any place', () => {
    const place = fc.constantFrom('event', 'sequenceNumber', 'streamSid', 'start', 'media', 'mark', 'dtmf', 'stop');
    fc.assert(
      fc.property(fc.constantFrom(...samples), place, fc.jsonValue(), (sample, key, value) => {
        expect(parse({ ...sample, [key]: value }).type).toMatch(/^[a-z]+$/);
      }),
      { numRuns: 5000 },
    );
  });
});
