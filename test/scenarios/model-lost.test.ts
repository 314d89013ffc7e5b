import { afterEach, describe, expect, it } from 'vitest';
import { clips, OperatorDesk } from './operator-desk.fixture';

const desks: OperatorDesk[] = [];

afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
});

async function greeted(): Promise<OperatorDesk> {
  const desk = await OperatorDesk.open();
  desks.push(desk);
  await desk.untilHeard('agent-greeting');
  return desk;
}

/** Words of the caller's that were written down, in order. */
function callerTexts(desk: OperatorDesk): readonly string[] {
  return (desk.call?.turns ?? []).flatMap((turn) => (turn.kind === 'caller' && turn.text !== '' ? [turn.text] : []));
}

describe('a caller whose model is lost', () => {
  it('probe', async () => {
    const desk = await greeted();
    await desk.speaksUntilCommitted('anna-hours');
    await desk.until('speaks', (call) => call.turns.some((t) => t.kind === 'agent' && t.speech.state === 'speaking'));
    await desk.pass(300);
    const at = desk.caller.nowMs();
    desk.latestModel.drop();
    await desk.pass(8000);
    console.log(at, desk.call?.turns.map((t) => JSON.stringify(t).slice(0, 300)).join('\n'));
    console.log(desk.latestModel.log.entries.map((e) => e.type).join(' '));
    console.log(desk.latestModel.log.entries.filter((e) => e.type === 'error').map((e) => JSON.stringify(e)));
    const d2 = await greeted();
    void d2.caller.speak(clips.audio('anna-order'));
    await d2.pass(900);
    d2.latestModel.drop();
    await d2.pass(9000);
    console.log(callerTexts(d2), clips.text('anna-order'));
    console.log(d2.call?.turns.map((t) => JSON.stringify(t).slice(0, 300)).join('\n'));
  });
});
