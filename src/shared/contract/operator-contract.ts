import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_WORDS_CHARS, MICROPHONES, OPERATOR_LOSSES } from '../call/events/operator';
import { verdict } from './verdict';

const callId = z.string().min(1).max(128);
/** Headset of one console: the id its audio channel was opened with. */
const headsetId = z.string().min(8).max(64);
const words = z.string().trim().min(1).max(MAX_WORDS_CHARS);

/** Console API for an operator's acts during a call. Their results arrive in the feed. */
export const operatorContract = {
  /** Gives the agent a private instruction; it waits for a running response. */
  whisper: oc.input(z.object({ callId, text: words, spoken: z.boolean().default(false) })).output(verdict),
  /** Makes the agent say exactly this, after what it is saying now. */
  say: oc.input(z.object({ callId, text: words })).output(verdict),
  /** Gives this headset the floor: the caller hears its microphone instead of the agent. */
  takeOver: oc.input(z.object({ callId, headsetId, microphone: z.enum(MICROPHONES) })).output(verdict),
  muteMyself: oc.input(z.object({ callId, muted: z.boolean() })).output(verdict),
  /** Reports that the page's microphone is gone, or back (null). Refused unless this headset has the floor. */
  microphoneLost: oc.input(z.object({ callId, headsetId, loss: z.enum(OPERATOR_LOSSES).nullable() })).output(verdict),
  /**
   * Drafts a brief for the agent from what was said since the operator took over. The model writes it; when it cannot, the text
   * is the raw lines.
   */
  draftBrief: oc
    .input(z.object({ callId }))
    .output(z.object({ text: z.string().max(MAX_WORDS_CHARS), by: z.enum(['model', 'lines']) })),
  handBack: oc
    .input(z.object({ callId, brief: z.string().trim().max(MAX_WORDS_CHARS), speaksFirst: z.boolean() }))
    .output(verdict),
  /** Puts the caller on hold: hold audio plays and the agent is quiet. `false` returns the floor to whoever had it. */
  hold: oc.input(z.object({ callId, held: z.boolean() })).output(verdict),
  /** Mutes the agent: the caller hears nobody, and the agent goes on listening. */
  muteAgent: oc.input(z.object({ callId, muted: z.boolean() })).output(verdict),
  /** Plays keypad tones in-band, for the other end to hear. */
  pressKeys: oc.input(z.object({ callId, digits: z.string().regex(/^[0-9A-D*#]{1,32}$/) })).output(verdict),
  /** Chooses the call this headset hears; null: none. Leaving a call never ends it. */
  listen: oc.input(z.object({ headsetId, callId: callId.nullable() })).output(verdict),
};
