import { expect, it } from 'vitest';
import { ANSWERED, agentSpeaks, callAfter, onlyTurn, toolCalled } from '../../shared/call/call.fixture';
import { TurnSizes } from './turn-size';

it('expects more of longer words, and goes on expecting the same of a turn whose words grow', () => {
  const sizes = new TurnSizes();
  const short = onlyTurn(callAfter([...ANSWERED, ...agentSpeaks('a', 'Hello.')]), 'agent');
  const long = { ...short, id: 'b', text: 'Hello. '.repeat(60) };
  expect(sizes.of(long)).toBeGreaterThan(sizes.of(short));
  expect(sizes.of({ ...short, text: long.text })).toBe(sizes.of(short));
  expect(sizes.of(onlyTurn(callAfter([...ANSWERED, toolCalled('t')]), 'tool'))).toBeGreaterThan(0);
});
