import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeHeard,
  decodeReceipt,
  encodeHeard,
  encodeMicrophone,
  encodeReceipt,
  FRAME_BYTES,
  HEARD_MESSAGE_BYTES,
  MICROPHONE_MESSAGE_BYTES,
  VOICE_FRAME,
} from './headset-wire';

const frame = fc.uint8Array({ minLength: FRAME_BYTES, maxLength: FRAME_BYTES });
const seq = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('the wire of a headset', () => {
  it('gives back what was put in, wherever the message lies in memory', () => {
    fc.assert(
      fc.property(seq, frame, frame, fc.integer({ min: 0, max: 9 }), (number, caller, other, offset) => {
        const message = encodeHeard({ seq: number, caller, other });
        expect(message).toHaveLength(HEARD_MESSAGE_BYTES);
        const within = new Uint8Array(offset + message.length);
        within.set(message, offset);
        expect(decodeHeard(within.subarray(offset))).toEqual({ seq: number, caller, other });
        expect(decodeReceipt(encodeReceipt(number))).toBe(number);
      }),
    );
  });

  it('takes nothing for what it is not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        if (bytes[0] !== 2 || bytes.length !== HEARD_MESSAGE_BYTES) expect(decodeHeard(bytes)).toBeUndefined();
        if (bytes[0] !== 3 || bytes.length !== 5) expect(decodeReceipt(bytes)).toBeUndefined();
      }),
    );
    const microphone = encodeMicrophone(VOICE_FRAME, new Uint8Array(FRAME_BYTES).fill(7));
    expect(microphone).toHaveLength(MICROPHONE_MESSAGE_BYTES);
    expect(decodeHeard(microphone)).toBeUndefined();
    expect(decodeReceipt(microphone)).toBeUndefined();
  });
});
