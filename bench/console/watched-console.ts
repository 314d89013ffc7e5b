import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Recorded } from '../../src/shared/call/events';
import type { contract } from '../../src/shared/contract/contract';

/** Number of messages after which to acknowledge, as the page does; a part of a snapshot is acknowledged by itself. */
const MANY = 8;
const PACE_MS = 10;
const FEED_ID = 'bench-feed-0001';
const Opened = z.object({ csrf: z.string() });

/** The console API as the page calls it. */
export type ConsoleClient = ContractRouterClient<typeof contract>;

/** A console that reads everything, as an open window does. */
export interface WatchedConsole {
  /** Number of events and levels received so far. */
  readonly told: { readonly events: number; readonly levels: number };
  readonly client: ConsoleClient;
  /** Opens another console in the same browser, which asks for its feed and then reads nothing. */
  openDeaf(): Promise<void>;
  close(): void;
}

type Told = { events: number; levels: number };

/** Opens the console's one-time link as the page does, then reads and acknowledges its feed. `see` gets each event of it. */
export async function watchConsole(link: string, see: (event: Recorded) => void = ignore): Promise<WatchedConsole> {
  const url = new URL(link);
  const token = new URLSearchParams(url.hash.slice(1)).get('t');
  const opened = await fetch(`${url.origin}/session`, {
    method: 'POST',
    headers: { origin: url.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const { csrf } = Opened.parse(await opened.json());
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const sockets: WebSocket[] = [];
  const open = async (): Promise<{ socket: WebSocket; client: ConsoleClient }> => {
    const socket = new WebSocket(`ws://${url.host}/console`, { headers: { origin: url.origin, cookie } });
    sockets.push(socket);
    await once(socket, 'open');
    socket.on('error', ignore);
    socket.send(csrf);
    return { socket, client: createORPCClient(new RPCLink({ websocket: socket as never })) };
  };
  const { socket, client } = await open();
  const told: Told = { events: 0, levels: 0 };
  void read(client, told, see).catch((error: unknown) => {
    if (socket.readyState === WebSocket.OPEN) throw error;
  });
  return {
    told,
    client,
    openDeaf: async () => {
      const deaf = await open();
      void deaf.client.console.feed({ feedId: `deaf-feed-${String(sockets.length)}` }).catch(ignore);
      await setTimeout(PACE_MS);
      deaf.socket.pause();
    },
    close: () => {
      for (const each of sockets) each.terminate();
    },
  };
}

function ignore(): void {
  // Nothing is to be done about it.
}

async function read(client: ConsoleClient, told: Told, see: (event: Recorded) => void): Promise<void> {
  let read = 0;
  let unsaid = 0;
  let acknowledging: Promise<void> | undefined;
  const acknowledge = async (): Promise<void> => {
    while (unsaid >= MANY) {
      unsaid = 0;
      await Promise.all([client.console.acknowledge({ feedId: FEED_ID, batch: read }), setTimeout(PACE_MS)]);
    }
    acknowledging = undefined;
  };
  for await (const message of await client.console.feed({ feedId: FEED_ID })) {
    if (message.type === 'events') {
      told.events += message.events.length;
      for (const event of message.events) see(event);
    }
    if (message.type === 'levels') told.levels += 1;
    read = message.batch;
    unsaid += message.type === 'snapshot' ? MANY : 1;
    acknowledging ??= acknowledge().catch(() => undefined);
  }
}
