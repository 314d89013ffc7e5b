import { oc } from '@orpc/contract';
import { z } from 'zod';
import { TOOL_FAILURES } from '../call/events/tool';
import { MAX_ARGUMENTS_CHARS } from '../call/fact';
import { NewToolSecretSchema, TOOL_SECRET_REFUSALS, ToolSecretStatusSchema } from '../keys/tool-secret';
import { SECRET_NAME } from '../tool/template';
import { McpFunctionSchema, McpToolSchema, ToolSchema } from '../tool/tool';

const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), output: z.string() }),
  z.object({ ok: z.literal(false), failure: z.enum(TOOL_FAILURES), detail: z.string() }),
]);

const secretOutcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), code: z.enum(TOOL_SECRET_REFUSALS) }),
]);

/** Console API for tools outside of calls. Secrets go in and never come out. */
export const toolContract = {
  /** Runs a tool once, as a call would. Takes up to 30 s. */
  tryOut: oc
    .input(
      z.object({
        tool: ToolSchema,
        functionName: z.string().min(1).max(64),
        arguments: z.string().max(MAX_ARGUMENTS_CHARS),
      }),
    )
    .output(z.object({ outcome, tookMs: z.number().nonnegative(), log: z.array(z.string()).readonly() })),
  /** Lists the functions of an MCP server. Takes up to 30 s. */
  listMcp: oc.input(McpToolSchema.pick({ url: true, headers: true, allowsLocal: true })).output(
    z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        functions: z.array(McpFunctionSchema).readonly(),
        /** Tools that no agent can be given; `name` is empty where it has none. */
        unusable: z.array(z.object({ name: z.string(), reason: z.string() })).readonly(),
      }),
      z.object({ ok: z.literal(false), detail: z.string() }),
    ]),
  ),
  /** Checks a JSON Schema of arguments. `fault`: why it cannot be used; null: it can. */
  schemaFault: oc
    .input(z.object({ schema: z.record(z.string(), z.unknown()) }))
    .output(z.object({ fault: z.string().nullable() })),
  secrets: oc.output(z.array(ToolSecretStatusSchema).readonly()),
  setSecret: oc.input(NewToolSecretSchema).output(secretOutcome),
  clearSecret: oc.input(z.object({ name: z.string().regex(SECRET_NAME) })).output(secretOutcome),
};
