import type { WebSocket } from 'ws';
import { z } from 'zod';
import { fitsRequest, MAX_REQUEST_BYTES, tooLargeAnswer } from '../../../shared/contract/request-limit';
import { createRate } from '../../../shared/std/rate';
import { parsedJson } from '../../../shared/std/guards';
import type { Clock, Dispose } from '../../ports/ports';
import type { AudioChannels } from '../../ports/ports-headset';

/**
 * Cut-off for unsent bytes of a slow reader, which comes back to a fresh snapshot: a feed's window, and the largest answer, an
 * exported agent.
 */
const MAX_WAITING_BYTES = 2 * 1024 * 1024 + MAX_REQUEST_BYTES;

/** Rate limit of a page's messages: a burst, and a steady rate. */
const MAX_BURST_MESSAGES = 400;
const MAX_MESSAGES_PER_SECOND = 200;

/** Interval of pings; a reader that answers none within it is gone; ms. */
const PING_EVERY_MS = 15_000;

/** Schema of the messages oRPC's server peer accepts silently; it prints those it cannot read. */
const RequestSchema = z.object({
  i: z.string().min(1).max(64),
  t: z.number().int().min(1).max(4).optional(),
  p: z.unknown().optional(),
});

const CallSchema = z.object({
  u: z.string().startsWith('/').max(256),
  h: z.record(z.string(), z.string()).optional(),
  m: z.literal('POST').optional(),
  b: z.unknown().optional(),
});

/** The part of a WebSocket that oRPC's handler uses. */
export interface GuardedSocket {
  addEventListener(type: string, listener: (event: { readonly data: string }) => void): void;
  send(data: string): void;
}

interface GuardOptions {
  readonly socket: WebSocket;
  readonly clock: Clock;
  readonly onRefused: (reason: string) => void;
}

/**
 * Guards a socket for the API's handler: only whole, well-formed text at a bounded rate gets in. A reader that falls
 * too far behind or does not answer is cut off.
 */
export function guardSocket({ socket, clock, onRefused }: GuardOptions): GuardedSocket {
  const hasRoom = createRate(() => clock.nowMs(), MAX_BURST_MESSAGES, MAX_MESSAGES_PER_SECOND);
  keepAlive(socket, clock);

  function refuse(code: number, reason: string): void {
    onRefused(reason);
    socket.close(code);
  }

  /** Refuses a request that is too large; the connection stays. */
  function refuseOne(text: string): void {
    const answer = tooLargeAnswer(text);
    if (answer === undefined) {
      refuse(1009, 'too-large');
      return;
    }
    onRefused('too-large');
    socket.send(answer);
  }

  return {
    addEventListener: (type, listener) => {
      if (type === 'close') socket.on('close', () => listener({ data: '' }));
      if (type !== 'message') return;
      socket.on('message', (data: Buffer, isBinary) => {
        if (socket.readyState !== socket.OPEN) return;
        const text = data.toString('utf8');
        if (isBinary) refuse(1003, 'binary');
        else if (!hasRoom()) refuse(1008, 'rate');
        else if (!fitsRequest(text)) refuseOne(text);
        else if (!isRequest(text)) refuse(1007, 'malformed');
        else listener({ data: text });
      });
    },
    send: (data) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(data);
      if (socket.bufferedAmount <= MAX_WAITING_BYTES) return;
      onRefused('slow-reader');
      socket.terminate();
    },
  };
}

/**
 * Cut-off for unsent bytes, 4 s of audio. The channel stops long before, so a socket with more is not being read at
 * all.
 */
const MAX_WAITING_AUDIO_BYTES = 64 * 1024;

interface AudioSocketOptions {
  readonly socket: WebSocket;
  readonly channels: AudioChannels;
  readonly clock: Clock;
  readonly onRefused: (reason: string) => void;
}

/** Connects a page's proven audio socket to the audio channels. */
export function serveAudioSocket({ socket, channels, clock, onRefused }: AudioSocketOptions): void {
  keepAlive(socket, clock);
  const listener = channels.open({
    send: (message) => {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(message);
      if (socket.bufferedAmount <= MAX_WAITING_AUDIO_BYTES) return;
      onRefused('slow-reader');
      socket.terminate();
    },
    close: () => socket.close(1008),
  });
  socket.on('message', (data: Buffer, isBinary) => listener.onMessage(isBinary ? data : data.toString('utf8')));
  socket.on('close', () => listener.onClosed());
}

function isRequest(text: string): boolean {
  const request = RequestSchema.safeParse(parsedJson(text));
  if (!request.success) return false;
  return (request.data.t ?? 1) !== 1 || CallSchema.safeParse(request.data.p).success;
}

/** Terminates the socket when pings go unanswered. */
function keepAlive(socket: WebSocket, clock: Clock): void {
  let isAnswered = true;
  let next: Dispose;
  const ping = (): void => {
    if (!isAnswered) {
      socket.terminate();
      return;
    }
    isAnswered = false;
    socket.ping();
    next = clock.after(PING_EVERY_MS, ping);
  };
  next = clock.after(PING_EVERY_MS, ping);
  socket.on('pong', () => (isAnswered = true));
  socket.on('close', () => next());
}
