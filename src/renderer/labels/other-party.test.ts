import { expect, it } from 'vitest';
import type { Call } from '../../shared/call/call';
import { callerBadges } from './other-party';

it.each<[NonNullable<Call['caller']>, readonly string[]]>([
  [{}, []],
  [{ attested: 'A' }, ['verified A']],
  [{ attested: 'B' }, ['number unproven B']],
  [{ attested: 'C' }, ['number unproven C']],
  [{ attested: 'failed' }, ['number may be forged']],
  [{ forwardedFrom: '+14155550100', name: 'BLUM\u202e ANNA' }, ['“BLUM\ufffd ANNA”', 'forwarded from +1 415 555 0100']],
])('of a caller of whom the carrier says %j', (caller, texts) => {
  const badges = callerBadges({ caller });
  expect(badges.map(({ text }) => text)).toEqual(texts);
  for (const { title } of badges) expect(title).toMatch(/^The carrier .+\.$/);
});

it('are none without a word of the carrier', () => {
  expect(callerBadges({ caller: null })).toEqual([]);
});
