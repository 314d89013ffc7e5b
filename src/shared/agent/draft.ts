import { z } from 'zod';
import { AgentProfileSchema, type AgentProfile } from './agent';
import { ToolDraftSchema } from '../tool/tool-draft';
import { clashingNames, toolProblems } from '../tool/tool-problems';
import { issueSentence } from './issue-labels';
import type { ProfileField } from './profile-fields';

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
