import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { EMPTY_CONSOLE, reduceConsole, type ConsoleState } from '../../shared/call/console';
import type { contract, FeedMessage } from '../../shared/contract/contract';
import { withSnapshotPart } from '../../shared/contract/snapshot';
import type { Calls } from '../ports/ports-operator';
import {
  createBareConsole,
  createKeptCalls,
  createKeptLog,
  createMemoryJournal,
  opened,
  RANG,
  REAL_CLOCK,
  said,
} from './console.fixture';
import { WINDOW_MESSAGES } from './feed/feed';
import { createConsoleProjection } from './feed/console-projection';
import { createDismissal } from './handlers/on-call';
import { createConsoleRouter, type ConsoleRouter } from './router';

type Client = ContractRouterClient<typeof contract>;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function overSocket(
  router: ConsoleRouter,
): Promise<{ client: Client; socket: WebSocket; disconnect: () => void }> {
  const handler = new SocketHandler(router);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  cleanups.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  server.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    void handler.upgrade(socket);
  });
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  const link = new SocketLink({ websocket: socket as never });
  return { client: createORPCClient(link), socket, disconnect: () => socket.terminate() };
}

async function overPort(router: ConsoleRouter): Promise<{ client: Client; disconnect: () => void }> {
  const { port1, port2 } = new MessageChannel();
  cleanups.push(() => port1.close());
  new PortHandler(router).upgrade(port1);
  port1.start();
  const link = new PortLink({ port: port2 as never });
  port2.start();
  return { client: createORPCClient(link), disconnect: () => port2.close() };
}

function setUp(calls: Calls = createKeptCalls().calls) {
  const journal = createMemoryJournal();
  const projection = createConsoleProjection(journal, []);
  const kept = createKeptLog();
  const router = createConsoleRouter({
    about: { version: '0.1.0', mode: 'served', demo: false },
    ...createKeptCalls(),
    calls,
    dismissCall: createDismissal(journal, projection),
    ...createBareConsole(),
    projection,
    levels: () => [],
    clock: REAL_CLOCK,
    log: kept.log,
  });
  return { journal, projection, router, kept };
}

/** Reads and acknowledges a feed until the state is as wanted. */
async function readUntil(
  client: Client,
  feedId: string,
  isWanted: (state: ConsoleState) => boolean,
  from: AsyncIterable<FeedMessage>,
): Promise<{ state: ConsoleState; messages: readonly FeedMessage[] }> {
  let state = EMPTY_CONSOLE;
  const messages: FeedMessage[] = [];
  for await (const message of from) {
    messages.push(message);
    void client.console.acknowledge({ feedId, batch: message.batch }).catch(() => undefined);
    if (message.type === 'snapshot') state = withSnapshotPart(state, message.part);
    if (message.type === 'events') state = message.events.reduce(reduceConsole, state);
    const isWhole = message.type !== 'snapshot' || message.part.last;
    if (isWhole && isWanted(state)) break;
  }
  return { state, messages };
}

