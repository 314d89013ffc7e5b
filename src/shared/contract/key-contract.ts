import { oc } from '@orpc/contract';
import { z } from 'zod';
import { KeyCheckSchema } from '../keys/key-check';
import { KEY_NAMES, KEY_SERVICES } from '../keys/key-name';
import { KEY_REFUSALS } from '../keys/key-refusal';
import { VaultStatusSchema } from '../keys/vault-status';

/** More than any key, so that one that is too long is refused with a code; characters. */
const MAX_PASTED_CHARS = 4096;

const name = z.enum(KEY_NAMES);

/** Done, with the vault as it then is, or why not; the words are `keyRefusalWords` of it. */
const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), status: VaultStatusSchema }),
  z.object({ ok: z.literal(false), code: z.enum(KEY_REFUSALS) }),
]);

/** The part of the console API that is about keys. They go in and never come out: no procedure answers with one. */
export const keyContract = {
  status: oc.output(VaultStatusSchema),
  set: oc.input(z.object({ name, value: z.string().max(MAX_PASTED_CHARS) })).output(outcome),
  clear: oc.input(z.object({ name })).output(outcome),
  /** The user would rather have keys stored under weaker protection than enter them at every start. */
  acceptWeaker: oc.output(outcome),
  /** Asks a locked key store once more. */
  retry: oc.output(VaultStatusSchema),
  /** Asks the service whether it takes the keys there are; the words are `checkWords` of it. Up to half a minute. */
  check: oc.input(z.object({ service: z.enum(KEY_SERVICES) })).output(KeyCheckSchema),
};
