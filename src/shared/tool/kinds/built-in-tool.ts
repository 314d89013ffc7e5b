import { z } from 'zod';
import { TRANSFER_WAYS } from '../transfer-way';
import { actingBase } from './tool-base';
import { JsonSchemaSchema } from '../parameters';

/** Acts of the call itself. */
export const BUILT_INS = ['end_call', 'transfer_call', 'send_digits', 'hold'] as const;

export type BuiltInName = (typeof BUILT_INS)[number];

/** `parameters` are those of the act, whatever is written here. */
const base = { kind: z.literal('built-in'), ...actingBase, parameters: JsonSchemaSchema.optional() };

/** A person or a desk that calls may be put through to. `number`: E.164. */
const destination = z.object({
  label: z.string().trim().min(1).max(60),
  number: z.string().regex(/^\+[1-9]\d{5,14}$/),
});

/** Something the call itself does when the agent asks for it. */
export const BuiltInToolSchema = z.discriminatedUnion('name', [
  z.object({ ...base, name: z.literal('end_call') }),
  z.object({
    ...base,
    name: z.literal('transfer_call'),
    destinations: z.array(destination).max(16).readonly(),
    /** ISO 3166-1 of the countries any number of which the agent may call; absent: the destinations alone. */
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/))
      .max(60)
      .readonly()
      .optional(),
    way: z.enum(TRANSFER_WAYS),
  }),
  z.object({ ...base, name: z.literal('send_digits'), maxDigits: z.number().int().min(1).max(32) }),
  z.object({ ...base, name: z.literal('hold'), longestSeconds: z.number().int().min(5).max(600) }),
]);

export type BuiltInTool = z.infer<typeof BuiltInToolSchema>;
export type TransferTool = Extract<BuiltInTool, { name: 'transfer_call' }>;

/** The number that a transfer to `to` goes to: of the destination called so, else the number itself; undefined: neither. */
export function destinationOf({ destinations, countries }: TransferTool, to: string): string | undefined {
  const wanted = to.trim().toLowerCase();
  const named = destinations.find(({ label, number }) => label.toLowerCase() === wanted || number === to.trim());
  if (named !== undefined) return named.number;
  return countries !== undefined && /^\+[1-9]\d{5,14}$/.test(to.trim()) ? to.trim() : undefined;
}
