import { z } from 'zod';
import { HeadersSchema } from './http-tool';
import { JsonSchemaSchema } from '../parameters';
import { actingBase, allowsLocal, MAX_DESCRIPTION_CHARS } from './tool-base';
import { AddressSchema } from '../template/web-address';

/** Function of an MCP server as it was when the user chose it. What the agent sees does not change behind the user's back. */
export const McpFunctionSchema = z.object({
  name: z.string().min(1).max(128),
  description: z.string().max(MAX_DESCRIPTION_CHARS),
  parameters: JsonSchemaSchema,
  /** True if it runs without approval although the server's other functions need it. */
  isTrusted: z.boolean().optional(),
});

export type McpFunction = z.infer<typeof McpFunctionSchema>;

/** Tools of an MCP server. `name`: prefix of the names under which the agent knows them. */
export const McpToolSchema = z.object({
  kind: z.literal('mcp'),
  ...actingBase,
  /** Endpoint of the server, which speaks streamable HTTP. */
  url: AddressSchema.refine((url) => !url.includes('{{'), 'Holds no placeholders'),
  headers: HeadersSchema.optional(),
  functions: z.array(McpFunctionSchema).max(64).readonly(),
  allowsLocal,
  /** `service`: the model service asks the server itself, and asks us for approval. Absent: this machine asks it. */
  askedBy: z.literal('service').optional(),
});

export type McpTool = z.infer<typeof McpToolSchema>;
