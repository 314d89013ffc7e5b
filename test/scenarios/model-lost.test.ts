import { afterEach, describe, expect, it } from 'vitest';
import { clips, OperatorDesk } from './operator-desk.fixture';

const desks: OperatorDesk[] = [];

afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

/** A desk whose caller has heard the greeting. */
async function greeted(): Promise<OperatorDesk> {
  const desk = await OperatorDesk.open();
  desks.push(desk);
  await desk.untilHeard('agent-greeting');
  await desk.untilQuiet(100);
  return desk;
}

/** Words of the call in order, without notes. */
function wordsOf(desk: OperatorDesk): readonly string[] {
  return (desk.call?.turns ?? []).flatMap((turn) =>
    turn.kind === 'caller' || turn.kind === 'agent' ? [`${turn.kind}: ${turn.text.trim()}`] : [],
  );
}

function errorsOf(desk: OperatorDesk): readonly unknown[] {
  return desk.latestModel.log.entries.filter(({ type }) => type === 'error');
}

async function untilAnswered(desk: OperatorDesk, text: RegExp): Promise<void> {
  await desk.until(`${String(text)} is heard`, ({ turns }) =>
    turns.some((turn) => turn.kind === 'agent' && text.test(turn.text) && turn.speech.state === 'heard'),
  );
}

describe('a caller whose model is lost', () => {
  // The answer begins 540 ms after the caller ended; it is made in less than a second and heard for four.
  it.each([20, 300, 560, 700, 1200, 2500, 5000])('%i ms after they spoke is answered, whole', async (afterMs) => {
    const desk = await greeted();
    await desk.speaksUntilCommitted('anna-hours');
    await desk.pass(afterMs);
    const lostAtMs = desk.caller.nowMs();
    desk.latestModel.drop();
    await untilAnswered(desk, /five in the afternoon/);
    await desk.pass(500);
    const said = wordsOf(desk);
    expect(said.slice(0, 2)).toEqual([`agent: ${clips.text('agent-greeting')}`, `caller: ${clips.text('anna-hours')}`]);
    const answer = said
      .slice(2)
      .map((line) => line.replace('agent: ', ''))
      .join(' ');
    expect(answer).toBe(clips.text('agent-hours'));
    expect(desk.heardAtMs('agent-greeting')).toBeLessThan(lostAtMs);
    expect(errorsOf(desk)).toEqual([]);
    expect(desk.events.filter(({ type }) => type === 'model.failed')).toHaveLength(1);
    expect(desk.call).toMatchObject({ isAgentGone: false, ignored: 0 });
  });

  it.each([100, 700, 1500, 2600, 3600])('%i ms into their words is understood, whole', async (intoMs) => {
    const desk = await greeted();
    void desk.caller.speak(clips.audio('anna-order'));
    await desk.pass(intoMs);
    desk.latestModel.drop();
    await untilAnswered(desk, /order number/);
    expect(wordsOf(desk).slice(1, 2)).toEqual([`caller: ${clips.text('anna-order')}`]);
    expect(errorsOf(desk)).toEqual([]);
  });

  it('twice while a colleague is asked gets the answer of the colleague, who is asked once', async () => {
    const desk = await greeted();
    await desk.says('anna-refund');
    await desk.until('a colleague is asked', ({ turns }) => turns.some(({ kind }) => kind === 'tool'));
    desk.latestModel.drop();
    await desk.pass(1500);
    desk.latestModel.drop();
    await desk.pass(1500);
    const asked = desk.events.flatMap((event) => (event.type === 'tool.called' ? [event.toolCallId] : []));
    expect(asked).toHaveLength(1);
    expect(desk.on(({ tools }) => tools.answer(asked[0] ?? '', 'approved'))).toBeUndefined();
    await untilAnswered(desk, /approved/);
    expect(errorsOf(desk)).toEqual([]);
  });
});
