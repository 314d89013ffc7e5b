import { oc } from '@orpc/contract';
import { z } from 'zod';
import { agentId } from '../agent/agent-library';
import { MAX_WORDS_CHARS } from '../call/events/operator';
import { verdict } from './failures';

/** Reasons for refusing a practice call. Each has a paragraph in docs/failures.md. */
export const PRACTICE_REFUSALS = [
  'no-such-agent',
  'draft-not-usable',
  'no-headset',
  'already-practising',
  'too-many-practising',
  'practice-not-possible',
] as const;

export type PracticeRefusal = (typeof PRACTICE_REFUSALS)[number];

/**
 * Models that answer a practice call. `real`: the agent's own, with the stored key. `simulated`: needs no key and understands
 * little.
 */
const PRACTICE_MODELS = ['real', 'simulated'] as const;

export type PracticeModel = (typeof PRACTICE_MODELS)[number];

const callId = z.string().min(1).max(128);
/** Headset of one console: the id its audio channel was opened with. */
const headsetId = z.string().min(8).max(64);

/** Refusal of a practice call. `problems`: what is wrong with the draft, and where. */
const refused = z.object({
  ok: z.literal(false),
  code: z.enum(PRACTICE_REFUSALS),
  problems: z.array(z.object({ where: z.string(), sentence: z.string() })).readonly(),
});

const placed = z.object({
  ok: z.literal(true),
  callId,
  model: z.enum(PRACTICE_MODELS),
});

/** Console API for calling an agent without a phone. */
export const practiceContract = {
  /**
   * Calls the saved draft of an agent. This headset is the caller's phone until the call is over or the headset is gone. It
   * speaks in frames of its own kind, and hears the call by `operator.listen`.
   */
  call: oc.input(z.object({ agentId, headsetId })).output(z.discriminatedUnion('ok', [placed, refused])),
  /** Hangs up as the caller. */
  hangUp: oc.input(z.object({ headsetId })).output(z.void()),
  /**
   * Starts a conversation in writing with the saved draft of an agent. `call.end` ends it, and so does a long time without
   * writing.
   */
  beginText: oc.input(z.object({ agentId })).output(z.discriminatedUnion('ok', [placed, refused])),
  /** Sends text as the caller. The agent's answer arrives in the feed. */
  write: oc.input(z.object({ callId, text: z.string().trim().min(1).max(MAX_WORDS_CHARS) })).output(verdict),
};
