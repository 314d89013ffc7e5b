import { AgentSchema, type Agent } from '../../shared/agent/agent';

type FormField = 'greeting' | 'instructions' | 'model';

const MAX_GREETING_CHARS = AgentSchema.shape.greeting.maxLength ?? Number.POSITIVE_INFINITY;
const MAX_INSTRUCTIONS_CHARS = AgentSchema.shape.instructions.maxLength ?? Number.POSITIVE_INFINITY;

/** Returns the problems that keep an agent from being saved, by field. Fields that can be saved are absent. */
export function agentFaults({ greeting, instructions, model }: Agent): Readonly<Partial<Record<FormField, string>>> {
  return {
    ...(greeting.length > MAX_GREETING_CHARS && { greeting: tooLong(greeting, MAX_GREETING_CHARS) }),
    ...(instructions.length > MAX_INSTRUCTIONS_CHARS && {
      instructions: tooLong(instructions, MAX_INSTRUCTIONS_CHARS),
    }),
    ...(!AgentSchema.shape.model.safeParse(model.trim()).success && { model: 'Choose a model, or enter its name.' }),
  };
}

function tooLong(text: string, maxChars: number): string {
  const over = text.length - maxChars;
  return `Too long by ${over.toLocaleString('en')} characters: ${maxChars.toLocaleString('en')} is the most.`;
}
