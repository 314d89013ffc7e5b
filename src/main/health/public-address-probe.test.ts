import { expect, it } from 'vitest';
import { ManualClock } from '../ports/manual-clock.fixture';
import type { ReachProof, TunnelState } from '../ports/ports-lines';
import { startPublicAddressProbe } from './public-address-probe';

const FAILED: ReachProof = { ok: false, failure: 'nobody-listens' };

function open(kind: 'ngrok' | 'own-url') {
  const clock = new ManualClock();
  const listeners = new Set<(state: TunnelState) => void>();
  const world = { state: { phase: 'off' } as TunnelState, proof: FAILED, proven: [] as string[] };
  const stop = startPublicAddressProbe({
    clock,
    tunnel: {
      kind: () => kind,
      state: () => world.state,
      onChange: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    prove: (base) => {
      world.proven.push(base.href);
      return Promise.resolve(world.proof);
    },
  });
  return {
    ...{ clock, world, stop, listeners },
    become: (state: TunnelState) => {
      world.state = state;
      listeners.forEach((tell) => tell(state));
    },
    /** Lets time pass until every answer has come back. */
    pass: async (ms: number) => {
      clock.advance(ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const up = (href: string): TunnelState => ({ phase: 'up', publicBase: new URL(href) });

it('proves an address when it is new, and while it does not lead here', async () => {
  const { world, become, pass, clock } = open('own-url');
  become(up('https://a.example/'));
  await pass(0);
  expect(world.proven).toHaveLength(1);
  await pass(29_999);
  expect(world.proven).toHaveLength(1);
  await pass(1);
  await pass(60_000);
  expect(world.proven).toHaveLength(3);
  world.proof = { ok: true };
  await pass(120_000);
  expect(world.proven).toHaveLength(4);
  become(up('https://a.example/'));
  await pass(3_600_000);
  expect(world.proven).toHaveLength(4);
  expect(clock.pendingTimers).toBe(0);
  become(up('https://b.example/'));
  await pass(0);
  expect(world.proven.at(-1)).toBe('https://b.example/');
});

it('gives ngrok the time to tell its edges', async () => {
  const { world, become, pass } = open('ngrok');
  become(up('https://a.ngrok.app/'));
  await pass(9_999);
  expect(world.proven).toEqual([]);
  await pass(1);
  expect(world.proven).toEqual(['https://a.ngrok.app/']);
});

it('lets go of an address that is given up, and of everything when stopped', async () => {
  const { world, become, pass, clock, stop, listeners } = open('own-url');
  become(up('https://a.example/'));
  await pass(0);
  become({ phase: 'off' });
  expect(clock.pendingTimers).toBe(0);
  become(up('https://a.example/'));
  await pass(0);
  expect(world.proven).toHaveLength(2);
  stop();
  expect([clock.pendingTimers, listeners.size]).toEqual([0, 0]);
});
