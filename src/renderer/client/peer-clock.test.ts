import { describe, expect, it } from 'vitest';
import { PeerClock } from './peer-clock';

describe('PeerClock', () => {
  it('is the page’s own clock until it knows better', () => {
    expect(new PeerClock(() => 5000).now()).toBe(5000);
  });

  it('takes the time of a message on its way for no difference', () => {
    const clock = new PeerClock(() => 100_000);
    clock.learn(99_200);
    expect(clock.now()).toBe(100_000);
  });

  it.each([
    ['ahead', 400_000],
    ['behind', 20_000],
  ])('follows a clock that is %s', (_name, at) => {
    const clock = new PeerClock(() => 100_000);
    clock.learn(at);
    expect(clock.now()).toBe(at);
  });

  it('is not misled by old facts for longer than until a fresh one', () => {
    const clock = new PeerClock(() => 100_000);
    clock.learn(40_000);
    clock.learn(99_990);
    clock.learn(60_000);
    expect(clock.now()).toBe(100_000);
  });
});
