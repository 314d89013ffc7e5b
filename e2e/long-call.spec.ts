import type { CallEvent, Recorded } from '../src/shared/call/events';
import { expect, test as base } from './console';
import { presetJournal } from './data-folder';

const TURNS = 10_000;
/** What is in the page of a transcript may not grow with it. */
const MAX_ELEMENTS = 1_000;
const CALL_ID = 'call_long';
const RANG_AT = Date.UTC(2026, 0, 5, 9);
const TURN_MS = 4_000;

/** A call in which caller and agent took turns, word upon word, with a tool now and then. */
function longCall(): readonly Recorded[] {
  const facts: Recorded[] = [];
  const record = (at: number, event: CallEvent): void => {
    facts.push({ seq: facts.length + 1, at, callId: CALL_ID, event });
  };
  record(RANG_AT, {
    type: 'call.rang',
    from: '+12125550187',
    to: '+14155550134',
    agent: { id: 'front-desk', name: 'Front desk', version: 1 },
    carrierCallId: 'CA1',
    practice: false,
  });
  record(RANG_AT, { type: 'caller.connected' });
  record(RANG_AT, { type: 'model.ready', sessionId: 'sess_1', connectMs: 120 });
  let after: string | null = null;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const at = RANG_AT + (turn + 1) * TURN_MS;
    const itemId = `item_${String(turn)}`;
    const words = `Turn ${String(turn)}. ${'And some more of it was said. '.repeat(turn % 7)}`;
    if (turn % 2 === 0) {
      record(at, { type: 'caller.startedSpeaking', itemId });
      record(at, { type: 'caller.finishedTurn', itemId, after });
      record(at, { type: 'caller.transcribed', itemId, text: words });
    } else if (turn % 25 === 1) {
      const toolCallId = `tool_${String(turn)}`;
      record(at, {
        type: 'tool.called',
        toolCallId,
        itemId,
        after,
        name: 'lookup_order',
        arguments: `{"turn":${String(turn)}}`,
        kind: 'http',
        timeoutMs: 8_000,
      });
      record(at + 400, { type: 'tool.answered', toolCallId, by: 'machine', output: `Turn ${String(turn)}. Shipped.` });
    } else {
      record(at, { type: 'agent.openedTurn', responseId: `resp_${String(turn)}`, itemId, after });
      record(at, { type: 'agent.transcribed', itemId, text: words });
      record(at, { type: 'agent.startedSpeaking', itemId, replyMs: 600 });
      record(at, { type: 'agent.wasHeard', itemId, heardMs: 2_000 });
    }
    after = itemId;
  }
  record(RANG_AT + (TURNS + 1) * TURN_MS, { type: 'call.ended', by: 'caller', reason: 'caller-hung-up' });
  return facts;
}

const test = base.extend({
  dataFolder: async ({ dataFolder }, use) => {
    presetJournal(dataFolder, longCall());
    await use(dataFolder);
  },
});

/** Ten thousand turns, on machines that may be busy. */
test.describe.configure({ timeout: 180_000 });

test('a call of 10,000 turns opens at its end, and scrolls to its beginning', async ({ console }, info) => {
  const { page } = console;
  const transcript = page.getByRole('log', { name: 'Transcript' });
  await expect(transcript).toContainText('Turn 9998.', { timeout: 20_000 });
  const elements = (): Promise<number> => transcript.evaluate((log) => log.querySelectorAll('*').length);

  const startedMs = Date.now();
  await page.reload();
  await expect(transcript).toContainText('Turn 9998.');
  info.annotations.push({ type: 'opened in ms', description: String(Date.now() - startedMs) });
  await console.picture('long-call');
  expect(await elements()).toBeLessThan(MAX_ELEMENTS);

  await transcript.focus();
  await page.keyboard.press('Home');
  await expect(transcript).toContainText('Turn 0.');
  expect(await elements()).toBeLessThan(MAX_ELEMENTS);

  const ride = await transcript.evaluate(async (log) => {
    const gaps: number[] = [];
    let blanks = 0;
    let most = 0;
    for (let step = 0; step < 120; step += 1) {
      const before = performance.now();
      log.scrollBy(0, log.clientHeight * 0.9);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      gaps.push((performance.now() - before) / 2);
      most = Math.max(most, log.querySelectorAll('*').length);
      const { left, width, top, height } = log.getBoundingClientRect();
      const middle = document.elementFromPoint(left + width / 2, top + height / 2);
      if (!middle?.closest('[data-index]')) blanks += 1;
    }
    gaps.sort((one, other) => one - other);
    return { most, blanks, frameMs: gaps[60] ?? 0, worstMs: gaps.at(-1) ?? 0 };
  });
  info.annotations.push({ type: 'scrolled', description: JSON.stringify(ride) });
  expect(ride.most).toBeLessThan(MAX_ELEMENTS);
  expect(ride.blanks).toBe(0);

  await page.getByRole('button', { name: 'Jump to latest' }).click();
  await expect(transcript).toContainText('Turn 9998.');
});
