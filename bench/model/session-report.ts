import { z } from 'zod';
import type { RealtimeSession } from '../../src/simulator/realtime/realtime-session';

const Added = z.object({ item: z.object({ id: z.string(), type: z.literal('message') }) });
const Delta = z.object({ item_id: z.string(), audioBytes: z.number() });
const Truncate = z.object({ item_id: z.string(), audio_end_ms: z.number() });
const Failure = z.object({ error: z.object({ code: z.string().nullable() }) });

/** Figures of one session of the simulated model. Times are on the monotonic clock. */
export interface SessionReport {
  readonly speechStartedAtMs: readonly number[];
  /** The agent's items in order: audio sent, and where the bridge cut it; null if it did not. */
  readonly items: readonly { readonly sentMs: number; readonly cutAtMs: number | null }[];
  /** Codes of the events the model refused. */
  readonly refusals: readonly string[];
}

/** Extracts the figures from a session's wire log. */
export function sessionReport({ log }: RealtimeSession): SessionReport {
  const items = new Map<string, { sentMs: number; cutAtMs: number | null }>();
  const speechStartedAtMs: number[] = [];
  const refusals: string[] = [];
  for (const { type, event, atMs } of log.entries) {
    switch (type) {
      case 'input_audio_buffer.speech_started':
        speechStartedAtMs.push(atMs);
        break;
      case 'response.output_item.added': {
        const added = Added.safeParse(event);
        if (added.success) items.set(added.data.item.id, { sentMs: 0, cutAtMs: null });
        break;
      }
      case 'response.output_audio.delta': {
        const { item_id, audioBytes } = Delta.parse(event);
        const item = items.get(item_id);
        if (item !== undefined) item.sentMs += audioBytes / 8;
        break;
      }
      case 'conversation.item.truncate': {
        const { item_id, audio_end_ms } = Truncate.parse(event);
        const item = items.get(item_id);
        if (item !== undefined) item.cutAtMs = audio_end_ms;
        break;
      }
      case 'error':
        refusals.push(Failure.parse(event).error.code ?? 'unknown');
        break;
    }
  }
  return { speechStartedAtMs, items: [...items.values()], refusals };
}