describe.each([
  ['WebSocket', overSocket],
  ['MessagePort', overPort],
])('the console API over a %s', (_name, connect) => {
  it('says what it is, does what it is told, and refuses with a code', async () => {
    const { calls, done } = createKeptCalls();
    const { client } = await connect(setUp(calls).router);
    expect(await client.console.about()).toEqual({ version: '0.1.0', mode: 'served', demo: false });
    expect(await client.call.end({ callId: 'c1' })).toEqual({ ok: true });
    expect(await client.call.end({ callId: 'c1', when: 'after-words' })).toEqual({ ok: true });
    expect(await client.call.stopWords({ callId: 'over' })).toEqual({ ok: false, code: 'call-over' });
    await client.call.answerTool({ callId: 'c1', toolCallId: 't1', output: '{"state":"shipped"}' });
    await client.call.rejectTool({ callId: 'c1', toolCallId: 't1', reason: 'No' });
    expect(done).toEqual([
      ['end', 'c1', 'now'],
      ['end', 'c1', 'after-words'],
      ['answerTool', 'c1', 't1', '{"state":"shipped"}'],
      ['rejectTool', 'c1', 't1', 'No'],
    ]);
  });

  it('checks what it is given before any handler sees it, and quotes nothing back', async () => {
    const { calls, done } = createKeptCalls();
    const { client } = await connect(setUp(calls).router);
    const wrong = [
      client.call.end({ callId: '' }),
      client.call.end({ callId: 'secret'.repeat(100) }),
      client.call.end({ callId: { nested: 'secret' } } as never),
      client.call.end(undefined as never),
      client.call.answerTool({ callId: 'c', toolCallId: 't', output: 'secret'.repeat(20_000) }),
      client.console.acknowledge({ feedId: 'a', batch: 0 }),
    ];
    for (const answer of wrong) {
      const error: unknown = await answer.then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: 'BAD_REQUEST' });
      expect(JSON.stringify(error)).not.toMatch(/secret|callId|issues/);
    }
    expect(done).toEqual([]);
  });

  it('turns whatever is thrown into a bare code, and logs the procedure only', async () => {
    const fail = (): never => {
      throw new Error('Authorization: Bearer sk-secret');
    };
    const { router, kept } = setUp({ find: fail, end: fail });
    const { client } = await connect(router);
    const error: unknown = await client.call.end({ callId: 'c1' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(kept.codes).toEqual(['console.handler-threw']);
    expect(kept.facts).toEqual([{ procedure: 'call.end' }]);
  });

  it('gives a feed the snapshot, then events as they are recorded', async () => {
    const { journal, projection, router } = setUp();
    journal.record('c1', RANG);
    const { client } = await connect(router);
    const feed = await client.console.feed({ feedId: 'feed-one' });
    journal.record('c1', opened('a'));
    journal.record('c1', said('a', 'Hello'));
    const { state } = await readUntil(client, 'feed-one', ({ seq }) => seq === 3, feed);
    expect(state).toEqual(projection.state());
  });

  it('carries a call of 10,000 turns in parts, while it goes on', async () => {
    const { journal, projection, router } = setUp();
    journal.record('c1', RANG);
    for (let i = 0; i < 10_000; i++) journal.record('c1', opened(`item_${i}`));
    const { client } = await connect(router);
    const feed = await client.console.feed({ feedId: 'feed-long' });
    const wanted = journal.all.length + 20;
    const reading = readUntil(client, 'feed-long', ({ seq }) => seq >= wanted, feed);
    while (journal.all.length < wanted) {
      journal.record('c1', said('item_9999', 'more '));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { state, messages } = await reading;
    expect(state.calls.get('c1')?.turns).toHaveLength(10_000);
    expect(state).toEqual(journal.all.slice(0, state.seq).reduce(reduceConsole, EMPTY_CONSOLE));
    expect(projection.state().seq).toBe(journal.all.length);
    for (const message of messages) expect(JSON.stringify(message).length).toBeLessThan(256 * 1024);
  });

  it('lets go of the journal when the reader leaves and when the line drops', async () => {
    const { journal, router } = setUp();
    const { client, disconnect } = await connect(router);
    const before = journal.listeners();
    const leaving = await client.console.feed({ feedId: 'feed-leaving' });
    await leaving.next();
    await leaving.return();
    const dropping = await client.console.feed({ feedId: 'feed-dropping' });
    await dropping.next();
    disconnect();
    await expect.poll(() => journal.listeners()).toBe(before);
  });
});

describe('a reader over a WebSocket that does not read', () => {
  it('is sent no more than the window, and resynced when it reads again', async () => {
    const { journal, projection, router, kept } = setUp();
    journal.record('c1', RANG);
    journal.record('c1', opened('a'));
    const { client, socket } = await overSocket(router);
    const feed = await client.console.feed({ feedId: 'feed-slow' });
    await feed.next();
    let received = 0;
    socket.on('message', () => received++);
    socket.pause();
    for (let i = 0; i < 8000; i++) journal.record('c1', said('a', 'x'));
    await expect.poll(() => kept.codes).toEqual(['feed.resync']);
    socket.resume();
    const { state, messages } = await readUntil(client, 'feed-slow', ({ seq }) => seq === journal.all.length, feed);
    expect(state).toEqual(projection.state());
    expect(messages.some(({ type }) => type === 'snapshot')).toBe(true);
    expect(received).toBeLessThan(WINDOW_MESSAGES * 2);
  });
});
