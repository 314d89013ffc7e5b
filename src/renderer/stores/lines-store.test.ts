import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../client/run';
import { ScriptedMain } from '../client/console.fixture';
import { LinesStore, type ListedLine } from './lines-store';
import type { Connection } from '../client/transport';

const NUMBER = '+14155550134';
const LINE: ListedLine = {
  number: NUMBER,
  name: 'Bakery',
  canAnswer: true,
  state: 'off',
  destination: { kind: 'nothing' },
};

let main: ScriptedMain;
let connection: Connection;
let store: LinesStore;

beforeEach(async () => {
  main = new ScriptedMain();
  connection = await main.open();
  store = new LinesStore(createApi(() => connection.client).query);
});

afterEach(() => connection.close());

describe('LinesStore', () => {
  it('lists the numbers, and keeps the list while it is asked for once more', async () => {
    expect(store.get().listing.state).toBe('loading');
    main.setup.lines = [LINE];
    await store.load();
    const again = store.load();
    expect(store.get()).toMatchObject({ listing: { state: 'listed', lines: [LINE] }, refreshing: true });
    await again;
    expect(store.get().refreshing).toBe(false);
  });

  it('knows what was asked for until it is answered', async () => {
    const going = store.goLive(NUMBER, false);
    expect(store.get().pending.get(NUMBER)).toBe('going live');
    expect(await going).toBeNull();
    expect(store.get().pending.size).toBe(0);
  });

  it('remembers why a line did not go live, until it is tried again', async () => {
    main.setup.problem = 'trunk-answers';
    expect(await store.goLive(NUMBER, false)).toBe('trunk-answers');
    expect(store.get().refused.get(NUMBER)).toBe('trunk-answers');
    main.setup.problem = null;
    await store.goLive(NUMBER, true);
    expect(store.get().refused.size).toBe(0);
  });

  it('lets going off stand over a going live that is answered later', async () => {
    const live = store.goLive(NUMBER, false);
    const off = store.goOff(NUMBER);
    expect(store.get().pending.get(NUMBER)).toBe('going off');
    await Promise.all([live, off]);
    expect(store.get().refused.size).toBe(0);
  });

  it('follows a test to its end, and forgets it when told to', async () => {
    main.setup.lineTest = [
      { type: 'began', step: 'number' },
      { type: 'began', step: 'reachable' },
      { type: 'passed', roundTripMs: 80 },
    ];
    const seen: unknown[] = [];
    store.subscribe(() => seen.push(store.get().lineTests.get(NUMBER)));
    await store.test(NUMBER);
    expect(seen).toEqual([
      { state: 'under way', step: 'number' },
      { state: 'under way', step: 'number' },
      { state: 'under way', step: 'reachable' },
      { state: 'passed', roundTripMs: 80 },
    ]);
    store.forgetLineTest(NUMBER);
    expect(store.get().lineTests.size).toBe(0);
  });

  it('hears nothing more of a test that was forgotten, as going off does', async () => {
    main.setup.lineTest = [
      { type: 'began', step: 'reachable' },
      { type: 'began', step: 'webhook' },
    ];
    const off: Promise<unknown>[] = [];
    const unsubscribe = store.subscribe(() => {
      const lineTest = store.get().lineTests.get(NUMBER);
      if (lineTest?.state === 'under way' && lineTest.step === 'reachable') off.push(store.goOff(NUMBER));
    });
    await store.test(NUMBER);
    await Promise.all(off);
    unsubscribe();
    expect(off).toHaveLength(1);
    expect(store.get().lineTests.size).toBe(0);
  });

  it('does not wait for ever for a test that was cut off', async () => {
    main.setup.lineTest = [{ type: 'began', step: 'webhook' }];
    main.setup.isLineTestCutOff = true;
    await store.test(NUMBER);
    expect(store.get().lineTests.get(NUMBER)).toEqual({
      state: 'failed',
      step: 'webhook',
      failure: 'not-reached',
    });
  });

  it('says so when nobody answers', async () => {
    const gone = new LinesStore(createApi(() => null).query);
    await gone.load();
    expect(gone.get().listing).toEqual({ state: 'failed', problem: 'not-reached' });
    expect(await gone.goOff(NUMBER)).toBe('not-reached');
  });
});
