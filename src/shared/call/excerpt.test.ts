import { describe, expect, it } from 'vitest';
import { agentSpeaks, ANSWERED, callAfter, callerSaid } from './call.fixture';
import type { CallEvent } from './events';
import { MAX_WORDS_CHARS } from './events/operator';
import { saidSinceTakeOver, saidSoFar } from './excerpt';

const TOOK_OVER: CallEvent = { type: 'operator.tookOver', microphone: 'open' };
const HANDED_BACK: CallEvent = { type: 'floor.changed', floor: 'agent', why: 'handed-back' };

function operatorSaid(turnId: string, text: string, after: string | null = null): readonly CallEvent[] {
  return [
    { type: 'operator.startedSpeaking', turnId, after },
    { type: 'operator.transcribed', turnId, text },
  ];
}

function saidAfter(...events: readonly CallEvent[]): string {
  return saidSoFar(callAfter([...ANSWERED, ...events]));
}

describe('what was said so far', () => {
  it('is a line a turn, without what nobody understood or what has no words', () => {
    expect(
      saidAfter(
        ...agentSpeaks('a1', 'Hello. '),
        ...callerSaid('c1', ' Where is it?'),
        ...callerSaid('c2', ' '),
        { type: 'caller.startedSpeaking', itemId: 'c3' },
        { type: 'caller.transcriptFailed', itemId: 'c3', detail: 'unclear' },
        ...operatorSaid('o1', 'On its way.'),
      ),
    ).toBe('You: Hello.\nCaller: Where is it?\nColleague: On its way.');
  });

  it('leaves out words that are still coming in', () => {
    expect(
      saidAfter(
        { type: 'caller.startedSpeaking', itemId: 'c1' },
        { type: 'caller.transcriptGrew', itemId: 'c1', delta: 'Where' },
        { type: 'agent.openedTurn', responseId: 'r', itemId: 'a1', after: null },
        { type: 'agent.transcriptGrew', itemId: 'a1', delta: 'It left' },
      ),
    ).toBe('');
  });

  it('is in the order in which it was begun, wherever it stands in the conversation', () => {
    expect(
      saidAfter(
        ...agentSpeaks('a1', 'Hello.'),
        { type: 'caller.startedSpeaking', itemId: 'c1' },
        { type: 'caller.stoppedSpeaking', itemId: 'c1' },
        { type: 'operator.startedSpeaking', turnId: 'o1', after: 'a1' },
        { type: 'caller.finishedTurn', itemId: 'c1', after: 'a1' },
        { type: 'operator.transcribed', turnId: 'o1', text: 'Two.' },
        { type: 'caller.transcribed', itemId: 'c1', text: 'One.' },
      ),
    ).toBe('You: Hello.\nCaller: One.\nColleague: Two.');
  });

  it('has the newest lines when there are too many', () => {
    const many = Array.from({ length: 203 }, (_, i) => callerSaid(`c${String(i)}`, `word ${String(i)}`)).flat();
    const lines = saidAfter(...many).split('\n');
    expect(lines).toHaveLength(200);
    expect([lines[0], lines.at(-1)]).toEqual(['Caller: word 3', 'Caller: word 202']);
    const long = saidAfter(...callerSaid('c1', 'x'.repeat(7000)), ...agentSpeaks('a1', 'y'.repeat(7000)));
    expect(long).toHaveLength(8000);
    expect(long.endsWith('y'.repeat(7000))).toBe(true);
  });
});

describe('what was said since the take-over', () => {
  it('is of caller and operator alone, and begins with the take-over', () => {
    const events = [
      ...callerSaid('c1', 'A person, please.'),
      { type: 'caller.startedSpeaking', itemId: 'c2' } as const,
      TOOK_OVER,
      { type: 'caller.transcribed', itemId: 'c2', text: 'Quickly.' } as const,
      ...operatorSaid('o1', 'I am one.'),
      ...agentSpeaks('a1', 'Me too.'),
      ...callerSaid('c3', 'Good.'),
    ];
    expect(saidSinceTakeOver(callAfter([...ANSWERED, ...events]))).toBe('Operator: I am one.\nCaller: Good.');
  });

  it('goes on when the operator changes the microphone, and is over with the hand back', () => {
    const taken = [...ANSWERED, TOOK_OVER, ...operatorSaid('o1', 'One.')];
    const again: CallEvent = { type: 'operator.tookOver', microphone: 'push-to-talk' };
    expect(saidSinceTakeOver(callAfter([...taken, again, ...operatorSaid('o2', 'Two.')]))).toBe(
      'Operator: One.\nOperator: Two.',
    );
    expect(saidSinceTakeOver(callAfter([...taken, HANDED_BACK]))).toBe('');
    expect(saidSinceTakeOver(callAfter([...taken, HANDED_BACK, TOOK_OVER, ...operatorSaid('o2', 'Two.')]))).toBe(
      'Operator: Two.',
    );
  });

  it('is never longer than a brief may be', () => {
    const events = [TOOK_OVER, ...operatorSaid('o1', 'x'.repeat(3000)), ...operatorSaid('o2', 'y'.repeat(3000))];
    expect(saidSinceTakeOver(callAfter([...ANSWERED, ...events]))).toHaveLength(MAX_WORDS_CHARS);
  });
});
