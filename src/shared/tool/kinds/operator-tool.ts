import { z } from 'zod';
import { JsonSchemaSchema } from '../parameters';
import { toolBase, withParameters } from './tool-base';

/** Tool answered by a person. */
export const OperatorToolSchema = z.object({
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
