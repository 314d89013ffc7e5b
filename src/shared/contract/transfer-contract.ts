import { oc } from '@orpc/contract';
import { z } from 'zod';
import { TRANSFER_WAYS } from '../tool/transfer-way';
import { DIAL_REFUSALS } from '../line/dial-refusal';
import { verdict } from './verdict';

const callId = z.string().min(1).max(128);
/** Whatever a person may type; what cannot be dialled is refused by a code. Spaces, brackets and dashes are ignored. */
const number = z.string().trim().max(64);

/** Calls that leave the desk: on to a person, or out from a line. What becomes of them is told by the feed. */
export const transferContract = {
  /**
   * The caller is put through to `to` after the agent's last words. `announced`: the person hears `announcement` first, or
   * who is calling when it is empty, and may decline. Comes the caller back, the agent goes on.
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
   * Calls `to` from a line that is live. The agent speaks `opening` first; empty: its greeting. Asked again while that call
   * is on, the same call is answered. `detail`: the carrier's own code, where there is one.
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
