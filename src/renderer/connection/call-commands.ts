import type { EndMoment } from '../../shared/contract/contract';
import type { Verdict } from '../../shared/contract/verdict';
import { NOT_DONE, REFUSALS } from './refusals';
import type { ConsoleClient } from './transport';

/** Done, or a sentence that says why not. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly sentence: string };

/** What the operator can do to a call. Never throws. */
export interface CallCommands {
  /** `after-words`: what the agent is saying is heard to its end first. */
  end(callId: string, when: EndMoment): Promise<Outcome>;
  stopWords(callId: string): Promise<Outcome>;
  answerTool(callId: string, toolCallId: string, output: string): Promise<Outcome>;
  rejectTool(callId: string, toolCallId: string, reason: string): Promise<Outcome>;
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
  };
}
