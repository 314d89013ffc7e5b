import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract';
import type { CallCommands, SetupCommands } from '../ports/ports';
import type { KeyChecks, KeyCommands } from '../ports/ports-keys';
import type { LineCommands } from '../ports/ports-lines';
import type { AgentCommands } from '../ports/ports-agents';
import type { Rehearsing } from '../ports/ports-practice';
import type { ToolCommands } from '../ports/ports-tools';
import type { PhoneCommands } from '../ports/ports-transfer';
import { createAgentHandlers } from './handlers/agent-handlers';
import { createDictationHandlers } from './handlers/dictation-handlers';
import type { FeedSources } from './feed/feed';
import { createFeeds } from './feed/feeds';
import { createKeyHandlers } from './handlers/key-handlers';
import { createLineHandlers } from './handlers/line-handlers';
import { createOperatorHandlers, verdict, type OperatorDeps } from './handlers/operator-handlers';
import { createPracticeHandlers } from './handlers/practice-handlers';
import type { PracticeCommands } from './headset/practising';
import { createSetupHandlers } from './handlers/setup-handlers';
import { createToolHandlers } from './handlers/tool-handlers';
import { createTransferHandlers } from './handlers/transfer-handlers';

export interface ConsoleDeps extends FeedSources, OperatorDeps {
  readonly about: { readonly version: string; readonly mode: 'desktop' | 'served'; readonly demo: boolean };
  readonly calls: CallCommands;
  readonly phone: PhoneCommands;
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
    phone,
    operator,
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
    call: {
      end: console.call.end.handler(({ input }) => verdict(calls.end(input.callId, input.when))),
      stopWords: console.call.stopWords.handler(({ input }) => verdict(calls.stopWords(input.callId))),
      answerTool: console.call.answerTool.handler(({ input }) =>
        verdict(calls.answerTool(input.callId, input.toolCallId, input.output)),
      ),
      approveTool: console.call.approveTool.handler(({ input }) =>
        verdict(calls.approveTool(input.callId, input.toolCallId, input.digest)),
      ),
      functions: console.call.functions.handler(({ input }) => {
        const functions = calls.functionsOf(input.callId);
        return typeof functions === 'string' ? { ok: false, code: functions } : { ok: true, functions };
      }),
      switchFunction: console.call.switchFunction.handler(({ input }) =>
        verdict(calls.switchFunction(input.callId, input.name, input.isOn)),
      ),
      rejectTool: console.call.rejectTool.handler(({ input }) =>
        verdict(calls.rejectTool(input.callId, input.toolCallId, input.reason)),
      ),
    },
    operator: { ...createOperatorHandlers({ operator, headsets }), ...createTransferHandlers(phone) },
    dictation: createDictationHandlers(headsets),
    line: createLineHandlers(lines),
    key: createKeyHandlers({ keys, checks }),
    setup: createSetupHandlers(setup),
    agent: createAgentHandlers({ agents, calls, desk: sources.desk }),
    tool: createToolHandlers(tools),
    practice: createPracticeHandlers(practice, rehearsing),
  });
}
