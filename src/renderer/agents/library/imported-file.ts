import { MAX_AGENT_FILE_CHARS } from '../../../shared/agent/agent-file';
import { AGENT_REFUSAL_WORDS } from '../../client/refusals/agent-refusals';
import type { AgentRefused } from '../../stores/agents-store';

/** The text of a file that a person chose, or why it is none of an agent; read no further than it may be long. */
export async function importedFile(file: File): Promise<{ readonly text: string } | AgentRefused> {
  if (file.size > MAX_AGENT_FILE_CHARS * 4) return refused('It is larger than an agent can be.');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.length > MAX_AGENT_FILE_CHARS ? refused('It is larger than 1 MiB, which no agent is.') : { text };
  } catch {
    return refused('It could not be read as text.');
  }
}

function refused(sentence: string): AgentRefused {
  const code = 'not-an-agent-file';
  return { code, refusal: AGENT_REFUSAL_WORDS[code], problems: [{ where: 'the file', sentence }] };
}
