import { describe, expect, it } from 'vitest';
import { CallRig } from '../call.fixture';
import { Operator } from '../operator.fixture';

function taken() {
  const rig = new CallRig();
  const caller = rig.greetedCall();
  const operator = new Operator(rig, caller);
  operator.takeOver();
  rig.wire.length = 0;
  return { rig, caller, operator, transcription: rig.transcriber.last };
}

function said(caller: ReturnType<typeof taken>['caller']): readonly string[] {
  return caller.call.turns.map((turn) => `${turn.kind} ${'text' in turn ? turn.text : ''}`);
}

describe('what the operator says', () => {
  it('is written down as it goes to the caller, and stands in the transcript and in the agent’s conversation, in order', () => {
    const { rig, caller, operator, transcription } = taken();
    operator.speaks(400);
    expect(transcription.appended).toHaveLength(20);
    transcription.listener.onStarted('u1');
    expect(caller.call.turns.at(-1)).toMatchObject({ kind: 'operator', state: 'speaking' });
    transcription.listener.onStopped('u1');
    caller.model.callerStarts('c1');
    caller.model.tell({ type: 'speechStopped', itemId: 'c1', audioEndMs: 0 });
    caller.model.tell({ type: 'callerTurn', itemId: 'c1', after: 'hello' });
    caller.model.tell({ type: 'itemAdded', role: 'caller', itemId: 'c1', after: 'hello' });
    caller.model.tell({ type: 'callerTranscript', itemId: 'c1', text: 'Thank you' });
    transcription.listener.onText('u1', ' I will look it up. ');
    expect(rig.wire).toEqual([
      'note operator_1 after hello: A person of the company, not you, said to the caller: I will look it up.',
    ]);
    expect(said(caller)).toEqual(['agent ', 'operator I will look it up.', 'caller Thank you']);
    caller.model.adds('operator_1', 'hello');
    transcription.says('u2', 'Done.');
    expect(rig.wire.at(-1)).toMatch(/^note operator_2 after c1: /);
  });

  it('in several utterances without the caller in between keeps its order, whichever is written down first', () => {
    const { rig, caller, transcription } = taken();
    for (const id of ['u1', 'u2', 'u3']) transcription.listener.onStarted(id);
    transcription.listener.onText('u1', 'one');
    transcription.listener.onText('u3', 'three');
    transcription.listener.onText('u2', 'two');
    expect(rig.wire.map((line) => line.replace(/:.* /, ' '))).toEqual([
      'note operator_1 after hello one',
      'note operator_3 after operator_1 three',
      'note operator_2 after operator_1 two',
    ]);
    expect(said(caller)).toEqual(['agent ', 'operator one', 'operator two', 'operator three']);
  });

  it('ends although push-to-talk sends no silence, and its last words come after the hand back', () => {
    const { rig, caller, operator, transcription } = taken();
    operator.takeOver('push-to-talk');
    operator.speaks(200);
    const before = transcription.appended.length;
    caller.sends(400);
    const pause = transcription.appended.slice(before);
    expect(pause).toHaveLength(60);
    expect(pause.every((payload) => Buffer.from(payload, 'base64').every((byte) => byte === 0xff))).toBe(true);
    transcription.listener.onStarted('u1');
    operator.handBack();
    expect(transcription.state).toBe('finishing');
    transcription.listener.onText('u1', 'Goodbye');
    transcription.listener.onFinished();
    expect(said(caller)).toContain('operator Goodbye');
    expect(rig.wire.at(-1)).toMatch(/^note operator_1 /);
  });

  it('that cannot be made out, or that nobody writes down any more, is shown as such and told to no model', () => {
    const { rig, caller, operator, transcription } = taken();
    transcription.listener.onStarted('u1');
    transcription.listener.onUntold('u1', 'noise');
    transcription.listener.onStarted('u2');
    transcription.listener.onText('u2', '');
    transcription.listener.onStarted('u3');
    transcription.listener.onFailed('closed');
    transcription.listener.onText('u3', 'late');
    expect(caller.call.turns.slice(-3).map((turn) => 'state' in turn && turn.state)).toEqual([
      'failed',
      'final',
      'failed',
    ]);
    expect(rig.wire).toEqual([]);
    operator.speaks(200);
    expect(transcription.appended).toEqual([]);
    operator.handBack();
    operator.takeOver();
    expect(rig.transcriber.legs).toHaveLength(2);
    rig.calls.end(caller.callId, 'now');
    expect(rig.transcriber.last.state).toBe('closed');
  });
});
