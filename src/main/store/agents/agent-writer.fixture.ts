import { DEFAULT_AGENT } from '../../../shared/agent/agent';
import { agentOf, openLibrary, publishAs } from './agents.fixture';

/**
 * A process that writes drafts and publishes them as fast as the disk lets it, until it is killed: `node <this> <folder>`. It
 * tells each revision and version that was stored, a line each.
 */
const [folder = ''] = process.argv.slice(2);
const WORDS = 'Be brief, friendly and exact. '.repeat(400);

async function run(): Promise<void> {
  const library = await openLibrary(folder);
  for (;;) {
    const { draft } = agentOf(library.get(DEFAULT_AGENT.id));
    const version = await publishAs(library, DEFAULT_AGENT.id, { instructions: `${WORDS}${String(draft.revision)}` });
    process.stdout.write(`${String(draft.revision + 1)} ${String(version)}\n`);
  }
}

void run();
