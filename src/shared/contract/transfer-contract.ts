import { oc } from '@orpc/contract';
import { z } from 'zod';
import { TRANSFER_WAYS } from '../tool/transfer-way';
import { DIAL_REFUSALS } from '../line/dial-refusal';
import { verdict } from './verdict';

const callId = z.string().min(1).max(128);
/** Phone number as a person types it: spaces, brackets and dashes are ignored. What cannot be dialled is refused with a code. */
const number = z.string().trim().max(64);

/**
 * Console API for calls that leave Switchboard: transfers to a person, and calls out from a line. Their results arrive in the
 * feed.
 */
export const transferContract = {
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
   * that call is on returns the same call. `detail`: the carrier's own code, where there is one.
   */
  dial: oc
    .input(
      z.object({ from: number, to: number, agentId: z.string().max(64).optional(), opening: z.string().max(2000) }),
    )
    .output(
      z.discriminatedUnion('ok', [
        z.object({ ok: z.literal(true), callId }),
        z.object({ ok: z.literal(false), code: z.enum(DIAL_REFUSALS), detail: z.string().max(500) }),
      ]),
    ),
};
