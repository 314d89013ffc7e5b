import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { approvalDigest, sha256 } from './digest';

it('is the SHA-256 that everybody else computes, of any text and any length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
  );
  for (const length of [0, 55, 56, 63, 64, 65, 119, 120, 65_536]) {
    const text = 'x'.repeat(length);
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});

it('tells apart what must not be mistaken for each other', () => {
  const digests = [
    approvalDigest('t1', 'refund', '{"id":"A17"}'),
    approvalDigest('t2', 'refund', '{"id":"A17"}'),
    approvalDigest('t1', 'lookup', '{"id":"A17"}'),
    approvalDigest('t1', 'refund', '{"id":"A18"}'),
    approvalDigest('t1', 'refund', '{ "id":"A17"}'),
    approvalDigest('t1r', 'efund', '{"id":"A17"}'),
  ];
  expect(new Set(digests).size).toBe(digests.length);
});
