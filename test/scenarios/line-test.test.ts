import { afterEach, describe, expect, it } from 'vitest';
import { LINE_TEST_CALLER } from '../../src/shared/line/line-test';
import { SettlingClock } from '../../src/main/ports/settling-clock.fixture';
import type { Meddling } from './meddling-proxy.fixture';
import type { Clock } from '../../src/main/ports/ports';
import { form, sign } from './public-wiring.fixture';
import { bytesOf, exchangeBytes } from './public-wiring.fixture';
import { LINE, startLineTestRig, type LineTestRig } from './line-test.fixture';

const TO_AUDIO = ['number', 'reachable', 'webhook', 'stream', 'audio'];
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(clock?: Clock): Promise<LineTestRig> {
  const rig = await startLineTestRig(clock);
  closers.push(() => rig.close());
  return rig;
}

/** Journal entries that belong to a call: none, after any line test. */
const callsOf = ({ recorded }: LineTestRig) => recorded.filter(({ callId }) => callId !== null);

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

describe('the test of a line', () => {
  it('goes all the way through the public address and the bridge, and is no call', async () => {
    const rig = await open();
    expect(await rig.test()).toEqual([...TO_AUDIO, 'model', 'passed']);
    expect(callsOf(rig)).toEqual([]);
    expect(rig.modelLegs()).toBe(0);
    await until(() => rig.proxy.streams() === 0);
    expect(await rig.test()).toEqual([...TO_AUDIO, 'model', 'passed']);
  });

  it('is one at a time', async () => {
    const rig = await open();
    const both = await Promise.all([rig.test(), rig.test()]);
    expect(both.map((words) => words.at(-1))).toEqual(['passed', 'failed line-test-under-way']);
  });

  it('is of a line that is live', async () => {
    const rig = await open();
    await rig.lines.goOff(LINE);
    expect(await rig.test()).toEqual(['number', 'failed line-not-live']);
    expect(rig.proxy.posted).toEqual([]);
  });

  it('finds out that the number points elsewhere', async () => {
    const rig = await open();
    const number = rig.simulator.numbers.get(LINE) ?? expect.fail();
    number.voice_url = 'https://elsewhere.example/voice';
    expect(await rig.test()).toEqual(['number', 'failed not-verified']);
    await until(() => rig.recorded.some(({ event }) => 'problem' in event && event.problem === 'changed-elsewhere'));
  });

  it('finds out what OpenAI says of the key', async () => {
    const rig = await open();
    rig.model = 'key-refused';
    expect((await rig.test()).slice(-2)).toEqual(['model', 'failed key-refused']);
  });

  it('ends when nobody waits for it any more', async () => {
    const rig = await open();
    rig.proxy.meddling = 'silences-streams';
    const leave = new AbortController();
    const tested = rig.test(leave.signal);
    await until(() => rig.proxy.streams() === 1);
    leave.abort();
    expect((await tested).slice(0, 4)).toEqual(TO_AUDIO.slice(0, 4));
    await until(() => rig.proxy.streams() === 0);
  });
});

describe('what stands in the way', () => {
  it.each<[Meddling, readonly string[]]>([
    ['strips-signature', ['webhook', 'failed webhook-unsigned HTTP 403']],
    ['refuses-posts', ['webhook', 'failed webhook-refused HTTP 405']],
    ['answers-itself', ['webhook', 'failed webhook-not-understood']],
    ['refuses-upgrades', ['stream', 'failed stream-refused HTTP 400']],
    ['breaks-streams', ['audio', 'failed stream-broke close 1006']],
  ])('is told apart: a proxy that %s', async (meddling, end) => {
    const rig = await open();
    rig.proxy.meddling = meddling;
    expect((await rig.test()).slice(-2)).toEqual(end);
    expect(callsOf(rig)).toEqual([]);
  });

  it.each<[Meddling, string, string]>([
    ['swallows-posts', 'webhook', 'failed webhook-timed-out'],
    ['swallows-upgrades', 'stream', 'failed stream-timed-out'],
    ['silences-streams', 'audio', 'failed no-audio'],
  ])('is given up after its time: a proxy that %s', async (meddling, step, failure) => {
    const clock = new SettlingClock();
    const rig = await open(clock);
    closers.push(async () => clock.stop());
    rig.proxy.meddling = meddling;
    expect((await rig.test()).slice(-2)).toEqual([step, failure]);
  });
});

describe('the signatures of a line test', () => {
  it('lets nobody in afterwards', async () => {
    const rig = await open();
    await rig.test();
    const [posted] = rig.proxy.posted;
    if (posted === undefined) throw new Error('nothing was posted');
    const again = await post(rig, posted.body, posted.signature);
    expect(again).toMatch(/^HTTP\/1\.1 200[^]*<Response><Hangup\/><\/Response>$/);
    expect(callsOf(rig)).toEqual([]);
  });

  it('is no call under another id either', async () => {
    const rig = await open();
    const { sid, authToken } = rig.simulator.account;
    const fields = { AccountSid: sid, CallSid: `CA${'7'.repeat(32)}`, From: LINE_TEST_CALLER, To: LINE };
    const url = `http://127.0.0.1:${String(rig.proxy.port)}/phone/twiml`;
    const answer = await post(rig, new URLSearchParams(fields).toString(), sign(url, fields, authToken));
    expect(answer).toContain('<Response><Hangup/></Response>');
    expect(callsOf(rig)).toEqual([]);
  });

  async function post({ side }: LineTestRig, body: string, signature: string): Promise<string> {
    const request = { ...form('/phone/twiml', {}, signature), body };
    const { head, body: text } = await exchangeBytes(side.port, bytesOf(request));
    return `${head}\r\n\r\n${text}`;
  }
});
