import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../shared/contract/contract';
import type { CommandRefusal, SetupCommands } from '../ports/ports';
import type { AgentCommands } from '../ports/ports-agents';
import type { KeyChecks, KeyCommands } from '../ports/ports-keys';
import type { LineCommands } from '../ports/ports-lines';
import type { Calls } from '../ports/ports-operator';
import type { TextPractice } from '../ports/ports-practice';
import type { ToolCommands } from '../ports/ports-tools';
import type { Dialling } from '../ports/ports-transfer';
import { createFeeds, type FeedSources } from './feed/feed';
import { createAgentHandlers } from './handlers/agent-handlers';
import { createKeyHandlers } from './handlers/key-handlers';
import { createLineHandlers } from './handlers/line-handlers';
import { createOnCall, verdict } from './handlers/on-call';
import { createOperatorHandlers } from './handlers/operator-handlers';
import type { HeadsetCommands } from './headset/headsets';
import type { Practising } from './headset/practising';

export interface ConsoleParts extends FeedSources {
  readonly about: { readonly version: string; readonly mode: 'desktop' | 'served'; readonly demo: boolean };
  readonly calls: Calls;
  /** Dismisses what an ended call left to do. */
  readonly dismissCall: (callId: string) => CommandRefusal | undefined;
  readonly outbound: Dialling;
  readonly headsets: HeadsetCommands;
  readonly lines: LineCommands;
  readonly keys: KeyCommands;
  readonly checks: KeyChecks;
  readonly setup: SetupCommands;
  readonly agents: AgentCommands;
  readonly tools: ToolCommands;
  readonly practice: Pick<Practising, 'call' | 'hangUp'>;
  readonly textPractice: TextPractice;
}

export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

/**
 * Handlers of the whole contract, for oRPC's RPCHandler on any transport. Refusals are values. A thrown error reaches
 * the reader as a bare code, and the log as the name of the procedure.
 */
export function createConsoleRouter(parts: ConsoleParts) {
  const {
    about,
    calls,
    dismissCall,
    outbound,
    headsets,
    lines,
    keys,
    checks,
    setup,
    agents,
    tools,
    practice,
    textPractice,
    ...sources
  } = parts;
  const feeds = createFeeds(sources);
  const on = createOnCall(calls);
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
      end: console.call.end.handler(({ input: { callId, when } }) => verdict(calls.end(callId, when))),
      dismiss: console.call.dismiss.handler(({ input: { callId } }) => verdict(dismissCall(callId))),
      stopWords: console.call.stopWords.handler(({ input: { callId } }) => on(callId, (call) => call.stopWords())),
      answerTool: console.call.answerTool.handler(({ input: { callId, toolCallId, output } }) =>
        on(callId, (call) => call.tools.answer(toolCallId, output)),
      ),
      approveTool: console.call.approveTool.handler(({ input: { callId, toolCallId, digest } }) =>
        on(callId, (call) => call.tools.approve(toolCallId, digest)),
      ),
      rejectTool: console.call.rejectTool.handler(({ input: { callId, toolCallId, reason } }) =>
        on(callId, (call) => call.tools.reject(toolCallId, reason)),
      ),
      functions: console.call.functions.handler(({ input: { callId } }) => {
        const call = calls.find(callId);
        return typeof call === 'string' ? { ok: false, code: call } : { ok: true, functions: call.tools.list() };
      }),
      switchFunction: console.call.switchFunction.handler(({ input: { callId, name, isOn } }) =>
        on(callId, (call) => call.tools.switchFunction(name, isOn)),
      ),
    },
    operator: createOperatorHandlers(calls, headsets, outbound),
    dictation: {
      begin: console.dictation.begin.handler(({ input }) =>
        verdict(headsets.beginDictation(input.headsetId, input.language)),
      ),
      finish: console.dictation.finish.handler(({ input }) => headsets.finishDictation(input.headsetId)),
      cancel: console.dictation.cancel.handler(({ input }) => verdict(headsets.cancelDictation(input.headsetId))),
    },
    line: createLineHandlers(lines),
    key: createKeyHandlers({ keys, checks }),
    setup: {
      get: console.setup.get.handler(() => setup.get()),
      reachOnboarding: console.setup.reachOnboarding.handler(({ input }) => setup.reachOnboarding(input.step)),
      chooseReach: console.setup.chooseReach.handler(({ input }) => setup.chooseReach(input)),
      chooseFallback: console.setup.chooseFallback.handler(({ input }) => setup.chooseFallback(input.url)),
      chooseOperatorReturn: console.setup.chooseOperatorReturn.handler(({ input }) =>
        setup.chooseOperatorReturn(input.seconds),
      ),
      importEnv: console.setup.importEnv.handler(({ input }) => setup.importEnv(input.text)),
      practise: console.setup.practise.handler(({ input }) => setup.practise(input.on)),
    },
    agent: createAgentHandlers({ agents, calls, projection: sources.projection }),
    tool: {
      tryOut: console.tool.tryOut.handler(({ input }) => tools.tryOut(input.tool, input.functionName, input.arguments)),
      listMcp: console.tool.listMcp.handler(({ input }) => tools.listMcp(input)),
      schemaFault: console.tool.schemaFault.handler(({ input }) => ({
        fault: tools.schemaFault(input.schema) ?? null,
      })),
      secrets: console.tool.secrets.handler(() => tools.secrets()),
      setSecret: console.tool.setSecret.handler(({ input }) => tools.setSecret(input)),
      clearSecret: console.tool.clearSecret.handler(({ input }) => tools.clearSecret(input.name)),
    },
    practice: {
      call: console.practice.call.handler(({ input }) => practice.call(input.agentId, input.headsetId)),
      hangUp: console.practice.hangUp.handler(({ input }) => practice.hangUp(input.headsetId)),
      beginText: console.practice.beginText.handler(({ input }) => textPractice.begin(input.agentId)),
      write: console.practice.write.handler(({ input }) => verdict(textPractice.write(input.callId, input.text))),
    },
  });
}
