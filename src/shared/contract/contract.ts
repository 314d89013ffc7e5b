import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { RecordedSchema } from '../call/events';
import { MAX_WORDS_CHARS } from '../call/events/operator';
import { agentContract } from './agent-contract';
import { callContract } from './call-contract';
import { refusal, verdict } from './failures';
import { keyContract } from './key-contract';
import { lineContract } from './line-contract';
import { operatorContract } from './operator-contract';
import { practiceContract } from './practice-contract';
import { setupContract } from './setup-contract';
import { SnapshotPartSchema } from './snapshot';
import { toolContract } from './tool-contract';

const headsetId = z.string().min(8).max(64);

/** Push-to-talk: what the operator says into the headset's audio channel comes back as text, and goes nowhere else. */
export const dictationContract = {
  /** From now on dictation frames of the headset are written down. `language`: ISO 639-1, a hint. */
  begin: oc.input(z.object({ headsetId, language: z.string().regex(/^[a-z]{2}$/) })).output(verdict),
  /** Everything said since `begin`. Takes up to ten seconds after the last word. */
  finish: oc
    .input(z.object({ headsetId }))
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), text: z.string().min(1).max(MAX_WORDS_CHARS) }),
        refusal,
      ]),
    ),
  /** Forgets what was said since `begin`. */
  cancel: oc.input(z.object({ headsetId })).output(verdict),
};

/**
 * Message of a feed. The parts of a snapshot come first, then events, with levels (`packLevels`) now and then. `batch` counts
 * messages from 1, for `acknowledge`.
 */
export const FeedMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), batch: z.number().int().positive(), part: SnapshotPartSchema }),
  z.object({ type: z.literal('events'), batch: z.number().int().positive(), events: z.array(RecordedSchema) }),
  z.object({ type: z.literal('levels'), batch: z.number().int().positive(), levels: z.string() }),
]);

export type FeedMessage = z.infer<typeof FeedMessageSchema>;

/** The console API: one contract, carried by a MessagePort on the desktop and by a WebSocket in serve mode. */
export const contract = {
  console: {
    about: oc.output(z.object({ version: z.string(), mode: z.enum(['desktop', 'served']), demo: z.boolean() })),
    /** Streams a snapshot, then every event after it. A reader that stops acknowledging gets a new snapshot later. */
    feed: oc.input(z.object({ feedId: z.string().min(8).max(64) })).output(eventIterator(FeedMessageSchema)),
    /** Reports how far a feed was read, so that the sender never runs more than a window ahead. */
    acknowledge: oc
      .input(z.object({ feedId: z.string().min(8).max(64), batch: z.number().int().positive() }))
      .output(z.void()),
  },
  call: callContract,
  operator: operatorContract,
  dictation: dictationContract,
  line: lineContract,
  key: keyContract,
  setup: setupContract,
  agent: agentContract,
  tool: toolContract,
  practice: practiceContract,
};
