import { oc } from '@orpc/contract';
import { z } from 'zod';
import { TOOL_KINDS } from '../call/events/tool';
import { FAILURE_CODES } from './failures';
import { verdict } from './verdict';

const callId = z.string().min(1).max(128);

/** When a call that is to end ends. */
export const END_MOMENTS = ['now', 'after-words'] as const;

export type EndMoment = (typeof END_MOMENTS)[number];

const functionInCall = z.object({ name: z.string(), kind: z.enum(TOOL_KINDS), isOn: z.boolean() });

/** The part of the console API that is about one call, its agent and its tools. */
export const callContract = {
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
};
