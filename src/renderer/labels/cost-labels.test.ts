import { expect, it } from 'vitest';
import { ANSWERED, callAfter, callerSaid } from '../../shared/call/call.fixture';
import type { CallEvent } from '../../shared/call/events';
import { costLabel, costTitle } from './cost-labels';

const USAGE = { textIn: 9, textCached: 0, textOut: 9, audioIn: 9, audioCached: 0, audioOut: 9 };

function cost(...events: readonly CallEvent[]): readonly string[] {
  const call = callAfter([...ANSWERED, ...callerSaid('c', 'Hello'), ...events]);
  return [costLabel(call), costTitle(call).slice(0, 20)];
}

const done = (costUsd?: number): CallEvent => ({
  type: 'agent.finishedResponse',
  responseId: 'r',
  status: 'completed',
  usage: USAGE,
  ...(costUsd !== undefined && { costUsd }),
});

it('never takes a price that is not known for nothing', () => {
  expect(cost()).toEqual(['$0.00', 'The model and the ca']);
  expect(cost(done(0.5))).toEqual(['$0.50', 'The model and the ca']);
  expect(cost(done())).toEqual(['not known', 'The price of this mo']);
  expect(cost(done(0.5), done())).toEqual(['$0.50 and more', 'The price of this mo']);
});

it('counts what the caller’s transcript costs', () => {
  const heard: CallEvent = { type: 'caller.transcribed', itemId: 'c', text: 'Hello there', costUsd: 0.25 };
  expect(cost(done(0.5), heard)[0]).toBe('$0.75');
});
