import { describe, expect, it } from 'vitest';
import type { CallEvent, Recorded } from '../../shared/call/events';
import { ConsoleStore } from './console-store';
import { RANG, recorded, snapshotMessages, stateAfter } from '../client/console.fixture';

const words: CallEvent[] = Array.from({ length: 40 }, (_, index): CallEvent => ({
  type: 'caller.transcriptGrew',
  itemId: 'a',
  delta: `${index} `,
}));
const all = recorded('one', [RANG, { type: 'caller.startedSpeaking', itemId: 'a' }, ...words]);

/** A store whose frames are counted and come when told. */
function framed() {
  const tasks: (() => void)[] = [];
  const store = new ConsoleStore((task) => tasks.push(task));
  let notified = 0;
  store.subscribe(() => notified++);
  return {
    store,
    told: () => notified,
    frame: () => {
      for (const task of tasks.splice(0)) task();
    },
  };
}

function events(list: readonly Recorded[]) {
  return { type: 'events' as const, batch: 1, events: [...list] };
}

describe('ConsoleStore', () => {
  it('gives the same state from any snapshot and the events after it', () => {
    for (const cut of [0, 1, 2, 17, all.length]) {
      const { store, frame } = framed();
      for (const message of snapshotMessages(stateAfter(all.slice(0, cut)))) store.receive(message);
      store.receive(events(all.slice(cut)));
      frame();
      expect(store.get().console).toEqual(stateAfter(all));
    }
  });

  it('tells its readers once a frame, however much came', () => {
    const { store, told, frame } = framed();
    for (const message of snapshotMessages(stateAfter(all.slice(0, 2)))) store.receive(message);
    for (const event of all.slice(2)) store.receive(events([event]));
    expect(told()).toBe(0);
    expect(store.get().console.seq).toBe(0);
    frame();
    expect(told()).toBe(1);
    expect(store.get().console.seq).toBe(all.length);
  });

  it('does not tell of events it already knows', () => {
    const { store, told, frame } = framed();
    for (const message of snapshotMessages(stateAfter(all))) store.receive(message);
    frame();
    const view = store.get();
    expect(store.receive(events(all.slice(0, 5)))).toBe('folded');
    frame();
    expect(told()).toBe(1);
    expect(store.get()).toBe(view);
  });

  it('finds a gap in the numbers, and shows nothing of what came after it', () => {
    const { store, frame } = framed();
    for (const message of snapshotMessages(stateAfter(all.slice(0, 3)))) store.receive(message);
    expect(store.receive(events(all.slice(5)))).toBe('gap');
    frame();
    expect(store.get().console).toEqual(stateAfter(all.slice(0, 3)));
  });

  it('takes events before a snapshot, or in the middle of one, for a gap', () => {
    const { store } = framed();
    expect(store.receive(events(all))).toBe('gap');
    const [part] = snapshotMessages(stateAfter(all));
    if (part?.type !== 'snapshot') throw new Error('No part');
    expect(store.receive({ ...part, part: { ...part.part, last: false } })).toBe('folded');
    expect(store.receive(events(all))).toBe('gap');
  });

  it('keeps the old view until a new snapshot is complete, and counts it', () => {
    const { store, frame } = framed();
    for (const message of snapshotMessages(stateAfter(all.slice(0, 4)))) store.receive(message);
    frame();
    store.beginFeed();
    const [part] = snapshotMessages(stateAfter(all));
    if (part?.type !== 'snapshot') throw new Error('No part');
    store.receive({ ...part, part: { ...part.part, last: false } });
    frame();
    expect(store.get()).toMatchObject({ console: { seq: 4 }, resyncs: 0 });
    store.receive({ ...part, part: { ...part.part, first: false, calls: [] } });
    frame();
    expect(store.get()).toMatchObject({
      console: { seq: all.length },
      resyncs: 1,
      link: { name: 'connected' },
    });
  });

  it('begins a snapshot anew when the sender does', () => {
    const { store, frame } = framed();
    const [part] = snapshotMessages(stateAfter(all));
    if (part?.type !== 'snapshot') throw new Error('No part');
    store.receive({ ...part, part: { ...part.part, last: false } });
    store.receive(part);
    frame();
    expect(store.get().console).toEqual(stateAfter(all));
  });
});
