import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudioFrames } from './audio-frames';
import { audioOf } from '../translate';
import { parseFrame } from '../wire';

const TYPE = 'response.output_audio.delta';

/** The audio event of a frame according to the full parser; null when the frame is not a piece of speech. */
function parsed(frame: string) {
  const read = parseFrame(frame);
  if (read.kind !== 'known' || read.event.type !== TYPE) return null;
  try {
    return audioOf(read.event);
  } catch {
    return null;
  }
}

function taught(frame: string): AudioFrames {
  const frames = new AudioFrames();
  const event = parsed(frame);
  if (event === null) throw new Error('not a piece of speech');
  frames.learn(frame, event);
  return frames;
}

const sound = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const ids = fc.stringMatching(/^[\w-]{1,30}$/);
/** Field names of a frame in any order, including some the parser does not know. */
const order = fc.shuffledSubarray(
  ['type', 'event_id', 'response_id', 'item_id', 'output_index', 'content_index', 'delta', 'obfuscation'],
  {
    minLength: 8,
  },
);

function frameOf(keys: readonly string[], fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, fields[key]])));
}

const fields = {
  type: TYPE,
  event_id: 'event_1',
  response_id: 'resp_1',
  item_id: 'item_1',
  output_index: 0,
  content_index: 0,
  delta: 'AAAA',
  obfuscation: 'x',
};

describe('AudioFrames', () => {
  it('reads what parsing would, whatever the order of the fields', () => {
    fc.assert(
      fc.property(order, fc.array(fc.record({ id: ids, delta: sound }), { minLength: 2 }), (keys, pieces) => {
        const [first, ...rest] = pieces.map(({ id, delta }) => frameOf(keys, { ...fields, event_id: id, delta }));
        const frames = taught(first ?? '');
        for (const frame of rest) {
          const piece = frames.read(frame);
          expect(piece).not.toBeNull();
          expect(piece).toEqual(parsed(frame));
        }
      }),
    );
  });

  it('never reads what parsing would not', () => {
    const keys = Object.keys(fields);
    const frame = frameOf(keys, fields);
    fc.assert(
      fc.property(
        fc.constantFrom(keys, [...keys].reverse()),
        fc.nat(frame.length),
        fc.nat(6),
        fc.string({ maxLength: 8 }),
        (keys, at, gone, put) => {
          const usual = frameOf(keys, fields);
          const damaged = usual.slice(0, at) + put + usual.slice(at + gone);
          const piece = taught(usual).read(damaged);
          // The fast path ignores the frame's own id, which carries no meaning.
          if (piece !== null) expect(piece).toEqual(parsed(damaged.replace(/"event_id":"[^"]*"/, '"event_id":"e"')));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['another response', { response_id: 'resp_2' }],
    ['another item', { item_id: 'item_2' }],
    ['another content', { content_index: 1 }],
    ['something that is no base64', { delta: 'AAA*' }],
    ['half a quantum', { delta: 'AAAAA' }],
    ['an id with a quote in it', { event_id: 'a"b' }],
    ['an id that ends in a backslash', { event_id: 'a\\' }],
  ])('leaves to parsing: %s', (_what, change) => {
    const usual = Object.keys(fields);
    for (const keys of [usual, [...usual].reverse(), ['event_id', 'delta', ...usual]])
      expect(taught(frameOf(keys, fields)).read(frameOf(keys, { ...fields, ...change }))).toBeNull();
  });

  it('learns nothing from a frame without an id, or with two fields of a name', () => {
    const keys = Object.keys(fields).filter((key) => key !== 'event_id');
    expect(taught(frameOf(keys, fields)).read(frameOf(keys, fields))).toBeNull();
    const twice = frameOf(Object.keys(fields), { ...fields, obfuscation: { delta: 'AAAA' } });
    expect(taught(twice).read(twice)).toBeNull();
  });
});
