import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../shared/contract/contract';

/** The console API as the page calls it. */
export type ConsoleClient = ContractRouterClient<typeof contract>;

/** An open audio channel: src/shared/audio/headset-wire.ts says what its messages are. */
export interface AudioPipe {
  /** Does nothing on one that is closed. */
  send(message: string | Uint8Array<ArrayBuffer>): void;
  /** Settles, and never rejects, when the other side is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

/** One open line to the main process. */
export interface Connection {
  readonly client: ConsoleClient;
  /** Opens the line's audio channel. Rejects when it cannot be had now; one at a time. */
  openAudio(onMessage: (message: string | Uint8Array) => void): Promise<AudioPipe>;
  /** Settles, and never rejects, when the other side is gone. */
  readonly closed: Promise<void>;
  close(): void;
}

/** How the page reaches the main process: a MessagePort on the desktop, a WebSocket in serve mode. */
export interface Transport {
  /** Rejects with `SessionOver` when trying again is no use, with anything else when it is. */
  open(signal: AbortSignal): Promise<Connection>;
}

/** The one-time link was used, or its session is over: only a new link helps. */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';
}
