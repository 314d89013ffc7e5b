import { expect, it } from 'vitest';
import { answered, asks, consoleAfter, line, rings, type Fact } from './console.fixture';
import { trayLabels, withDot } from './tray-content';

const NOW = 5000;

it('says that nothing is on', () => {
  expect(trayLabels(consoleAfter(line('+14155550134', 'off')), NOW)).toEqual({
    tone: 'off',
    toolTip: 'Switchboard: No line is live, No calls',
    lines: [{ kind: 'text', label: 'No line is live' }],
    calls: [{ kind: 'text', label: 'No calls' }],
  });
});

it('names every line that is on, every call, and who needs a person', () => {
  const state = consoleAfter(
    ...[line('+442079460991', 'degraded'), line('+14155550134', 'live')],
    ...[rings('a'), rings('b', true), asks('a', 't')],
  );
  expect(trayLabels(state, NOW)).toEqual({
    tone: 'attention',
    toolTip: 'Switchboard: 2 lines, 2 calls, 1 needs you',
    lines: [
      { kind: 'text', label: '2 lines' },
      { kind: 'text', label: '+14155550134  live' },
      { kind: 'text', label: '+442079460991  degraded' },
    ],
    calls: [
      { kind: 'text', label: '2 calls, 1 needs you' },
      { kind: 'call', label: '+12125550187  Front desk  needs you', callId: 'a' },
      { kind: 'call', label: '+12125550187  practice', callId: 'b' },
    ],
  });
});

it('shows by itself whether all is well', () => {
  const tone = (...facts: readonly Fact[]): string => trayLabels(consoleAfter(...facts), NOW).tone;
  expect(tone(line('+1', 'live'))).toBe('ok');
  expect(tone(rings('a'))).toBe('ok');
  expect(tone(rings('a'), asks('a', 't'))).toBe('attention');
  expect(tone(line('+1', 'live'), line('+2', 'degraded'))).toBe('attention');
});

it('counts what would make the menu too long', () => {
  const many = Array.from({ length: 11 }, (_, i) => line(`+1415555${1000 + i}`, 'live'));
  const { lines } = trayLabels(consoleAfter(...many), NOW);
  expect(lines).toHaveLength(10);
  expect(lines[9]).toEqual({ kind: 'text', label: 'and 3 more' });
});

it('asks for a person when a call has been silent for too long', () => {
  const state = consoleAfter(...answered('a'));
  expect(trayLabels(state, 2000 + 11_999)).toMatchObject({
    tone: 'ok',
    toolTip: 'Switchboard: No line is live, 1 call',
  });
  expect(trayLabels(state, 2000 + 12_000)).toMatchObject({
    tone: 'attention',
    toolTip: 'Switchboard: No line is live, 1 call, 1 needs you',
  });
});

const SIDE = 16;
const pixel = (bitmap: Buffer, x: number, y: number): readonly number[] => [
  ...bitmap.subarray((y * SIDE + x) * 4, (y * SIDE + x) * 4 + 4),
];

it('puts a dot into the corner and leaves the rest, and the original, alone', () => {
  const plain = Buffer.alloc(SIDE * SIDE * 4, 7);
  const dotted = withDot(plain, 'ok');
  expect(pixel(dotted, 12, 12)).toEqual([0x5a, 0xa7, 0x3c, 0xff]);
  expect(pixel(dotted, 2, 2)).toEqual([7, 7, 7, 7]);
  expect(pixel(withDot(plain, 'attention'), 12, 12)).not.toEqual(pixel(dotted, 12, 12));
  expect(withDot(plain, 'off')).toEqual(plain);
  expect(plain.every((byte) => byte === 7)).toBe(true);
});
