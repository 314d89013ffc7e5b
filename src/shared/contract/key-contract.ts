import { oc } from '@orpc/contract';
import { z } from 'zod';
import { KeyCheckSchema } from '../keys/key-check';
import { KEY_NAMES, KEY_SERVICES } from '../keys/key-name';
import { KEY_REFUSALS } from '../keys/key-refusal';
import { VaultStatusSchema } from '../keys/vault-status';

/** Longest pasted text accepted; characters. Longer than any key, so that a key that is too long is refused with a code. */
const MAX_PASTED_CHARS = 4096;

const name = z.enum(KEY_NAMES);

/** Success with the new vault status, or a refusal; `keyRefusalLabels` words it. */
const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), status: VaultStatusSchema }),
  z.object({ ok: z.literal(false), code: z.enum(KEY_REFUSALS) }),
]);

/** Console API for keys. Keys go in and never come out: no procedure returns one. */
export const keyContract = {
  status: oc.output(VaultStatusSchema),
  set: oc.input(z.object({ name, value: z.string().max(MAX_PASTED_CHARS) })).output(outcome),
  clear: oc.input(z.object({ name })).output(outcome),
  /** Allows weaker protection, for users who would rather have it than enter their keys at every start. */
  acceptWeaker: oc.output(outcome),
  /** Asks a locked key store once more. */
  retry: oc.output(VaultStatusSchema),
  /** Asks the service whether it accepts the stored keys; `checkLabels` words the answer. Takes up to 30 s. */
  check: oc.input(z.object({ service: z.enum(KEY_SERVICES) })).output(KeyCheckSchema),
};
