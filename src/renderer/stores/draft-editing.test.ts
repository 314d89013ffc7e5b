import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import { AgentsStore } from './agents-store';
import type { AgentsScript } from './agents.fixture';
import { createApi } from '../client/run';
import { ScriptedMain } from '../client/console.fixture';
import type { Edited } from './draft-editing';
import type { Connection } from '../client/transport';

const ID = DEFAULT_AGENT.id;

let main: ScriptedMain;
let connection: Connection;
let isConnected: boolean;
let store: AgentsStore;
let script: AgentsScript;
/** Pending timers with their delays; a test runs them. */
let timers: { readonly delayMs: number; readonly run: () => void }[];

beforeEach(async () => {
  main = new ScriptedMain();
  script = main.setup.agents;
  connection = await main.open();
  isConnected = true;
  timers = [];
  store = new AgentsStore(createApi(() => (isConnected ? connection.client : null)).query, (delayMs, run) => {
    const timer = { delayMs, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  });
  await store.load();
  await store.open(ID);
});

afterEach(() => connection.close());

function edited(): Edited {
  const found = store.get().edited.get(ID);
  if (found === undefined) throw new Error('not open');
  return found;
}

/** Resolves when the draft reaches that save state. */
function until(name: Edited['save']['name']): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (edited().save.name !== name) return;
      stop();
      resolve();
    };
    const stop = store.subscribe(look);
    look();
  });
}

function elapse(delayMs: number): void {
  const due = timers.filter((timer) => timer.delayMs <= delayMs);
  timers = timers.filter((timer) => timer.delayMs > delayMs);
  for (const { run } of due) run();
}

describe('a draft that is written', () => {
  it('is saved half a second after the last key, once', async () => {
    for (const greeting of ['G', 'Go', 'Goo', 'Good']) store.edit(ID, { greeting });
    expect(edited()).toMatchObject({ save: { name: 'waiting' }, profile: { greeting: 'Good' } });
    expect(script.saved).toEqual([]);
    elapse(500);
    await until('saved');
    expect(script.saved.map(({ greeting }) => greeting)).toEqual(['Good']);
    expect(timers).toEqual([]);
  });

  it('is saved every three seconds while somebody types without a pause', async () => {
    store.edit(ID, { greeting: 'one' });
    const longest = timers.find(({ delayMs }) => delayMs === 3000);
    store.edit(ID, { greeting: 'two' });
    expect(timers.filter(({ delayMs }) => delayMs === 3000)).toEqual([longest]);
    longest?.run();
    await until('saved');
    expect(script.saved).toHaveLength(1);
  });

  it('keeps what is typed while it is being saved', async () => {
    store.edit(ID, { greeting: 'one' });
    elapse(500);
    store.edit(ID, { greeting: 'two' });
    await until('waiting');
    elapse(500);
    await until('saved');
    expect(script.draft.greeting).toBe('two');
    expect(edited().profile.greeting).toBe('two');
  });

  it('is tried again until the main process answers', async () => {
    isConnected = false;
    store.edit(ID, { greeting: 'kept' });
    elapse(500);
    await until('not saved');
    expect(edited().profile.greeting).toBe('kept');
    isConnected = true;
    elapse(4000);
    await until('saved');
    expect(script.draft.greeting).toBe('kept');
  });

  it('is saved when the line is back, without waiting', async () => {
    isConnected = false;
    store.edit(ID, { greeting: 'kept' });
    elapse(500);
    await until('not saved');
    isConnected = true;
    await store.load();
    await until('saved');
  });

  it('says why the disk did not take it', async () => {
    script.refusal = 'cannot-save';
    store.edit(ID, { greeting: 'kept' });
    elapse(500);
    await until('not saved');
    expect(edited().save).toMatchObject({ refusal: { remedy: expect.stringContaining('disk') as string } });
  });
});

