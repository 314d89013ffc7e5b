import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64ByteLength } from './base64';

describe('base64ByteLength', () => {
  it('counts what decoding would give, padded or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const padded = Buffer.from(bytes).toString('base64');
        expect(base64ByteLength(padded)).toBe(bytes.length);
        expect(base64ByteLength(padded.replace(/=+$/, ''))).toBe(bytes.length);
      }),
    );
  });
});
