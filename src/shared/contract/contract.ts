import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { RecordedSchema } from '../call/events';
import { TOOL_KINDS } from '../call/events/tool';
import { agentContract } from './agent-contract';
import { dictationContract } from './dictation-contract';
import { FAILURE_CODES } from './failures';
import { keyContract } from './key-contract';
import { lineContract } from './line-contract';
import { operatorContract } from './operator-contract';
import { practiceContract } from './practice-contract';
import { setupContract } from './setup-contract';
import { SnapshotPartSchema } from './snapshot';
import { toolContract } from './tool-contract';
import { transferContract } from './transfer-contract';
import { verdict } from './verdict';

const callId = z.string().min(1).max(128);

/** When a call that is to end ends. */
export const END_MOMENTS = ['now', 'after-words'] as const;

export type EndMoment = (typeof END_MOMENTS)[number];

const functionInCall = z.object({ name: z.string(), kind: z.enum(TOOL_KINDS), isOn: z.boolean() });

/** What a feed yields: parts of a snapshot, then events; levels now and then, as `packLevels` has them. `batch` counts messages from 1, for `acknowledge`. */
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
    /** A snapshot, then every event after it. A reader that does not acknowledge is dropped to a new snapshot. */
    feed: oc.input(z.object({ feedId: z.string().min(8).max(64) })).output(eventIterator(FeedMessageSchema)),
    /** Says how far a feed was read, so that the sender never runs more than a window ahead. */
    acknowledge: oc
      .input(z.object({ feedId: z.string().min(8).max(64), batch: z.number().int().positive() }))
      .output(z.void()),
  },
  call: {
    /** `after-words`: what the agent is saying is heard to its end first, and nothing more is begun. */
    end: oc.input(z.object({ callId, when: z.enum(END_MOMENTS).default('now') })).output(verdict),
    /** Silences what the caller has not heard yet: clear, cancel, exact truncation. */
    stopWords: oc.input(z.object({ callId })).output(verdict),
    answerTool: oc
      .input(z.object({ callId, toolCallId: z.string().min(1).max(128), output: z.string().max(65_536) }))
      .output(verdict),
    /** Lets a tool call run that waits for approval: exactly what `digest` (`approvalDigest`) stands for. */
    approveTool: oc
      .input(z.object({ callId, toolCallId: z.string().min(1).max(128), digest: z.string().regex(/^[0-9a-f]{64}$/) }))
      .output(verdict),
    /** What the agent of a call may use now. */
    functions: oc
      .input(z.object({ callId }))
      .output(
        z.discriminatedUnion('ok', [
          z.object({ ok: z.literal(true), functions: z.array(functionInCall).readonly() }),
          z.object({ ok: z.literal(false), code: z.enum(FAILURE_CODES) }),
        ]),
      ),
    /** Switches a function off, or on again, for this call alone. */
    switchFunction: oc.input(z.object({ callId, name: z.string().min(1).max(64), isOn: z.boolean() })).output(verdict),
    rejectTool: oc
      .input(z.object({ callId, toolCallId: z.string().min(1).max(128), reason: z.string().max(500) }))
      .output(verdict),
  },
  operator: { ...operatorContract, ...transferContract },
  dictation: dictationContract,
  line: lineContract,
  key: keyContract,
  setup: setupContract,
  agent: agentContract,
  tool: toolContract,
  practice: practiceContract,
};
