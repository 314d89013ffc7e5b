import { DEFAULT_AGENT } from '../../../shared/agent/agent';
import { agentOf, openLibrary, publishAs } from './agents.fixture';

/**
 * Process that writes drafts and publishes them as fast as the disk allows, until it is killed: `node <this> <folder>`. It
 * prints each stored revision and version, one a line.
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
