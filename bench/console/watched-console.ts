import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { contract } from '../../src/shared/contract/contract';

/** Number of messages after which to acknowledge, as the page does; a part of a snapshot is acknowledged by itself. */
const MANY = 8;
const PACE_MS = 10;
const FEED_ID = 'bench-feed-0001';
const Opened = z.object({ csrf: z.string() });

/** A console that reads everything, as an open window does. */
export interface WatchedConsole {
  /** Number of events and levels received so far. */
  readonly told: { readonly events: number; readonly levels: number };
  close(): void;
}

/** Opens the console's one-time link as the page does, then reads and acknowledges its feed. */
export async function watchConsole(link: string): Promise<WatchedConsole> {
  const url = new URL(link);
  const token = new URLSearchParams(url.hash.slice(1)).get('t');
  const opened = await fetch(`${url.origin}/session`, {
    method: 'POST',
    headers: { origin: url.origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  const { csrf } = Opened.parse(await opened.json());
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`ws://${url.host}/console`, { headers: { origin: url.origin, cookie } });
  await once(socket, 'open');
  socket.send(csrf);
  const client: ContractRouterClient<typeof contract> = createORPCClient(new RPCLink({ websocket: socket as never }));
  const told = { events: 0, levels: 0 };
  void read(client, told).catch((error: unknown) => {
    if (socket.readyState === WebSocket.OPEN) throw error;
  });
  return {
    told,
    close: () => socket.terminate(),
  };
}

async function read(
  client: ContractRouterClient<typeof contract>,
  told: { events: number; levels: number },
): Promise<void> {
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
    if (message.type === 'events') told.events += message.events.length;
    if (message.type === 'levels') told.levels += 1;
    read = message.batch;
    unsaid += message.type === 'snapshot' ? MANY : 1;
    acknowledging ??= acknowledge().catch(() => undefined);
  }
}
