import { afterEach, describe, expect, it } from 'vitest';
import { mulawRms, mulawToLinear } from '../../src/shared/audio/mulaw';
import { clips, OperatorDesk } from './operator-desk.fixture';

const FRAME_MS = 20;
/** An answer of eighteen seconds. */
const LONG_ANSWER = 'We open at nine in the morning and close at six in the evening on every day of the week. '
  .repeat(3)
  .trim();

/** Frame at which the machine resumes, and the number of microphone frames waiting by then. */
const HITCH_AT = 120;
const HITCH_FRAMES = 10;

const desks: OperatorDesk[] = [];

afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function open(): Promise<OperatorDesk> {
  const desk = await OperatorDesk.open();
  desks.push(desk);
  return desk;
}

/** The agent's latest turn. */
function lastWords(desk: OperatorDesk) {
  const turn = desk.call?.turns.filter(({ kind }) => kind === 'agent').at(-1);
  if (turn?.kind !== 'agent') throw new Error('the agent has said nothing');
  return turn;
}

/** States of the whispers, in order. */
function receipts(desk: OperatorDesk): readonly string[] {
  return (desk.call?.turns ?? []).flatMap((turn) => (turn.kind === 'whisper' ? [turn.receipt.state] : []));
}

function isSilent(desk: OperatorDesk, fromMs: number): boolean {
  return mulawRms(desk.sound(fromMs)) < 0.002;
}

describe('what an operator does in the middle of things', () => {
  it('stops a reply of which more than ten seconds wait in the phone: screen, model and phone agree on where', async () => {
    const desk = await open();
    await desk.untilQuiet(300);
    const before = desk.caller.heard().heardMs;
    desk.operator.say(LONG_ANSWER);
    await desk.untilHeardMs(before + 2500);
    expect(desk.caller.queuedBytes / 8).toBeGreaterThan(10_000);
    expect(desk.on((call) => call.stopWords())).toBeUndefined();
    const stoppedAtMs = desk.caller.nowMs();
    await desk.until('it is struck through', () => lastWords(desk).speech.state === 'cut');
    await desk.pass(2000);

    const heard = desk.caller.heard();
    const [clear] = heard.clears.slice(-1);
    expect(clear?.atMs).toBeLessThanOrEqual(stoppedAtMs + FRAME_MS);
    expect(clear?.droppedBytes).toBeGreaterThan(10_000 * 8);
    expect(isSilent(desk, (clear?.atMs ?? NaN) + FRAME_MS)).toBe(true);

    const heardMs = heard.heardMs - before;
    const { speech } = lastWords(desk);
    const told = desk.model.log.entries.filter(({ type }) => type === 'conversation.item.truncate');
    expect(told).toHaveLength(1);
    expect(Math.abs(Number(told[0]?.event['audio_end_ms']) - heardMs)).toBeLessThanOrEqual(60);
    if (speech.state !== 'cut') throw new Error('unreachable');
    expect(Math.abs(speech.heardMs - heardMs)).toBeLessThanOrEqual(60);
    expect(speech.sentMs - speech.heardMs).toBeGreaterThan(10_000);
    expect(desk.model.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it('whispers while the call is taken over: the agent is silent, and uses it when it has the call again', async () => {
    const desk = await open();
    await desk.untilQuiet(300);
    desk.takeOver();
    const takenAtMs = desk.caller.nowMs();
    await desk.pass(500);
    expect(desk.operator.whisper('Tell the caller delivery is free today', false)).toBeUndefined();
    await desk.says('anna-order');
    await desk.pass(3000);
    expect(isSilent(desk, takenAtMs + 40)).toBe(true);
    expect(receipts(desk)).toEqual(['delivered']);

    expect(desk.operator.handBack('Nothing was promised.', true)).toBeUndefined();
    desk.unplug();
    await desk.until('it is used', () => receipts(desk)[0] === 'used');
    const items = desk.model.log.entries
      .filter(({ from, type }) => from === 'server' && type === 'conversation.item.added')
      .map(({ event }) => JSON.stringify(event['item']));
    const [whispered, brief] = ['delivery is free', 'Nothing was promised'].map((text) =>
      items.findIndex((item) => item.includes(text)),
    );
    expect(whispered).toBeGreaterThanOrEqual(0);
    expect(brief).toBeGreaterThan(whispered ?? NaN);
    expect(desk.model.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it('is heard whole although the machine stood still for a fifth of a second, without a click, and soon on time again', async () => {
    const desk = await open();
    await desk.untilQuiet(300);
    desk.takeOver();
    desk.unplug();
    const said = Buffer.concat([clips.audio('dana-hello'), clips.audio('dana-refund'), clips.audio('dana-goodbye')]);
    const frames = Array.from({ length: Math.floor(said.length / 160) }, (_, n) =>
      said.subarray(n * 160, n * 160 + 160),
    );
    const takenAtMs = desk.caller.nowMs();
    for (let n = 0; n < frames.length; n += 1) {
      const missed = n === HITCH_AT ? HITCH_FRAMES : 0;
      for (const frame of frames.slice(n - missed, n + 1)) {
        if (n < HITCH_AT - HITCH_FRAMES || n >= HITCH_AT) desk.operator.speak('headset_1', frame);
      }
      await desk.pass(FRAME_MS);
    }
    await desk.pass(500);
    const sound = desk.sound(takenAtMs);
    const lateMs = frames.flatMap((frame, n) =>
      mulawRms(frame) > 0.03 ? [sound.indexOf(frame) / 8 - n * FRAME_MS] : [],
    );
    expect(lateMs.length).toBeGreaterThan(200);
    expect(Math.min(...lateMs), 'every word').toBeGreaterThan(0);
    expect(Math.max(...lateMs.slice(0, 60))).toBeLessThanOrEqual(60);
    expect(Math.max(...lateMs)).toBeGreaterThan(180);
    expect(Math.max(...lateMs.slice(-100)), 'on time again').toBeLessThanOrEqual(80);
    expect(largestStep(sound), 'no click').toBeLessThanOrEqual(largestStep(said));
    expect(desk.events.filter(({ type }) => type === 'leg.degraded')).toEqual([]);
  });
});

/** Largest difference between two consecutive samples. */
function largestStep(sound: Buffer): number {
  let largest = 0;
  for (let i = 1; i < sound.length; i += 1) {
    largest = Math.max(largest, Math.abs(mulawToLinear(sound[i] ?? 0xff) - mulawToLinear(sound[i - 1] ?? 0xff)));
  }
  return largest;
}
