import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_WORDS_CHARS, MICROPHONES, OPERATOR_LOSSES } from '../call/events/operator';
import { verdict } from './verdict';

const callId = z.string().min(1).max(128);
/** The headset of one console: the id its audio channel was opened with. */
const headsetId = z.string().min(8).max(64);
const words = z.string().trim().min(1).max(MAX_WORDS_CHARS);

/** What an operator does to a call while it is on. What becomes of it is told by the feed. */
export const operatorContract = {
  /** A private instruction to the agent; it waits for a running response. */
  whisper: oc.input(z.object({ callId, text: words, spoken: z.boolean().default(false) })).output(verdict),
  /** The agent says exactly this, after what it is saying now. */
  say: oc.input(z.object({ callId, text: words })).output(verdict),
  /** The caller hears this headset's microphone instead of the agent. */
  takeOver: oc.input(z.object({ callId, headsetId, microphone: z.enum(MICROPHONES) })).output(verdict),
  muteMyself: oc.input(z.object({ callId, muted: z.boolean() })).output(verdict),
  /** The page noticed that its microphone is gone, or is back. Refused unless this headset has the floor. */
  microphoneLost: oc.input(z.object({ callId, headsetId, loss: z.enum(OPERATOR_LOSSES).nullable() })).output(verdict),
  /** What was said since the operator took over, for the agent; by the model, or the raw lines when it cannot. */
  draftBrief: oc
    .input(z.object({ callId }))
    .output(z.object({ text: z.string().max(MAX_WORDS_CHARS), by: z.enum(['model', 'lines']) })),
  handBack: oc
    .input(z.object({ callId, brief: z.string().trim().max(MAX_WORDS_CHARS), speaksFirst: z.boolean() }))
    .output(verdict),
  /** The caller hears hold audio, the agent is quiet; `false` gives the floor back to whoever had it. */
  hold: oc.input(z.object({ callId, held: z.boolean() })).output(verdict),
  /** The caller hears nobody; the agent goes on listening. */
  muteAgent: oc.input(z.object({ callId, muted: z.boolean() })).output(verdict),
  /** Tones the other end hears, in-band. */
  pressKeys: oc.input(z.object({ callId, digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) })).output(verdict),
  /** Which call this headset hears; null: none. Leaving a call never ends it. */
  listen: oc.input(z.object({ headsetId, callId: callId.nullable() })).output(verdict),
};
