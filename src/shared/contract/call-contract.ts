import { oc } from '@orpc/contract';
import { z } from 'zod';
import { TOOL_KINDS } from '../call/events/tool';
import { refusal, verdict } from './failures';

const callId = z.string().min(1).max(128);

/** Moments at which a call can be ended: at once, or after the agent's last words. */
export const END_MOMENTS = ['now', 'after-words'] as const;

export type EndMoment = (typeof END_MOMENTS)[number];

const functionInCall = z.object({ name: z.string(), kind: z.enum(TOOL_KINDS), isOn: z.boolean() });

/** Console API for one call, its agent and its tools. */
export const callContract = {
  /** `after-words`: what the agent is saying is heard to its end first, and nothing new is begun. */
  end: oc.input(z.object({ callId, when: z.enum(END_MOMENTS).default('now') })).output(verdict),
  /** Dismisses what an ended call left to do, on every console. */
  dismiss: oc.input(z.object({ callId })).output(verdict),
  /** Stops what the caller has not heard yet: clears the phone, cancels the response, truncates exactly. */
  stopWords: oc.input(z.object({ callId })).output(verdict),
  answerTool: oc
    .input(z.object({ callId, toolCallId: z.string().min(1).max(128), output: z.string().max(65_536) }))
    .output(verdict),
  /** Runs a tool call that waits for approval. `digest` (`approvalDigest`) says exactly what was approved. */
  approveTool: oc
    .input(z.object({ callId, toolCallId: z.string().min(1).max(128), digest: z.string().regex(/^[0-9a-f]{64}$/) }))
    .output(verdict),
  /** Functions of the call's agent; `isOn`: the agent may use it now. */
  functions: oc
    .input(z.object({ callId }))
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), functions: z.array(functionInCall).readonly() }),
        refusal,
      ]),
    ),
  /** Switches a function off, or on again, for this call alone. */
  switchFunction: oc.input(z.object({ callId, name: z.string().min(1).max(64), isOn: z.boolean() })).output(verdict),
  rejectTool: oc
    .input(z.object({ callId, toolCallId: z.string().min(1).max(128), reason: z.string().max(500) }))
    .output(verdict),
};
