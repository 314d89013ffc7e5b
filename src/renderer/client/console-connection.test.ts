import { afterEach, describe, expect, it } from 'vitest';
import { ConsoleConnection } from './console-connection';
import { ConsoleStore, type ConsoleView } from '../stores/console-store';
import { RANG, recorded, ScriptedMain, snapshotMessages, stateAfter } from './console.fixture';
import { LevelStore } from '../stores/level-store';
import { PeerClock } from './peer-clock';
import { SessionOver, type Transport } from './transport';

const before = recorded('one', [RANG, { type: 'caller.connected' }]);
const after = recorded('one', [{ type: 'model.ready', sessionId: 's', connectMs: 1 }], 3);
const state = stateAfter(before);

let stop: (() => void) | undefined;

afterEach(() => stop?.());

/** Page whose short waits pass at once and whose long ones never end. */
function page(transport: Transport) {
  const waits: number[] = [];
  const store = new ConsoleStore((task) => queueMicrotask(task));
  const levels = new LevelStore();
  const lines: ('open' | 'gone')[] = [];
  let ids = 0;
  const connection = new ConsoleConnection({
    transport,
    store,
    levels,
    clock: new PeerClock(() => 0),
    surroundings: {
      after: (delayMs, run) => {
        if (delayMs >= 10_000) return () => undefined;
        if (delayMs > 100) waits.push(delayMs);
        return soon(run);
      },
      random: () => 0.5,
      newId: () => `feed-${String(++ids).padStart(8, '0')}`,
    },
    audio: { setConnection: (line) => void lines.push(line === null ? 'gone' : 'open') },
  });
  const ran = connection.run();
  stop = () => connection.stop();
  return { connection, store, levels, lines, waits, ran };
}

/** Runs a function in a task of its own, after the messages that are on their way. */
function soon(run: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  let called = false;
  port1.onmessage = () => {
    port1.close();
    if (!called) run();
  };
  port2.postMessage(null);
  return () => (called = true);
}

/** Resolves when the view is as wanted. */
function seen(store: ConsoleStore, wanted: (view: ConsoleView) => boolean): Promise<ConsoleView> {
  return new Promise((resolve) => {
    const look = (): void => {
      const view = store.get();
      if (!wanted(view)) return;
      unsubscribe();
      resolve(view);
    };
    const unsubscribe = store.subscribe(look);
    queueMicrotask(look);
  });
}

describe('ConsoleConnection', () => {
  it('shows a snapshot and the events after it, and says what it read', async () => {
    const main = new ScriptedMain();
    main.feeds.push([...snapshotMessages(state), { type: 'events', batch: 2, events: [...after] }]);
    const { store } = page(main);
    const view = await seen(store, ({ console }) => console.seq === 3);
    expect(view.console).toEqual(stateAfter([...before, ...after]));
    expect(view.about?.version).toBe('1.2.3');
    await expect.poll(() => main.acknowledged.at(-1)).toBe(2);
  });

  it('hands levels out beside the state', async () => {
    const main = new ScriptedMain();
    const { levels } = page(main);
    const heard = new Promise((resolve) => levels.subscribe('one', resolve));
    main.feeds.push([{ type: 'levels', batch: 1, levels: 'one,500,0' }]);
    expect(await heard).toMatchObject({ caller: 0.5 });
  });

  it('asks for a new feed on the same line after a gap, and keeps what it showed until then', async () => {
    const main = new ScriptedMain();
    const gap = recorded('one', [{ type: 'caller.connected' }], 7);
    main.feeds.push([...snapshotMessages(state), { type: 'events', batch: 2, events: [...gap] }]);
    main.feeds.push([...snapshotMessages(stateAfter([...before, ...after]))]);
    const { store } = page(main);
    const view = await seen(store, ({ resyncs }) => resyncs === 1);
    expect(view.console.seq).toBe(3);
    expect(main.opened).toBe(1);
  });

  it('comes back by itself when the line is lost, with the old view until the new snapshot', async () => {
    const main = new ScriptedMain();
    main.feeds.push([...snapshotMessages(state)], [...snapshotMessages(stateAfter([...before, ...after]))]);
    const { store, lines, waits } = page(main);
    await seen(store, ({ ready }) => ready);
    expect(lines).toEqual(['open']);
    const lost = seen(store, ({ link }) => link.name === 'lost');
    main.hangUp();
    expect((await lost).console.seq).toBe(2);
    expect(lines.slice(0, 2)).toEqual(['open', 'gone']);
    expect((await seen(store, ({ resyncs }) => resyncs === 1)).console.seq).toBe(3);
    expect(waits).toEqual([250]);
  });

  it('waits longer and longer while nobody answers', async () => {
    let asked = 0;
    const { waits, ran } = page({
      open: async () => {
        if (++asked > 8) throw new SessionOver();
        throw new Error('refused');
      },
    });
    await ran;
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  });

  it('gives up when the session is over', async () => {
    const { store, ran } = page({ open: () => Promise.reject(new SessionOver()) });
    await ran;
    await seen(store, ({ link }) => link.name === 'session over');
  });
});
