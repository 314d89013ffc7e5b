import { implement } from '@orpc/server';
import { callContract } from '../../../shared/contract/call-contract';
import type { Calls } from '../../ports/ports-operator';
import { createOnCall, verdict } from './on-call';

/** The handlers of the part of the contract that is about a call, its agent and its tools. */
export function createCallHandlers(calls: Calls) {
  const call = implement(callContract);
  const on = createOnCall(calls);
  return call.router({
    end: call.end.handler(({ input: { callId, when } }) => verdict(calls.end(callId, when))),
    stopWords: call.stopWords.handler(({ input: { callId } }) => on(callId, (found) => found.stopWords())),
    answerTool: call.answerTool.handler(({ input: { callId, toolCallId, output } }) =>
      on(callId, ({ tools }) => tools.answer(toolCallId, output)),
    ),
    approveTool: call.approveTool.handler(({ input: { callId, toolCallId, digest } }) =>
      on(callId, ({ tools }) => tools.approve(toolCallId, digest)),
    ),
    rejectTool: call.rejectTool.handler(({ input: { callId, toolCallId, reason } }) =>
      on(callId, ({ tools }) => tools.reject(toolCallId, reason)),
    ),
    functions: call.functions.handler(({ input: { callId } }) => {
      const found = calls.find(callId);
      return typeof found === 'string' ? { ok: false, code: found } : { ok: true, functions: found.tools.list() };
    }),
    switchFunction: call.switchFunction.handler(({ input: { callId, name, isOn } }) =>
      on(callId, ({ tools }) => tools.switchFunction(name, isOn)),
    ),
  });
}
