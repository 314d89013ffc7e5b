import { oc } from '@orpc/contract';
import { z } from 'zod';
import { agentId } from '../agent/agent-library';
import { MAX_WORDS_CHARS } from '../call/events/operator';
import { verdict } from './verdict';

/** Why there is no practice call. Each has a paragraph in docs/failures.md. */
export const PRACTICE_REFUSALS = [
  'no-such-agent',
  'draft-not-usable',
  'no-headset',
  'already-practising',
  'too-many-practising',
  'practice-not-possible',
] as const;

export type PracticeRefusal = (typeof PRACTICE_REFUSALS)[number];

/** Who answers: the model of the agent, with the key there is; or a simulated one, which needs none and understands little. */
const PRACTICE_MODELS = ['real', 'simulated'] as const;

export type PracticeModel = (typeof PRACTICE_MODELS)[number];

const callId = z.string().min(1).max(128);
/** The headset of one console: the id its audio channel was opened with. */
const headsetId = z.string().min(8).max(64);

/** `problems`: what is wrong with the draft, and where. */
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

/** The part of the console API that is about calling an agent without a phone. */
export const practiceContract = {
  /**
   * Calls the saved draft of an agent; the caller's phone is this headset, until the call is over or the headset gone. It
   * speaks in frames of its own kind, and hears the call by `operator.listen`.
   */
  call: oc.input(z.object({ agentId, headsetId })).output(z.discriminatedUnion('ok', [placed, refused])),
  /** The caller hangs up. */
  hangUp: oc.input(z.object({ headsetId })).output(z.void()),
  /** A conversation in writing with the saved draft of an agent; `call.end` ends it, and so does nobody's writing for long. */
  rehearse: oc.input(z.object({ agentId })).output(z.discriminatedUnion('ok', [placed, refused])),
  /** What a caller would say; what the agent answers is told by the feed. */
  write: oc.input(z.object({ callId, text: z.string().trim().min(1).max(MAX_WORDS_CHARS) })).output(verdict),
};
