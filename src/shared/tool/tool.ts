import { z } from 'zod';
import { ApprovalSchema } from './approval';
import { JsonSchemaSchema } from './parameters';
import { jsonTemplateFault, templateFault } from './template';
import { TRANSFER_WAYS } from './transfer-way';
import { addressFault, OriginSchema } from './web-address';

/** Function names that a model service accepts. */
const FUNCTION_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export const MAX_DESCRIPTION_CHARS = 1024;

const name = z.string().regex(FUNCTION_NAME);
const description = z.string().max(MAX_DESCRIPTION_CHARS);
const timeoutMs = z.number().int().min(1000).max(600_000);
/** Cue for what the agent says, in its own words, while the tool runs; absent: it is not asked to say anything. */
const whileRunning = z.string().max(300).optional();

/** Fields of every tool. */
const toolBase = { name, description, timeoutMs, whileRunning };

/** Fields of every tool that acts by itself: a person may have to approve it first. */
const actingBase = { ...toolBase, approval: ApprovalSchema.optional() };

/** JSON Schema of the arguments, as the model sees it. */
const withParameters = { parameters: JsonSchemaSchema };

/** Schema of a text with placeholders. `maxChars`: its length before they are filled. `faultOf`: why it is invalid. */
function templateText(maxChars: number, faultOf = templateFault) {
  return z
    .string()
    .max(maxChars)
    .superRefine((text, context) => {
      const fault = faultOf(text);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    });
}

/** A name, and a text with placeholders: `{{argument}}`, and `{{secret:NAME}}` where secrets may stand. */
const templateRow = z.object({ name: z.string().min(1).max(200), value: templateText(4000) });

export type TemplateRow = Readonly<z.infer<typeof templateRow>>;

/** Address of a tool: http or https, with a fixed host and placeholders only behind it. */
const address = templateText(2048, addressFault);

/** Lets a tool reach this machine and its network; absent: it may not. Link-local addresses are never reached. */
const allowsLocal = z.boolean().optional();

/** Tool answered by a person. */
const OperatorToolSchema = z.object({
  kind: z.literal('operator'),
  ...toolBase,
  ...withParameters,
  /** Answers given with one click. */
  options: z.array(z.string().trim().min(1).max(200)).max(8).readonly().optional(),
  /** JSON Schema of the form the person fills in; absent: free text. */
  answer: JsonSchemaSchema.optional(),
  /** Text the agent gets when nobody answered in time; absent: it is told that nobody did. */
  ifNobody: z.string().min(1).max(1000).optional(),
  /** True if the agent is told at once that the answer is pending, goes on talking, and gets it later. */
  keepsTalking: z.boolean().optional(),
});

export type OperatorTool = z.infer<typeof OperatorToolSchema>;

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type HttpMethod = (typeof HTTP_METHODS)[number];

/** Idempotent methods: a service carries the request out once, however often it is asked. */
export const REPEATABLE_METHODS: ReadonlySet<HttpMethod> = new Set(['GET', 'PUT', 'DELETE']);

/** Longest answer that a tool may give the model; characters. */
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
const HeadersSchema = rows.superRefine((headers, context) => {
  for (const [index, { name }] of headers.entries()) {
    const fault = headerFault(name);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault, path: [index, 'name'] });
  }
});

const body = z.discriminatedUnion('as', [
  /** JSON with placeholders: inside quotation marks they are text, elsewhere the value itself. */
  z.object({ as: z.literal('json'), text: templateText(16_384, jsonTemplateFault) }),
  z.object({ as: z.literal('form'), fields: rows }),
  z.object({ as: z.literal('text'), text: templateText(16_384) }),
]);

