import path from 'node:path';
import { sessionReport, type SessionReport } from './model/session-report';
import { answerParent } from './process/methods';
import { monotonicClock } from './process/monotonic-clock';
import { loadClips } from '../src/simulator/clips/clips';
import type { Utterance } from '../src/simulator/realtime/dialogue/dialogue';
import { watermark } from '../src/simulator/realtime/dialogue/watermark';
import type { Faults } from '../src/simulator/realtime/faults';
import { startRealtimeSimulator, type RealtimeSimulator } from '../src/simulator/realtime/realtime-simulator';
import type { Pace } from '../src/simulator/realtime/responses/session-context';

export interface ModelOptions {
  readonly port: number;
  /** Sessions that echo every frame and have no faults: all, none, or the first so many. */
  readonly echoes: boolean | number;
  /** Faults of the sessions that do not merely echo; of all when all do. */
  readonly faults?: Faults;
  readonly pace?: Partial<Pace>;
  /** Answers, in turn, of the sessions that do not echo, in place of `answersMs`. */
  readonly says?: readonly (readonly Utterance[])[];
  /** Lengths, in ms, of each answer's items; the answers repeat in order. */
  readonly answersMs: readonly (readonly number[])[];
}

const clips = loadClips(path.resolve('resources/clips'));
let model: RealtimeSimulator | undefined;

export const modelMethods = {
  start: async (options: ModelOptions): Promise<void> => {
    await model?.close();
    const { port, echoes, faults, pace, answersMs, says } = options;
    const steady = typeof echoes === 'number' ? echoes : 0;
    model = await startRealtimeSimulator({
      clips,
      port,
      echoes: typeof echoes === 'number' ? (session) => session < echoes : () => echoes,
      clock: monotonicClock,
      ...(pace === undefined ? {} : { pace }),
      ...(faults === undefined ? {} : { faults: (session: number) => (session < steady ? {} : faults) }),
      dialogue: (session) => {
        let answers = 0;
        let items = 0;
        return () => {
          const said = session < steady ? undefined : says?.[answers % says.length];
          if (said !== undefined) {
            answers += 1;
            return said;
          }
          const lengths = answersMs[answers % answersMs.length] ?? [1000];
          answers += 1;
          return lengths.map((ms) => {
            const audio = watermark(session, items % 16, ms);
            items += 1;
            return { say: `Item ${String(items)} of ${String(ms)} ms.`, audio };
          });
        };
      },
    });
  },
  /** Reports of the sessions, in the order in which they connected. */
  sessions: (): readonly SessionReport[] => (model?.sessions ?? []).map(sessionReport),
  /** Makes the newest session detect the caller's speech at once. */
  hearSpeech: (): void => {
    const event = { event_id: 'event_speech', audio_start_ms: 60_000, item_id: 'item_speech' };
    model?.sessions.at(-1)?.sendRaw(JSON.stringify({ type: 'input_audio_buffer.speech_started', ...event }));
  },
};

export type ModelMethods = typeof modelMethods;

answerParent(modelMethods);
