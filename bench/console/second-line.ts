import { BLANK_PROFILE } from '../../src/shared/agent/agent';
import type { Tool } from '../../src/shared/tool/tool';
import { SECOND_NUMBER } from '../load/switch';
import type { ConsoleClient } from './watched-console';

/** Publishes an agent with these tools for the second line, as an operator does. Throws when it is refused. */
export async function staffSecondLine({ agent }: ConsoleClient, tools: readonly Tool[]): Promise<void> {
  const refusal = await tryToStaff({ agent }, tools);
  if (refusal !== undefined) throw new Error(`The agent was refused: ${refusal}`);
}

/** Does the same, and returns the reason of a refusal. */
export async function tryToStaff(
  { agent }: Pick<ConsoleClient, 'agent'>,
  tools: readonly Tool[],
): Promise<string | undefined> {
  const made = await agent.create({ name: 'Second line' });
  if (!made.ok) return made.code;
  const { id, draft } = made.agent;
  const profile = { ...BLANK_PROFILE, name: 'Second line', tools: [...tools] };
  const saved = await agent.saveDraft({ id, profile, revision: draft.revision });
  if (!saved.ok) return saved.code;
  const published = await agent.publish({ id, revision: saved.revision });
  if (!published.ok) return published.problems[0]?.sentence ?? published.code;
  const assigned = await agent.assign({ number: SECOND_NUMBER, agentId: id });
  return assigned.ok ? undefined : assigned.code;
}