/** Tool answered by a service over HTTP. */
const HttpToolSchema = z.object({
  kind: z.literal('http'),
  ...actingBase,
  ...withParameters,
  method: z.enum(HTTP_METHODS),
  /** Only this origin is ever contacted. */
  url: address,
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

const MAX_CODE_CHARS = 32_000;

/** Memory of a script unless the tool says otherwise; MB. */
export const DEFAULT_SCRIPT_MEMORY_MB = 16;

/** Tool answered by a script, in a sandbox without this machine's network, files or clock. */
const ScriptToolSchema = z.object({
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

/** Longest name of a function on its MCP server. */
export const MAX_REMOTE_NAME_CHARS = 128;

/** Function of an MCP server as it was when the user chose it. What the agent sees does not change behind the user's back. */
export const McpFunctionSchema = z.object({
  name: z.string().min(1).max(MAX_REMOTE_NAME_CHARS),
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
  url: address.refine((url) => !url.includes('{{'), 'Holds no placeholders'),
  headers: HeadersSchema.optional(),
  functions: z.array(McpFunctionSchema).max(64).readonly(),
  allowsLocal,
  /** `service`: the model service asks the server itself, and asks us for approval. Absent: this machine asks it. */
  askedBy: z.literal('service').optional(),
});

export type McpTool = z.infer<typeof McpToolSchema>;

/** Names of the tools that act on the call itself. */
export const BUILT_INS = ['end_call', 'transfer_call', 'send_digits', 'hold', 'ask_for_digits'] as const;

/** Keys that may end what a caller types. `none`: only the number of keys or a pause does. */
export const END_KEYS = ['#', '*', 'none'] as const;

export type BuiltInName = (typeof BUILT_INS)[number];

/** Fields of every built-in tool. `parameters` is not used: each act has its own. */
const builtInBase = { kind: z.literal('built-in'), ...actingBase, parameters: JsonSchemaSchema.optional() };

/** Person or department a caller may be transferred to. `number`: E.164. */
const destination = z.object({
  label: z.string().trim().min(1).max(60),
  number: z.string().regex(/^\+[1-9]\d{5,14}$/),
});

/** Tool that acts on the call itself when the agent asks for it. */
const BuiltInToolSchema = z.discriminatedUnion('name', [
  z.object({ ...builtInBase, name: z.literal('end_call') }),
  z.object({
    ...builtInBase,
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
  z.object({ ...builtInBase, name: z.literal('send_digits'), maxDigits: z.number().int().min(1).max(32) }),
  z.object({ ...builtInBase, name: z.literal('hold'), longestSeconds: z.number().int().min(5).max(600) }),
  z.object({
    ...builtInBase,
    name: z.literal('ask_for_digits'),
    maxDigits: z.number().int().min(1).max(32),
    endKey: z.enum(END_KEYS),
    /** Longest wait for the first key, from when the agent's words were heard, and for each one after it. */
    waitSeconds: z.number().int().min(3).max(60),
    /** True if the keys are kept nowhere and shown to nobody: only the agent gets them. */
    isSecret: z.boolean().optional(),
  }),
]);

export type BuiltInTool = z.infer<typeof BuiltInToolSchema>;
export type TransferTool = Extract<BuiltInTool, { name: 'transfer_call' }>;
export type AskForDigitsTool = Extract<BuiltInTool, { name: 'ask_for_digits' }>;

/**
 * Number that a transfer to `to` goes to: that of the destination so called, else `to` itself where allowed. Undefined: neither.
 */
export function destinationOf({ destinations, countries }: TransferTool, to: string): string | undefined {
  const wanted = to.trim().toLowerCase();
  const named = destinations.find(({ label, number }) => label.toLowerCase() === wanted || number === to.trim());
  if (named !== undefined) return named.number;
  return countries !== undefined && /^\+[1-9]\d{5,14}$/.test(to.trim()) ? to.trim() : undefined;
}

/** A function the agent may call. The kind says who answers it. */
export const ToolSchema = z.discriminatedUnion('kind', [
  OperatorToolSchema,
  HttpToolSchema,
  ScriptToolSchema,
  McpToolSchema,
  BuiltInToolSchema,
]);

export type Tool = z.infer<typeof ToolSchema>;
