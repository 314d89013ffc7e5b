import { z } from 'zod';
import { ApprovalSchema } from '../approval';
import { templateFault } from '../template/template';
import { JsonSchemaSchema } from '../parameters';

/** Function names that a model service accepts. */
export const FUNCTION_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export const MAX_DESCRIPTION_CHARS = 1024;

const name = z.string().regex(FUNCTION_NAME);
const description = z.string().max(MAX_DESCRIPTION_CHARS);
const timeoutMs = z.number().int().min(1000).max(600_000);
/** Cue for what the agent says, in its own words, while the tool runs; absent: it is not asked to say anything. */
const whileRunning = z.string().max(300).optional();

/** Fields of every tool. */
export const toolBase = { name, description, timeoutMs, whileRunning };

/** Fields of every tool that acts by itself: a person may have to approve it first. */
export const actingBase = { ...toolBase, approval: ApprovalSchema.optional() };

/** JSON Schema of the arguments, as the model sees it. */
export const withParameters = { parameters: JsonSchemaSchema };

/** Schema of a text with placeholders. `maxChars`: its length before they are filled. */
export function templateText(maxChars: number) {
  return z
    .string()
    .max(maxChars)
    .superRefine((text, context) => {
      const fault = templateFault(text);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    });
}

/** A name, and a text with placeholders: `{{argument}}`, and `{{secret:NAME}}` where secrets may stand. */
export const templateRow = z.object({ name: z.string().min(1).max(200), value: templateText(4000) });

export type TemplateRow = Readonly<z.infer<typeof templateRow>>;

/** Lets a tool reach this machine and its network; absent: it may not. Link-local addresses are never reached. */
export const allowsLocal = z.boolean().optional();
