import { z } from 'zod';
import { actingBase, allowsLocal, withParameters } from './tool-base';
import { OriginSchema } from '../template/web-address';

export const MAX_CODE_CHARS = 32_000;

/** Memory of a script unless the tool says otherwise; MB. */
export const DEFAULT_SCRIPT_MEMORY_MB = 16;

/** Tool answered by a script, in a sandbox without this machine's network, files or clock. */
export const ScriptToolSchema = z.object({
  kind: z.literal('script'),
  ...actingBase,
  ...withParameters,
  /** Body of an async function: `args` holds the arguments, `return` gives the answer. */
  code: z.string().max(MAX_CODE_CHARS),
  /** Origins that `fetch` may contact; absent: none. */
  origins: z.array(OriginSchema).max(16).readonly().optional(),
  memoryMb: z.number().int().min(1).max(64).optional(),
  allowsLocal,
});

export type ScriptTool = z.infer<typeof ScriptToolSchema>;
