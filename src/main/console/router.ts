import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract';
import type { SetupCommands } from '../ports/ports';
import type { KeyChecks, KeyCommands } from '../ports/ports-keys';
import type { LineCommands } from '../ports/ports-lines';
import type { Calls } from '../ports/ports-operator';
import type { AgentCommands } from '../ports/ports-agents';
import type { Rehearsing } from '../ports/ports-practice';
import type { ToolCommands } from '../ports/ports-tools';
import type { OutboundCalls } from '../ports/ports-transfer';
import { createAgentHandlers } from './handlers/agent-handlers';
import { createCallHandlers } from './handlers/call-handlers';
import { createDictationHandlers } from './handlers/dictation-handlers';
import type { FeedSources } from './feed/feed';
import { createFeeds } from './feed/feeds';
import { createKeyHandlers } from './handlers/key-handlers';
import { createLineHandlers } from './handlers/line-handlers';
import { createOperatorHandlers } from './handlers/operator-handlers';
import { createPracticeHandlers } from './handlers/practice-handlers';
import type { HeadsetCommands } from './headset/headsets';
import type { PracticeCommands } from './headset/practising';
import { createSetupHandlers } from './handlers/setup-handlers';
import { createToolHandlers } from './handlers/tool-handlers';
import { createTransferHandlers } from './handlers/transfer-handlers';

export interface ConsoleDeps extends FeedSources {
  readonly about: { readonly version: string; readonly mode: 'desktop' | 'served'; readonly demo: boolean };
  readonly calls: Calls;
  readonly outbound: OutboundCalls;
  readonly headsets: HeadsetCommands;
  readonly lines: LineCommands;
  readonly keys: KeyCommands;
  readonly checks: KeyChecks;
  readonly setup: SetupCommands;
  readonly agents: AgentCommands;
  readonly tools: ToolCommands;
  readonly practice: PracticeCommands;
  readonly rehearsing: Rehearsing;
}

export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

/**
 * The handlers of the whole contract, for oRPC's RPCHandler of any transport. Refusals are values; whatever is thrown reaches
 * the reader as a bare code, and the log as the name of the procedure.
 */
export function createConsoleRouter(deps: ConsoleDeps) {
  const {
    about,
    calls,
    outbound,
    headsets,
    lines,
    keys,
    checks,
    setup,
    agents,
    tools,
    practice,
    rehearsing,
    ...sources
  } = deps;
  const feeds = createFeeds(sources);
  const console = implement(contract).use(async ({ next, path }) => {
    try {
      return await next();
    } catch (error) {
      if (error instanceof ORPCError && error.code === 'BAD_REQUEST') throw new ORPCError('BAD_REQUEST');
      sources.log.error('console.handler-threw', { procedure: path.join('.') });
      throw new ORPCError('INTERNAL_SERVER_ERROR');
    }
  });

  return console.router({
    console: {
      about: console.console.about.handler(() => about),
      feed: console.console.feed.handler(({ input, signal }) => feeds.open(input.feedId, signal)),
      acknowledge: console.console.acknowledge.handler(({ input }) => feeds.acknowledge(input.feedId, input.batch)),
    },
    call: createCallHandlers(calls),
    operator: { ...createOperatorHandlers(calls, headsets), ...createTransferHandlers(calls, outbound) },
    dictation: createDictationHandlers(headsets),
    line: createLineHandlers(lines),
    key: createKeyHandlers({ keys, checks }),
    setup: createSetupHandlers(setup),
    agent: createAgentHandlers({ agents, calls, desk: sources.desk }),
    tool: createToolHandlers(tools),
    practice: createPracticeHandlers(practice, rehearsing),
  });
}
