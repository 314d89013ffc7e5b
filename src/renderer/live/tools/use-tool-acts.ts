import { useState } from 'react';
import type { ToolTurn } from '../../../shared/call/transcript';
import { approvalDigest } from '../../../shared/tool/digest';
import type { Outcome } from '../../client/run';
import { useServices } from '../../services/services';
import { showRefusal } from '../../ui/refusal-toast';
import type { Drafts } from '../compose/drafts';

/** Reason that the agent is told when a person gives none. */
export const REJECTED = 'The operator rejected this.';

/** A person's decisions on a tool call that waits for them. */
interface ToolActs {
  readonly isSending: boolean;
  readonly approve: () => void;
  readonly reject: (reason: string) => void;
  readonly answer: (output: string) => void;
}

/** Sends a person's decision on a tool call, and says why one was refused wherever they look by then. */
export function useToolActs(callId: string, tool: ToolTurn, drafts: Drafts): ToolActs {
  const { run } = useServices();
  const [isSending, setSending] = useState(false);
  const { toolCallId, name } = tool;

  const send = async (command: () => Promise<Outcome>): Promise<void> => {
    setSending(true);
    const outcome = await command();
    if (outcome.ok) drafts.write(callId, toolCallId, '');
    else showRefusal(outcome.sentence);
    setSending(outcome.ok);
  };
  return {
    isSending,
    approve: () => {
      // Exactly what is shown: a request that was made anew meanwhile has another digest.
      const digest = approvalDigest(toolCallId, name, tool.arguments);
      void send(() => run((api) => api.call.approveTool({ callId, toolCallId, digest })));
    },
    reject: (reason) => void send(() => run((api) => api.call.rejectTool({ callId, toolCallId, reason }))),
    answer: (output) => void send(() => run((api) => api.call.answerTool({ callId, toolCallId, output }))),
  };
}
