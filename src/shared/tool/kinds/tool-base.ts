import { z } from 'zod';
import { ApprovalSchema } from '../approval';
import { templateFault } from '../template/template';
import { JsonSchemaSchema } from '../parameters';

/** How the model may call a function. */
export const FUNCTION_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

export const MAX_DESCRIPTION_CHARS = 1024;

const name = z.string().regex(FUNCTION_NAME);
const description = z.string().max(MAX_DESCRIPTION_CHARS);
const timeoutMs = z.number().int().min(1000).max(600_000);
/** What the agent says while the tool runs, in its own words; absent: nothing of its own accord. */
const whileRunning = z.string().max(300).optional();

/** What every tool has. */
export const toolBase = { name, description, timeoutMs, whileRunning };

/** What a tool has that acts by itself: a person may have to approve it first. */
export const actingBase = { ...toolBase, approval: ApprovalSchema.optional() };

/** JSON Schema of the arguments, as the model sees it. */
export const withParameters = { parameters: JsonSchemaSchema };

/** A text with placeholders. `maxChars`: without what is put in. */
export function templateText(maxChars: number) {
  return z
    .string()
    .max(maxChars)
    .superRefine((text, context) => {
      const fault = templateFault(text);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
    });
}

/** A name and a text with placeholders in it: `{{argument}}`, and `{{secret:NAME}}` where secrets may stand. */
export const templateRow = z.object({ name: z.string().min(1).max(200), value: templateText(4000) });

export type TemplateRow = Readonly<z.infer<typeof templateRow>>;

/** Whether a tool may reach this machine and its network; absent: no. Addresses of the link itself never. */
export const allowsLocal = z.boolean().optional();
