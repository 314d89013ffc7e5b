import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Routing } from '../../shared/line/routing';
import { withoutUs } from './routing-without-us';

/** Few values, so that ours, the original ones and those of others coincide often. */
const url = fc.constantFrom('', 'https://old.example/', 'https://new.example/');
const method = fc.constantFrom<('GET' | 'POST')[]>('GET', 'POST');
const owner = fc.constantFrom(
  { applicationId: '', trunkId: '' },
  { applicationId: 'AP1', trunkId: '' },
  { applicationId: '', trunkId: 'TK1' },
);
const anyRouting: fc.Arbitrary<Routing> = fc
  .tuple(
    fc.record({
      voiceUrl: url,
      voiceMethod: method,
      fallbackUrl: url,
      fallbackMethod: method,
      statusUrl: url,
      statusMethod: method,
    }),
    owner,
  )
  .map(([addresses, owned]) => ({ ...addresses, ...owned }));

/** A routing after the line went live. */
function ours(before: Routing, host: string, fallbackUrl?: string): Routing {
  return {
    voiceUrl: `https://${host}/twiml`,
    voiceMethod: 'POST',
    fallbackUrl: fallbackUrl ?? before.fallbackUrl,
    fallbackMethod: fallbackUrl === undefined ? before.fallbackMethod : 'POST',
    statusUrl: `https://${host}/status`,
    statusMethod: 'POST',
    applicationId: '',
    trunkId: '',
  };
}

const anyFallback = fc.constantFrom(undefined, 'https://handler.example/');

describe('withoutUs', () => {
  it('gives back what was before, from any of our writings and from none', () => {
    fc.assert(
      fc.property(anyRouting, anyFallback, fc.nat(2), (before, fallbackUrl, pick) => {
        const note = { before, ours: [ours(before, 'a.example', fallbackUrl), ours(before, 'b.example', fallbackUrl)] };
        const current = [...note.ours, before][pick] ?? before;
        const { routing, isEdited } = withoutUs(current, note);
        expect(routing).toEqual(before);
        expect(isEdited).toBe(false);
      }),
    );
  });

  it('leaves nothing of ours, keeps every part that others wrote, and says so', () => {
    fc.assert(
      fc.property(
        anyRouting,
        anyRouting,
        anyFallback,
        fc.integer({ min: 1, max: 15 }),
        (before, other, fallbackUrl, mask) => {
          const written = ours(before, 'a.example', fallbackUrl);
          const edited: Routing = {
            ...written,
            ...(mask & 1 && { voiceUrl: other.voiceUrl, voiceMethod: other.voiceMethod }),
            ...(mask & 2 && { fallbackUrl: other.fallbackUrl, fallbackMethod: other.fallbackMethod }),
            ...(mask & 4 && { statusUrl: other.statusUrl, statusMethod: other.statusMethod }),
            ...(mask & 8 && { applicationId: other.applicationId, trunkId: other.trunkId }),
          };
          const { routing } = withoutUs(edited, { before, ours: [written] });
          expect(JSON.stringify(routing)).not.toContain('a.example');
          if (mask & 1) expect(routing.voiceUrl).toBe(other.voiceUrl);
          if (mask & 4) expect(routing.statusUrl).toBe(other.statusUrl);
          const isForeignOwner = other.applicationId !== '' || other.trunkId !== '';
          if (mask & 8 && isForeignOwner) expect(routing).toMatchObject({ trunkId: other.trunkId });
          // Going over it again changes nothing more.
          expect(withoutUs(routing, { before, ours: [written] }).routing).toEqual(routing);
        },
      ),
    );
  });

  it('does not put a trunk back over an address that somebody chose since', () => {
    fc.assert(
      fc.property(anyRouting, (before) => {
        const written = ours(before, 'a.example');
        const edited: Routing = { ...written, voiceUrl: 'https://chosen.example/' };
        const left = withoutUs(edited, { before, ours: [written] });
        expect(left.routing).toMatchObject({ voiceUrl: 'https://chosen.example/', applicationId: '', trunkId: '' });
        expect(left).toMatchObject({ isEdited: true, isTaken: true });
      }),
    );
  });
});
