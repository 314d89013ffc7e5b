import { z } from 'zod';
import { actingBase, allowsLocal, withParameters } from './tool-base';
import { OriginSchema } from '../template/web-address';

export const MAX_CODE_CHARS = 32_000;

/** What a script may use unless the tool says otherwise; MB. */
export const DEFAULT_SCRIPT_MEMORY_MB = 16;

/** A tool that a script answers, in a sandbox without network, files or clock of this machine. */
export const ScriptToolSchema = z.object({
  kind: z.literal('script'),
  ...actingBase,
  ...withParameters,
  /** The body of an async function: `args` are the arguments, `return` gives the answer. */
  code: z.string().max(MAX_CODE_CHARS),
  /** Where `fetch` may go; absent: nowhere. */
  origins: z.array(OriginSchema).max(16).readonly().optional(),
  memoryMb: z.number().int().min(1).max(64).optional(),
  allowsLocal,
});

export type ScriptTool = z.infer<typeof ScriptToolSchema>;
