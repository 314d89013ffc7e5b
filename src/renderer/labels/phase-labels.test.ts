import { describe, expect, it } from 'vitest';
import {
  agentSpeaks,
  ANSWERED,
  callAfter,
  CUT,
  onlyTurn,
  REPLY,
  SPEAKING,
  toolCalled,
} from '../../shared/call/call.fixture';
import { floorLabel, hasUnheardWords, isAnothers, operatorLabel, phaseLabel } from './phase-labels';

describe('phaseLabel', () => {
  it.each([
    ['ringing', callAfter([])],
    ['connecting to the model', callAfter([{ type: 'caller.connected' }])],
    ['listening', callAfter(ANSWERED)],
    ['caller is speaking', callAfter([...ANSWERED, { type: 'caller.startedSpeaking', itemId: 'c' }])],
    ['agent is speaking', SPEAKING],
    ['listening', CUT],
    ['agent waits for your answer', callAfter([...ANSWERED, toolCalled('t')])],
    ['agent is using a tool', callAfter([...ANSWERED, toolCalled('t', 'http')])],
    ['the caller’s connection was lost; waiting for them', callAfter([...ANSWERED, { type: 'caller.wasLost' }])],
    ['Caller hung up', callAfter([{ type: 'call.ended', by: 'caller', reason: 'caller-hung-up' }])],
  ])('says “%s”', (words, call) => {
    expect(phaseLabel(call, 'mine')).toBe(words);
  });

  it('knows of words to stop only while there are some', () => {
    expect(hasUnheardWords(SPEAKING)).toBe(true);
    expect(hasUnheardWords(CUT)).toBe(false);
    expect(hasUnheardWords(callAfter(ANSWERED))).toBe(false);
    const waiting = callAfter([...ANSWERED, ...agentSpeaks('a', REPLY).slice(0, 2)]);
    expect(hasUnheardWords(waiting)).toBe(true);
    expect(phaseLabel(waiting, 'mine')).toBe('agent is about to speak');
  });
});

describe('an operator who has the floor', () => {
  const call = callAfter([
    ...ANSWERED,
    { type: 'operator.tookOver', microphone: 'open', consoleId: 'theirs' },
    { type: 'floor.changed', floor: 'operator', why: 'took-over' },
    { type: 'operator.startedSpeaking', turnId: 'o', after: null },
  ]);

  it('is “you” at their own console alone', () => {
    expect([phaseLabel(call, 'theirs'), floorLabel(call, 'theirs')]).toEqual([
      'you have the floor, the agent listens',
      'you',
    ]);
    expect([phaseLabel(call, 'mine'), floorLabel(call, 'mine')]).toEqual([
      'another operator has the floor, the agent listens',
      'operator',
    ]);
    expect([isAnothers(call, 'theirs'), isAnothers(call, 'mine')]).toEqual([false, true]);
  });

  it('is named in the transcript as long as it is known who it was', () => {
    const turn = onlyTurn(call, 'operator');
    expect([operatorLabel(turn, 'theirs'), operatorLabel(turn, 'mine')]).toEqual(['You', 'Another operator']);
    expect(operatorLabel({ consoleId: null }, 'mine')).toBe('Operator');
  });
});
