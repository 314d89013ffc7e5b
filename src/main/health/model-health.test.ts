import { expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import type { DeskEvent, Recorded } from '../../shared/call/events';
import type { OpenAiOutcome } from '../../shared/keys/key-check';
import { ManualClock } from '../ports/manual-clock.fixture';
import { ModelHealth } from './model-health';

/** A rig whose key, model and service the test sets. */
function open() {
  const clock = new ManualClock();
  const told: unknown[] = [];
  const world = { key: 'sk-1' as string | undefined, model: 'm-1', outcome: 'ok' as OpenAiOutcome, questions: 0 };
  const listeners = { keys: () => undefined as unknown, facts: (_: Recorded) => undefined as unknown };
  const record = (callId: string | null, event: DeskEvent): Recorded => {
    const { type: _type, ...rest } = event;
    told.push(rest);
    return { seq: told.length, at: 0, callId: null, event };
  };
  const health = new ModelHealth({
    clock,
    journal: { record: record as never, subscribe: (listener) => ((listeners.facts = listener), () => undefined) },
    agents: { answering: () => ({ ...DEFAULT_AGENT, model: world.model }) },
    vault: { read: () => world.key, subscribe: (listener) => ((listeners.keys = listener), () => undefined) },
    check: () => {
      world.questions += 1;
      return Promise.resolve({ service: 'openai', outcome: world.outcome, model: world.model });
    },
  });
  /** News since the last look, once all checks are answered. */
  const news = async (): Promise<readonly unknown[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return told.splice(0);
  };
  return { clock, world, health, news, changeKeys: () => listeners.keys() };
}

it('asks once at the start, and again when the key is another one', async () => {
  const { world, health, news, changeKeys } = open();
  world.key = undefined;
  world.outcome = 'no-key';
  health.start();
  expect(await news()).toEqual([
    { model: 'm-1', state: 'unproven' },
    { model: 'm-1', state: 'failing', check: 'no-key' },
  ]);
  changeKeys();
  expect(await news()).toEqual([]);
  Object.assign(world, { key: 'sk-2', outcome: 'ok' });
  changeKeys();
  expect(await news()).toEqual([
    { model: 'm-1', state: 'unproven' },
    { model: 'm-1', state: 'ok', check: 'ok' },
  ]);
  expect(world.questions).toBe(2);
});

it('believes a call until the next one, and tells the same thing once', async () => {
  const { clock, health, news } = open();
  health.start();
  await news();
  health.see('m-1', 'failing', 'no route');
  health.see('m-1', 'failing', 'no route');
  health.nudge();
  clock.advance(3_600_000);
  expect(await news()).toEqual([{ model: 'm-1', state: 'failing', detail: 'no route' }]);
  health.see('m-1', 'ok');
  expect(await news()).toEqual([{ model: 'm-1', state: 'ok' }]);
});

it('asks again about what may pass, and does not contradict a call that came meanwhile', async () => {
  const { clock, world, health, news } = open();
  world.outcome = 'unreachable';
  health.start();
  expect((await news()).at(-1)).toMatchObject({ state: 'failing', check: 'unreachable' });
  world.outcome = 'ok';
  clock.advance(60_000);
  expect(await news()).toEqual([{ model: 'm-1', state: 'ok', check: 'ok' }]);
  world.outcome = 'unreachable';
  world.model = 'm-2';
  health.stop();
  health.start();
  health.see('m-2', 'ok');
  expect(await news()).toEqual([
    { model: 'm-2', state: 'unproven' },
    { model: 'm-2', state: 'ok' },
  ]);
  expect(clock.pendingTimers).toBe(0);
});

it('says nothing of a service that lists no models, and leaves no timer behind', async () => {
  const { clock, world, health, news } = open();
  world.outcome = 'not-understood';
  health.start();
  expect((await news()).at(-1)).toEqual({ model: 'm-1', state: 'unproven', check: 'not-understood' });
  health.stop();
  expect(clock.pendingTimers).toBe(0);
});

it('tells of a rate limit that runs short, in tens, until it is less or nobody tells of it for a minute', async () => {
  const { clock, health, news } = open();
  const at = (share: number): void => health.seeRate('m-1', share);
  [0.2, 0.79, 0.81, 0.88, 0.9, 1.4].forEach(at);
  const ok = { model: 'm-1', state: 'ok' };
  expect(await news()).toEqual([80, 90, 100].map((usedPercent) => ({ ...ok, usedPercent })));
  health.see('m-1', 'ok');
  expect(await news()).toEqual([]);
  at(0.5);
  expect(await news()).toEqual([ok]);
  at(0.95);
  clock.advance(59_999);
  expect(await news()).toEqual([{ ...ok, usedPercent: 90 }]);
  clock.advance(1);
  expect(await news()).toEqual([ok]);
});
