import { expect, it } from 'vitest';
import { ManualClock } from '../../ports/manual-clock.fixture';
import { answered, consoleFrom, ends, openDesk } from './console.fixture';
import { watchNeeds } from './desk-view';
import { noticesOf } from './notices';

it('looks again when time alone makes a call need a person, and no more once it is not watched', () => {
  const clock = new ManualClock();
  const desk = openDesk();
  const startMs = clock.wallMs();
  desk.become(consoleFrom(startMs, ...answered('a'), ...answered('b')));
  clock.advance(5000);
  const seen: string[] = [];
  const unwatch = watchNeeds(desk, clock, (state, now) => {
    const who = noticesOf(state, now).map(({ callId }) => callId);
    seen.push(`${String(now - startMs)}: ${who.join(' ')}`);
  });
  clock.advance(60_000);
  expect(seen).toEqual(['5000: ', '14000: a', '17000: a b']);
  expect(clock.pendingTimers).toBe(0);
  unwatch();
});

it('sets one timer at a time, and none for calls that are over', () => {
  const clock = new ManualClock();
  const desk = openDesk();
  desk.become(consoleFrom(clock.wallMs(), ...answered('a'), ...answered('b')));
  const unwatch = watchNeeds(desk, clock, () => undefined);
  expect(clock.pendingTimers).toBe(1);
  unwatch();
  expect(clock.pendingTimers).toBe(0);
  desk.become(consoleFrom(clock.wallMs(), ...answered('a'), ends('a')));
  watchNeeds(desk, clock, () => undefined)();
  expect(clock.pendingTimers).toBe(0);
});
