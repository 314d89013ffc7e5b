import { afterEach, describe, expect, it } from 'vitest';
import { mulawRms } from '../shared/audio/mulaw';
import { OperatorDesk } from './operator-desk.fixture';

const PATIENCE_MS = 60_000;
const FRAME_MS = 20;
/** Eighteen seconds of it. */
const LONG_ANSWER = 'We open at nine in the morning and close at six in the evening on every day of the week. '
  .repeat(3)
  .trim();

const desks: OperatorDesk[] = [];

afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function open(): Promise<OperatorDesk> {
  const desk = await OperatorDesk.open();
  desks.push(desk);
  return desk;
}

/** The agent's newest turn. */
function lastWords(desk: OperatorDesk) {
  const turn = desk.call?.turns.filter(({ kind }) => kind === 'agent').at(-1);
  if (turn?.kind !== 'agent') throw new Error('the agent has said nothing');
  return turn;
}

/** What became of the whispers, in order. */
function receipts(desk: OperatorDesk): readonly string[] {
  return (desk.call?.turns ?? []).flatMap((turn) => (turn.kind === 'whisper' ? [turn.receipt.state] : []));
}

function isSilent(desk: OperatorDesk, fromMs: number): boolean {
  return mulawRms(desk.sound(fromMs)) < 0.002;
}

describe('what an operator does in the middle of things', { timeout: PATIENCE_MS }, () => {
  it('stops a reply of which more than ten seconds wait in the phone: screen, model and phone agree on where', async () => {
    const desk = await open();
    await desk.untilQuiet(300);
    const before = desk.caller.heard().heardMs;
    desk.operator.say(desk.callId, LONG_ANSWER);
    await desk.untilHeardMs(before + 2500);
    expect(desk.caller.queuedBytes / 8).toBeGreaterThan(10_000);
    expect(desk.side.exchange.stopWords(desk.callId)).toBeUndefined();
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
    expect(desk.operator.whisper(desk.callId, 'Tell the caller delivery is free today', false)).toBeUndefined();
    await desk.says('anna-order');
    await desk.pass(3000);
    expect(isSilent(desk, takenAtMs + 40)).toBe(true);
    expect(receipts(desk)).toEqual(['delivered']);

    expect(desk.operator.handBack(desk.callId, 'Nothing was promised.', true)).toBeUndefined();
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
});
