import { ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../shared/contract/contract';
import { fitsRequest, REQUEST_TOO_LARGE } from '../../shared/contract/request-limit';

/** The console API as the page calls it. */
export type ConsoleClient = ContractRouterClient<typeof contract>;

/** Open audio channel; src/shared/audio/headset-wire.ts defines its messages. */
export interface AudioPipe {
  /** Sends a message; does nothing once the channel is closed. */
  send(message: string | Uint8Array<ArrayBuffer>): void;
  /** Settles, and never rejects, when the other side is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Open connection to the main process. */
export interface Connection {
  readonly client: ConsoleClient;
  /** Opens the audio channel of this connection, one at a time. Rejects when it cannot be had now. */
  openAudio(onMessage: (message: string | Uint8Array) => void): Promise<AudioPipe>;
  /** Settles, and never rejects, when the other side is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Transport from the page to the main process: a MessagePort on the desktop, a WebSocket in serve mode. */
export interface Transport {
  /** Opens a connection. Rejects with `SessionOver` when trying again is no use, with anything else when it is. */
  open(signal: AbortSignal): Promise<Connection>;
}

/** Thrown when the one-time link was used, or its session is over: only a new link helps. */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';
}

/** Throws oRPC's error of a request that is too large, before any of it is sent. */
export function assertFits(message: unknown): void {
  if (typeof message === 'string' && !fitsRequest(message)) throw new ORPCError(REQUEST_TOO_LARGE);
}
