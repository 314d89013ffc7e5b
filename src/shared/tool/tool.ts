import { z } from 'zod';

const base = {
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string().max(1024),
  /** JSON Schema of the arguments, as the model sees it. */
  parameters: z.record(z.string(), z.unknown()),
  timeoutMs: z.number().int().min(1000).max(600_000),
};

/** A function the agent may call. The kind says who answers it. */
export const ToolSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('operator'), ...base }),
  z.object({
    kind: z.literal('http'),
    ...base,
    method: z.enum(['GET', 'POST']),
    /** Arguments go into the query (GET) or the JSON body (POST). Only this origin is ever contacted. */
    url: z.url({ protocol: /^https?$/ }),
  }),
  z.object({ kind: z.literal('built-in'), ...base, name: z.literal('end_call') }),
]);

export type Tool = z.infer<typeof ToolSchema>;
