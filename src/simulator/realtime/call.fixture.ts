import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket, type ClientOptions } from 'ws';
import { loadClips } from '../clips/clips';
import { startRealtimeSimulator, type RealtimeSimulator, type RealtimeSimulatorOptions } from './realtime-simulator';

/** An unchecked server event. */
export type RawEvent = Readonly<Record<string, unknown>> & { readonly type: string };

/** A client that parses JSON and knows nothing of the protocol, for tests that must see every byte. */
export interface RawClient {
  readonly events: readonly RawEvent[];
  readonly socket: WebSocket;
  send(event: unknown): void;
  /** Appends µ-law in 20 ms frames, as fast as the socket takes them. */
  say(...audio: readonly Buffer[]): void;
  /** The first event from `since` on that passes the test, waiting for it if need be. Each event is tested once. */
  until(test: string | ((event: RawEvent) => boolean), since?: number): Promise<RawEvent>;
  /** Resolves with the close code and reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

const FRAME_BYTES = 160;

/** Opens a socket; rejects if the upgrade is refused. */
export async function openRawClient(url: string, options: ClientOptions = {}): Promise<RawClient> {
  const headers = { Authorization: 'Bearer sk-test', ...options.headers };
  const socket = new WebSocket(url, { perMessageDeflate: false, ...options, headers });
  const events: RawEvent[] = [];
  const waiters = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    try {
      events.push(JSON.parse(data.toString('utf8')) as RawEvent);
    } catch {
      events.push({ type: 'not-json' });
    }
    for (const wake of waiters) wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }));
  });
  await once(socket, 'open');
  socket.on('error', () => socket.terminate());
  const send = (event: unknown): void => socket.send(typeof event === 'string' ? event : JSON.stringify(event));
  return {
    events,
    socket,
    closed,
    send,
    say(...audio) {
      const bytes = Buffer.concat(audio);
      for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
        const frame = bytes.toString('base64', at, Math.min(bytes.length, at + FRAME_BYTES));
        send({ type: 'input_audio_buffer.append', audio: frame });
      }
    },
    until(test, since = 0) {
      const passes = typeof test === 'string' ? (event: RawEvent) => event.type === test : test;
      return new Promise((resolve) => {
        let at = since;
        const look = (): void => {
          for (let event = events[at]; event; event = events[at]) {
            at += 1;
            if (!passes(event)) continue;
            waiters.delete(look);
            resolve(event);
            return;
          }
        };
        waiters.add(look);
        look();
      });
    },
  };
}

/** The app's own clips. */
export const clips = loadClips(fileURLToPath(new URL('../../../resources/clips', import.meta.url)));
const simulators: RealtimeSimulator[] = [];
/** µ-law silence. */
export const silence = (ms: number): Buffer => Buffer.alloc(ms * 8, 0xff);

/** A model that answers at once. */
export const QUICK = { thinkingMs: 5, timesRealTime: 200, lateDeltaMs: 2, transcriptionMs: 5 };
const tool = (name: string): object => ({
  type: 'function',
  name,
  description: name,
  parameters: { type: 'object', properties: {} },
});

/** Options of the simulator and the session's first configuration. */
export interface Setup extends Partial<RealtimeSimulatorOptions> {
  readonly session?: object;
  readonly detection?: object | null;
}

/** Starts a simulator, which ends with the test, and connects one session set up for the telephone. */
export async function call({ session, detection, ...options }: Setup = {}) {
  const simulator = await startRealtimeSimulator({ clips, pace: QUICK, ...options });
  simulators.push(simulator);
  const client = await openRawClient(`${simulator.url}?model=gpt-realtime-2.1`);
  const turnDetection = detection === undefined ? { type: 'server_vad', silence_duration_ms: 500 } : detection;
  client.send({
    type: 'session.update',
    session: {
      type: 'realtime',
      instructions: 'You answer the phone.',
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          transcription: { model: 'gpt-transcribe' },
          turn_detection: turnDetection,
        },
        output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
      },
      tools: [tool('lookup_order'), tool('refund_order'), tool('end_call')],
      ...session,
    },
  });
  await client.until('session.updated');
  const [heard] = simulator.sessions;
  if (!heard) throw new Error('The session was not opened.');
  return { client, session: heard };
}

/** Says a clip with silence before it and enough after it to end the turn. */
export const sayClip = (client: RawClient, name: string): void =>
  client.say(silence(200), clips.audio(name), silence(700));
/** The event types in order, consecutive repeats collapsed into one. */
export const typesOf = (events: readonly RawEvent[]): readonly string[] =>
  events.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1]);
/** All of the model's audio, concatenated. */
export const audioOf = (events: readonly RawEvent[]): Buffer =>
  Buffer.concat(
    events
      .filter(({ type }) => type === 'response.output_audio.delta')
      .map((event) => Buffer.from(String(event['delta']), 'base64')),
  );
/** The value at a path of keys, or undefined. */
export const field = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value);

/** Closes every simulator that `call` started. */
export async function hangUpAll(): Promise<void> {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.close()));
}
