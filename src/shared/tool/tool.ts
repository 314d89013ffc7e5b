import { z } from 'zod';
import { BuiltInToolSchema } from './kinds/built-in-tool';
import { HttpToolSchema } from './kinds/http-tool';
import { McpToolSchema } from './kinds/mcp-tool';
import { OperatorToolSchema } from './kinds/operator-tool';
import { ScriptToolSchema } from './kinds/script-tool';

/** A function the agent may call. The kind says who answers it. */
export const ToolSchema = z.discriminatedUnion('kind', [
  OperatorToolSchema,
  HttpToolSchema,
  ScriptToolSchema,
  McpToolSchema,
  BuiltInToolSchema,
]);

export type Tool = z.infer<typeof ToolSchema>;
