import { z } from 'zod';
import { FAILURE_CODES } from './failures';

/** Result of a command: done, or refused with a code the caller can act on. Refusals are values; exceptions are bugs. */
export const verdict = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.enum(FAILURE_CODES) }),
]);

export type Verdict = z.infer<typeof verdict>;
