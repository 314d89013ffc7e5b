import type { ToolKind } from '../../shared/call/events/tool';
import type { ToolTurn } from '../../shared/call/transcript';
import type { EndMoment } from '../../shared/contract/call-contract';
import type { Verdict } from '../../shared/contract/verdict';
import { approvalDigest } from '../../shared/tool/digest';
import { NOT_DONE, REFUSALS } from './refusals/refusals';
import type { ConsoleClient } from './transport';

/** Done, or a sentence that says why not. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly sentence: string };

/** A function that the agent of a call has. */
export interface FunctionInCall {
  readonly name: string;
  readonly kind: ToolKind;
  readonly isOn: boolean;
}

/** What the operator can do to a call. Never throws. */
export interface CallCommands {
  /** `after-words`: what the agent is saying is heard to its end first. */
  end(callId: string, when: EndMoment): Promise<Outcome>;
  stopWords(callId: string): Promise<Outcome>;
  answerTool(callId: string, toolCallId: string, output: string): Promise<Outcome>;
  rejectTool(callId: string, toolCallId: string, reason: string): Promise<Outcome>;
  /** Approves exactly what this turn shows. */
  approveTool(callId: string, shown: Pick<ToolTurn, 'toolCallId' | 'name' | 'arguments'>): Promise<Outcome>;
  /** What the agent of a call may use; a sentence: why it cannot be told. */
  functions(callId: string): Promise<readonly FunctionInCall[] | string>;
  switchFunction(callId: string, name: string, isOn: boolean): Promise<Outcome>;
}

/** Commands over whatever line is open at the time. */
export function createCallCommands(client: () => ConsoleClient | null): CallCommands {
  async function ask(request: (calls: ConsoleClient['call']) => Promise<Verdict>): Promise<Outcome> {
    const open = client();
    if (open === null) return { ok: false, sentence: NOT_DONE };
    try {
      const verdict = await request(open.call);
      return verdict.ok ? { ok: true } : { ok: false, sentence: REFUSALS[verdict.code] };
    } catch {
      return { ok: false, sentence: NOT_DONE };
    }
  }

  return {
    end: (callId, when) => ask((calls) => calls.end({ callId, when })),
    stopWords: (callId) => ask((calls) => calls.stopWords({ callId })),
    answerTool: (callId, toolCallId, output) => ask((calls) => calls.answerTool({ callId, toolCallId, output })),
    rejectTool: (callId, toolCallId, reason) => ask((calls) => calls.rejectTool({ callId, toolCallId, reason })),
    approveTool: (callId, { toolCallId, name, arguments: args }) =>
      ask((calls) => calls.approveTool({ callId, toolCallId, digest: approvalDigest(toolCallId, name, args) })),
    functions: async (callId) => {
      try {
        const answer = await client()?.call.functions({ callId });
        if (answer === undefined) return NOT_DONE;
        return answer.ok ? answer.functions : REFUSALS[answer.code];
      } catch {
        return NOT_DONE;
      }
    },
    switchFunction: (callId, name, isOn) => ask((calls) => calls.switchFunction({ callId, name, isOn })),
  };
}
