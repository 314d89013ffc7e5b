import { describe, expect, it } from 'vitest';
import { CallRig } from '../call.fixture';
import { Operator } from '../operator.fixture';

function called() {
  const rig = new CallRig();
  const caller = rig.greetedCall();
  const operator = new Operator(rig, caller);
  const receipts = (): readonly string[] =>
    caller.events.flatMap((event) =>
      event.type === 'whisper.delivered' || event.type === 'whisper.failed'
        ? [`${event.whisperId} ${event.type.slice(8)}`]
        : event.type === 'whisper.used'
          ? [`${event.whisperId} used by ${event.itemId}`]
          : [],
    );
  return { rig, caller, operator, receipts };
}

const note = (n: number, text: string): string =>
  `note whisper_${String(n)}: Private instruction from your supervisor: ${text}`;

describe('a whisper', () => {
  it('goes to the model at once when it says nothing, and is used by the first words after it', () => {
    const { rig, caller, operator, receipts } = called();
    expect(operator.whisper('Offer a refund')).toBeUndefined();
    expect(rig.wire).toEqual([note(1, 'Offer a refund')]);
    expect(receipts()).toEqual([]);
    caller.model.adds('whisper_1');
    expect(receipts()).toEqual(['whisper_1 delivered']);
    caller.model.begin('silent');
    caller.model.done('silent', 'cancelled');
    caller.model.respond('r1', { one: 500, two: 500 });
    expect(receipts()).toEqual(['whisper_1 delivered', 'whisper_1 used by one']);
    const turn = caller.call.turns.find(({ id }) => id === 'whisper_1');
    expect(turn).toMatchObject({ kind: 'whisper', receipt: { state: 'used', turnId: 'one' } });
  });

  it('waits for a running response, and for one that is on its way; two at once keep their order', () => {
    const { rig, caller, operator, receipts } = called();
    caller.model.begin('r1', { one: 3000 });
    operator.whisper('first');
    operator.whisper('second');
    caller.sends(1000);
    expect(rig.wire).toEqual([]);
    caller.model.done('r1');
    expect(rig.wire).toEqual([note(1, 'first'), note(2, 'second')]);
    caller.model.adds('whisper_1');
    caller.model.adds('whisper_2', 'whisper_1');
    caller.model.respond('r2', { two: 500 });
    expect(receipts()).toEqual([
      'whisper_1 delivered',
      'whisper_2 delivered',
      'whisper_1 used by two',
      'whisper_2 used by two',
    ]);
  });

  it('of a response that had begun before it was there is not called used', () => {
    const { caller, operator, receipts } = called();
    operator.whisper('first');
    caller.model.begin('r1', { one: 500 });
    caller.model.adds('whisper_1');
    caller.model.done('r1');
    expect(receipts()).toEqual(['whisper_1 delivered']);
  });

  it('during a take over is in the conversation, and used after the hand back', () => {
    const { rig, caller, operator, receipts } = called();
    operator.takeOver('push-to-talk');
    operator.whisper('Be short');
    expect(rig.wire.at(-1)).toBe(note(1, 'Be short'));
    caller.model.adds('whisper_1');
    operator.handBack('', true);
    caller.model.respond('r1', { one: 500 });
    expect(receipts()).toEqual(['whisper_1 delivered', 'whisper_1 used by one']);
  });

  it('that the model refuses, or never confirms, has failed', () => {
    const { rig, caller, operator, receipts } = called();
    operator.whisper('first');
    caller.model.tell({ type: 'noteRefused', itemId: 'whisper_1', detail: 'too long' });
    operator.whisper('second');
    rig.clock.advance(10_000);
    caller.model.adds('whisper_2');
    expect(receipts()).toEqual(['whisper_1 failed', 'whisper_2 failed']);
    expect(caller.fact('whisper.failed')).toMatchObject({ detail: 'too long' });
  });

  it('is refused when sixteen wait, and before the model is there', () => {
    const { rig, caller, operator } = called();
    caller.model.begin('r1', { one: 500 });
    const refusals = Array.from({ length: 18 }, (_, n) => operator.whisper(`whisper ${String(n)}`));
    expect(refusals.filter((refusal) => refusal === 'too-many-waiting')).toHaveLength(2);
    expect(new Operator(rig, rig.call()).whisper('early')).toBe('not-live');
  });
});
