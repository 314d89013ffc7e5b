import { z } from 'zod';
import { JsonSchemaSchema } from '../parameters';
import { toolBase, withParameters } from './tool-base';

/** A tool that a person answers. */
export const OperatorToolSchema = z.object({
  kind: z.literal('operator'),
  ...toolBase,
  ...withParameters,
  /** Answers that one click gives. */
  options: z.array(z.string().trim().min(1).max(200)).max(8).readonly().optional(),
  /** What a form asks the person for, as JSON Schema; absent: free text. */
  answer: JsonSchemaSchema.optional(),
  /** What the agent is told when nobody answered in time; absent: that nobody did. */
  ifNobody: z.string().min(1).max(1000).optional(),
  /** True: the agent is told at once that the answer is pending, goes on talking, and gets it later. */
  keepsTalking: z.boolean().optional(),
});

export type OperatorTool = z.infer<typeof OperatorToolSchema>;
