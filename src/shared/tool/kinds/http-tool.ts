import { z } from 'zod';
import { jsonTemplateFault } from '../template/json-template';
import { actingBase, allowsLocal, templateRow, templateText, withParameters } from './tool-base';
import { AddressSchema } from '../template/web-address';

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type HttpMethod = (typeof HTTP_METHODS)[number];

/** Idempotent methods: a service carries the request out once, however often it is asked. */
export const REPEATABLE_METHODS: ReadonlySet<HttpMethod> = new Set(['GET', 'PUT', 'DELETE']);

/** Longest answer the model gets unless the tool says otherwise; characters. */
export const DEFAULT_ANSWER_CHARS = 16_000;
export const MAX_ANSWER_CHARS = 65_536;

const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;

const rows = z.array(templateRow).max(32).readonly();

/** Headers about how the request travels, which only Switchboard may set. */
const RESERVED_HEADERS =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|expect|te|trailer|keep-alive|accept-encoding|proxy-.*|sec-.*)$/i;

/** Reason why a tool may not set a header; undefined if it may. */
export function headerFault(name: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return 'No name of a header';
  return RESERVED_HEADERS.test(name) ? 'Switchboard sets this header itself' : undefined;
}

/** Headers of a tool's requests. */
export const HeadersSchema = rows.superRefine((headers, context) => {
  for (const [index, { name }] of headers.entries()) {
    const fault = headerFault(name);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault, path: [index, 'name'] });
  }
});

const jsonTemplate = z
  .string()
  .max(16_384)
  .superRefine((text, context) => {
    const fault = jsonTemplateFault(text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

const body = z.discriminatedUnion('as', [
  /** JSON with placeholders: inside quotation marks they are text, elsewhere the value itself. */
  z.object({ as: z.literal('json'), text: jsonTemplate }),
  z.object({ as: z.literal('form'), fields: rows }),
  z.object({ as: z.literal('text'), text: templateText(16_384) }),
]);

/** Tool answered by a service over HTTP. */
export const HttpToolSchema = z.object({
  kind: z.literal('http'),
  ...actingBase,
  ...withParameters,
  method: z.enum(HTTP_METHODS),
  /** Only this origin is ever contacted. */
  url: AddressSchema,
  /** Query parameters. Absent: for GET and DELETE, every argument used nowhere else, under its own name. */
  query: rows.optional(),
  headers: HeadersSchema.optional(),
  /** Body of the request. Absent: for POST, PUT and PATCH, all arguments as JSON. */
  body: body.optional(),
  /**
   * Parts of a JSON answer, by JSON pointer. A single one without `as` is the answer itself; among several it is named by its
   * last step. Absent: the whole answer, as it is.
   */
  pick: z
    .array(z.object({ as: z.string().max(64), from: z.string().max(200).regex(JSON_POINTER) }))
    .min(1)
    .max(16)
    .readonly()
    .optional(),
  /** Longer answers are refused; characters. */
  maxAnswerChars: z.number().int().min(1).max(MAX_ANSWER_CHARS).optional(),
  /** Number of times a failed request is repeated; only where repeating it does no harm. */
  retries: z.number().int().min(0).max(3).optional(),
  allowsLocal,
});

export type HttpTool = z.infer<typeof HttpToolSchema>;
export type HttpBody = z.infer<typeof body>;