describe('a draft that is too large', () => {
  it('stays here in words, is not sent again and again, and is saved when it was shortened', async () => {
    const TOOL = { kind: 'script', name: 's', description: '', timeoutMs: 1000, code: 'é'.repeat(90_000) } as const;
    const tools = Array.from({ length: 6 }, () => ({ ...TOOL, parameters: {} }));
    store.edit(ID, { tools });
    elapse(500);
    await until('refused');
    expect(edited().save).toMatchObject({
      refusal: { sentence: expect.stringContaining('larger than 1 MB') as string },
    });
    expect(edited().profile.tools).toBe(tools);
    expect(timers).toEqual([]);
    expect(script.saved).toEqual([]);
    store.edit(ID, { tools: tools.slice(1) });
    elapse(500);
    await until('saved');
    expect(script.draft.tools).toHaveLength(5);
  });

  it('by one field is refused in words, and not sent again and again', async () => {
    store.edit(ID, { name: 'n'.repeat(2000) });
    elapse(500);
    await until('refused');
    expect(edited().save).toMatchObject({ refusal: { sentence: expect.stringContaining('too long') as string } });
    expect(timers).toEqual([]);
  });
});

describe('a draft that another console saved too', () => {
  beforeEach(async () => {
    script.theySave({ greeting: 'theirs' });
    store.edit(ID, { greeting: 'mine' });
    elapse(500);
    await until('conflict');
  });

  it('is overwritten by nobody', () => {
    expect(script.draft.greeting).toBe('theirs');
    expect(edited().profile.greeting).toBe('mine');
    expect(edited().save).toMatchObject({ theirs: { draft: { profile: { greeting: 'theirs' } } } });
  });

  it('goes on being written, unsaved, until a person chooses', () => {
    store.edit(ID, { greeting: 'mine, and more' });
    elapse(5000);
    expect(edited()).toMatchObject({ save: { name: 'conflict' }, profile: { greeting: 'mine, and more' } });
    expect(script.saved).toEqual([]);
  });

  it('becomes mine, or theirs', async () => {
    await store.keepMine(ID);
    expect([script.draft.greeting, edited().save.name]).toEqual(['mine', 'saved']);
    script.theySave({ greeting: 'theirs again' });
    store.edit(ID, { greeting: 'mine again' });
    elapse(500);
    await until('conflict');
    store.takeTheirs(ID);
    expect([edited().profile.greeting, edited().save.name]).toEqual(['theirs again', 'saved']);
  });
});

describe('a draft that only another console writes', () => {
  it('is shown as it is there', async () => {
    script.theySave({ greeting: 'theirs' });
    await store.load();
    await expect.poll(() => edited().profile.greeting).toBe('theirs');
    expect(edited().save.name).toBe('saved');
  });

  it('is no conflict when both wrote the same', async () => {
    script.theySave({ greeting: 'same' });
    store.edit(ID, { greeting: 'same' });
    elapse(500);
    await until('saved');
    expect(script.saved).toEqual([]);
  });
});

describe('an agent', () => {
  it('is published as it is written, saved or not', async () => {
    store.edit(ID, { greeting: 'Good day.' });
    expect(await store.publish(ID)).toBeNull();
    expect(script.agent).toMatchObject({ greeting: 'Good day.', version: DEFAULT_AGENT.version + 1 });
    expect(edited().record.published).toMatchObject({ version: DEFAULT_AGENT.version + 1 });
  });

  it('tells why it was not published', async () => {
    script.refusal = 'cannot-publish';
    expect(await store.publish(ID)).toMatchObject({
      code: 'cannot-publish',
      problems: [{ where: 'name', sentence: 'No.' }],
    });
  });

  it('is let go of when it was removed, here or elsewhere', async () => {
    expect(await store.remove(ID)).toBeNull();
    expect(store.get().edited.size).toBe(0);
    expect(store.get().refused.get(ID)?.code).toBe('no-such-agent');
    expect(store.get().library?.agents).toEqual([]);
  });

  it('answers a line from when the main process says so', async () => {
    expect(await store.assign('+14155550134', ID)).toBeNull();
    expect(store.get().library?.lines).toEqual({ '+14155550134': ID });
    script.refusal = 'never-published';
    expect(await store.assign('+14155550134', ID)).toMatchObject({ code: 'never-published' });
  });
});
