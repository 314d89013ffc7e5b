import { z } from 'zod';
import { TRANSFER_WAYS } from '../transfer-way';
import { actingBase } from './tool-base';
import { JsonSchemaSchema } from '../parameters';

/** Names of the tools that act on the call itself. */
export const BUILT_INS = ['end_call', 'transfer_call', 'send_digits', 'hold'] as const;

export type BuiltInName = (typeof BUILT_INS)[number];

/** Fields of every built-in tool. `parameters` is not used: each act has its own. */
const base = { kind: z.literal('built-in'), ...actingBase, parameters: JsonSchemaSchema.optional() };

/** Person or department a caller may be transferred to. `number`: E.164. */
const destination = z.object({
  label: z.string().trim().min(1).max(60),
  number: z.string().regex(/^\+[1-9]\d{5,14}$/),
});

/** Tool that acts on the call itself when the agent asks for it. */
export const BuiltInToolSchema = z.discriminatedUnion('name', [
  z.object({ ...base, name: z.literal('end_call') }),
  z.object({
    ...base,
    name: z.literal('transfer_call'),
    destinations: z.array(destination).max(16).readonly(),
    /** Countries (ISO 3166-1) in which the agent may call any number; absent: the destinations alone. */
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

/**
 * Number that a transfer to `to` goes to: that of the destination so called, else `to` itself where allowed. Undefined: neither.
 */
export function destinationOf({ destinations, countries }: TransferTool, to: string): string | undefined {
  const wanted = to.trim().toLowerCase();
  const named = destinations.find(({ label, number }) => label.toLowerCase() === wanted || number === to.trim());
  if (named !== undefined) return named.number;
  return countries !== undefined && /^\+[1-9]\d{5,14}$/.test(to.trim()) ? to.trim() : undefined;
}
