import { z } from 'zod';
import { BuiltInToolSchema } from './built-in-tool';
import { HttpToolSchema } from './http-tool';
import { McpToolSchema } from './mcp-tool';
import { OperatorToolSchema } from './operator-tool';
import { ScriptToolSchema } from './script-tool';

/** A function the agent may call. The kind says who answers it. */
export const ToolSchema = z.discriminatedUnion('kind', [
  OperatorToolSchema,
  HttpToolSchema,
  ScriptToolSchema,
  McpToolSchema,
  BuiltInToolSchema,
]);

export type Tool = z.infer<typeof ToolSchema>;
