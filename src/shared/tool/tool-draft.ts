import { z } from 'zod';
import { TRANSFER_WAYS } from './transfer-way';
import { CONDITION_TESTS } from './approval';
import { BUILT_INS } from './kinds/built-in-tool';
import { HTTP_METHODS } from './kinds/http-tool';
import { JsonSchemaSchema } from './parameters';
import type { Tool } from './tool';

/** Text of a draft; characters. Longer than any field may be, so that nothing the user types is lost. */
const text = z.string().max(100_000);
const number = z.number();
const flag = z.boolean().optional();
const rows = z
  .array(z.object({ name: text, value: text }))
  .max(64)
  .readonly();

const condition = z.object({ argument: text, test: z.enum(CONDITION_TESTS), value: text });
const approval = z.discriminatedUnion('when', [
  z.object({ when: z.literal('always'), waitMs: number }),
  z.object({ when: z.literal('matching'), waitMs: number, conditions: z.array(condition).max(16).readonly() }),
]);

const base = { name: text, description: text, timeoutMs: number, whileRunning: text.optional() };
const acting = { ...base, approval: approval.optional() };
const withParameters = { parameters: JsonSchemaSchema };
const builtIn = { kind: z.literal('built-in'), ...acting, parameters: JsonSchemaSchema.optional() };

const body = z.discriminatedUnion('as', [
  z.object({ as: z.literal('json'), text }),
  z.object({ as: z.literal('form'), fields: rows }),
  z.object({ as: z.literal('text'), text }),
]);

/** Tool under edit: of the right shape, whatever its fields hold. Only a `ToolSchema` may be published. */
export const ToolDraftSchema: z.ZodType<Tool> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('operator'),
    ...base,
    ...withParameters,
    options: z.array(text).max(16).readonly().optional(),
    answer: JsonSchemaSchema.optional(),
    ifNobody: text.optional(),
    keepsTalking: flag,
  }),
  z.object({
    kind: z.literal('http'),
    ...acting,
    ...withParameters,
    method: z.enum(HTTP_METHODS),
    url: text,
    query: rows.optional(),
    headers: rows.optional(),
    body: body.optional(),
    pick: z
      .array(z.object({ as: text, from: text }))
      .max(32)
      .readonly()
      .optional(),
    maxAnswerChars: number.optional(),
    retries: number.optional(),
    allowsLocal: flag,
  }),
  z.object({
    kind: z.literal('script'),
    ...acting,
    ...withParameters,
    code: text,
    origins: z.array(text).max(32).readonly().optional(),
    memoryMb: number.optional(),
    allowsLocal: flag,
  }),
  z.object({
    kind: z.literal('mcp'),
    ...acting,
    url: text,
    headers: rows.optional(),
    functions: z
      .array(z.object({ name: text, description: text, parameters: JsonSchemaSchema, isTrusted: flag }))
      .max(64)
      .readonly(),
    allowsLocal: flag,
    askedBy: z.literal('service').optional(),
  }),
  z.discriminatedUnion('name', [
    z.object({ ...builtIn, name: z.literal(BUILT_INS[0]) }),
    z.object({
      ...builtIn,
      name: z.literal(BUILT_INS[1]),
      destinations: z
        .array(z.object({ label: text, number: text }))
        .max(32)
        .readonly(),
      countries: z.array(text).max(300).readonly().optional(),
      way: z.enum(TRANSFER_WAYS),
    }),
    z.object({ ...builtIn, name: z.literal(BUILT_INS[2]), maxDigits: number }),
    z.object({ ...builtIn, name: z.literal(BUILT_INS[3]), longestSeconds: number }),
  ]),
]);
