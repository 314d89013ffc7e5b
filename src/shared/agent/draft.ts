import { z } from 'zod';
import { clashingNames } from '../tool/agent-function';
import { CONDITION_TESTS } from '../tool/approval';
import { JsonSchemaSchema } from '../tool/parameters';
import { BUILT_INS, END_KEYS, HTTP_METHODS, type Tool } from '../tool/tool';
import { toolProblems } from '../tool/tool-problems';
import { TRANSFER_WAYS } from '../tool/transfer-way';
import { AgentProfileSchema, type AgentProfile } from './agent';
import { issueSentence } from './issue-labels';
import { isPriced } from './prices';
import type { ProfileField } from './profile-fields';
import { wordProblem } from './transcription';

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
const ToolDraftSchema: z.ZodType<Tool> = z.discriminatedUnion('kind', [
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
    z.object({
      ...builtIn,
      name: z.literal(BUILT_INS[4]),
      maxDigits: number,
      endKey: z.enum(END_KEYS),
      waitSeconds: number,
      isSecret: flag,
    }),
  ]),
]);

/** Profile under edit. Its bounds are loose: it may be too long or lack a name, so that nothing the user types is lost. */
export const DraftSchema = AgentProfileSchema.extend({
  name: z.string().max(1000),
  greeting: z.string().max(50_000),
  instructions: z.string().max(500_000),
  model: z.string().max(1000),
  language: z.string().max(100),
  transcriptionModel: z.string().max(1000),
  tools: z.array(ToolDraftSchema).max(64),
});

/** One reason why a draft cannot be published, and the field it is about. */
export interface DraftProblem {
  readonly field: ProfileField;
  readonly sentence: string;
}

const LANGUAGE = /^(?:[a-z]{2,3})?$/;
/** Invisible characters, which could make one name look like another. Joiners are allowed: they show in what they join. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;

/** Lists what keeps a draft from being published, field by field. Empty when it can be published. */
export function draftProblems(draft: AgentProfile): readonly DraftProblem[] {
  const problems: DraftProblem[] = [];
  const say = (field: ProfileField, sentence: string): void => void problems.push({ field, sentence });
  if (draft.name.trim() === '') say('name', 'Give the agent a name.');
  if (INVISIBLE.test(draft.name)) say('name', 'The name holds characters that cannot be seen.');
  if (draft.model.trim() === '') say('model', 'Choose a model, or enter its name.');
  if (!LANGUAGE.test(draft.language)) say('language', 'A language is two or three small letters, such as en.');
  const [odd] = draft.expectedWords.flatMap((word) => wordProblem(word) ?? []);
  if (odd !== undefined) say('expectedWords', odd);
  if (draft.limits.spendUsd !== null && draft.model.trim() !== '' && !isPriced(draft.model))
    say(
      'limits',
      `The price of ${draft.model} is not known, so a limit of what a call costs would never act. Switch it off.`,
    );
  for (const twice of clashingNames(draft.tools))
    say('tools', `Two tools are called ${twice}; the model could not tell them apart.`);
  for (const tool of draft.tools) {
    const [first] = toolProblems(tool);
    if (first !== undefined) say('tools', `${tool.name || 'A tool without a name'}: ${first.sentence}.`);
  }
  const read = AgentProfileSchema.safeParse(draft);
  for (const issue of read.success ? [] : read.error.issues) {
    const field = issue.path[0] as ProfileField;
    if (!problems.some((problem) => problem.field === field)) say(field, issueLabel(issue, draft));
  }
  return problems;
}

function issueLabel(issue: z.core.$ZodIssue, draft: AgentProfile): string {
  const [, ...inside] = issue.path;
  const sentence = issueSentence(issue, draft);
  return inside.length === 0 ? sentence : `${inside.map(String).join(', ')}: ${sentence}`;
}
