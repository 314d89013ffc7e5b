import { fileURLToPath } from 'node:url';
import { loadClips } from '../clips/clips';
import { openRawClient, type RawClient, type RawEvent } from './raw-client';
import { startRealtimeSimulator, type RealtimeSimulator, type RealtimeSimulatorOptions } from './realtime-simulator';

/** The app's own clips. */
export const clips = loadClips(fileURLToPath(new URL('../../../resources/clips', import.meta.url)));
const simulators: RealtimeSimulator[] = [];
/** µ-law silence. */
export const silence = (ms: number): Buffer => Buffer.alloc(ms * 8, 0xff);

/** A model that answers at once. */
export const QUICK = { thinkingMs: 5, timesRealTime: 200, lateDeltaMs: 2, transcriptionMs: 5 };
const tool = (name: string): object => ({ type: 'function', name, description: name, parameters: { type: 'object' } });

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
