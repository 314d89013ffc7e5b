import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_WORDS_CHARS, MICROPHONES, OPERATOR_LOSSES } from '../call/events/operator';
import { DIAL_REFUSALS } from '../line/dial-refusal';
import { MACHINE_HANDLINGS } from '../line/machine-handling';
import { TRANSFER_WAYS } from '../tool/transfer-way';
import { verdict } from './failures';

const callId = z.string().min(1).max(128);
/** Headset of one console: the id its audio channel was opened with. */
const headsetId = z.string().min(8).max(64);
/** Console that other consoles know this operator by. Unlike a headset's id it opens nothing. */
const consoleId = z.string().min(8).max(64);
const words = z.string().trim().min(1).max(MAX_WORDS_CHARS);
/** Phone number as a person types it: spaces, brackets and dashes are ignored. What cannot be dialled is refused with a code. */
const number = z.string().trim().max(64);

/**
 * Console API for an operator's acts: during a call, on its transfer to a person, and for calls out from a line. Their results
 * arrive in the feed.
 */
export const operatorContract = {
  /** Gives the agent a private instruction; it waits for a running response. */
  whisper: oc.input(z.object({ callId, text: words, spoken: z.boolean().default(false) })).output(verdict),
  /** Makes the agent say exactly this, after what it is saying now. */
  say: oc.input(z.object({ callId, text: words })).output(verdict),
  /** Gives this headset the floor: the caller hears its microphone instead of the agent. */
  takeOver: oc.input(z.object({ callId, headsetId, consoleId, microphone: z.enum(MICROPHONES) })).output(verdict),
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
  /**
   * Transfers the caller to `to` after the agent's last words. `announced`: the person first hears `announcement`, or who is
   * calling when it is empty, and may decline. If the caller comes back, the agent goes on.
   */
  transfer: oc
    .input(
      z.object({
        callId,
        to: number,
        way: z.enum(TRANSFER_WAYS),
        announcement: z.string().trim().max(500).default(''),
      }),
    )
    .output(verdict),
  /**
   * Calls `to` from a live line. The agent speaks `opening` first, or its greeting when that is empty. A repeated request while
   * that call is on returns the same call. `onMachine`: `tell` by default. `detail`: the carrier's own code, where there is one.
   */
  dial: oc
    .input(
      z.object({
        from: number,
        to: number,
        agentId: z.string().max(64).optional(),
        opening: z.string().max(2000),
        onMachine: z.enum(MACHINE_HANDLINGS).optional(),
      }),
    )
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), callId }),
        z.object({ ok: z.literal(false), code: z.enum(DIAL_REFUSALS), detail: z.string().max(500) }),
      ]),
    ),
};
