import { useState } from 'react';
import type { ToolTurn } from '../../../shared/call/transcript';
import { approvalDigest } from '../../../shared/tool/digest';
import type { Outcome } from '../../client/run';
import { useServices } from '../../services/services';
import { AnswerForm } from '../../tools/playground/answer-form';
import { plainLine } from '../../ui/text/plain-text';
import { ApproveForm } from './approve-form';
import type { Drafts } from '../compose/drafts';
import { showRefusal } from '../../ui/refusal-toast';
import { TimeLeft } from './time-left';
import { ToolArguments } from '../../transcript/tool-arguments-view';
import styles from './tool-card.module.css';

interface ToolCardProps {
  readonly callId: string;
  readonly from: string;
  readonly tool: ToolTurn;
  readonly drafts: Drafts;
}

/** A tool call that waits for a person: what the agent asks for, and the place to answer or to approve. */
export function ToolCard({ callId, from, tool, drafts }: ToolCardProps) {
  const { run } = useServices();
  const [isSending, setSending] = useState(false);
  const { toolCallId } = tool;
  const isApproval = tool.approval?.state === 'asked';

  const send = async (command: () => Promise<Outcome>): Promise<void> => {
    setSending(true);
    const outcome = await command();
    if (outcome.ok) drafts.write(callId, toolCallId, '');
    // The card may be gone by then: what became of it is told where it is seen all the same.
    else showRefusal(outcome.sentence);
    setSending(outcome.ok);
  };
  const approve = (): Promise<Outcome> => {
    // Exactly what is shown: a request that was made anew meanwhile has another digest.
    const digest = approvalDigest(toolCallId, tool.name, tool.arguments);
    return run((api) => api.call.approveTool({ callId, toolCallId, digest }));
  };
  const reject = (reason: string) => void send(() => run((api) => api.call.rejectTool({ callId, toolCallId, reason })));

  const name = plainLine(tool.name);
  return (
    <section aria-label={`${name}, from ${from}`} className={styles['card']}>
      <header className={styles['head']}>
        <h2 className={styles['name']}>{name}</h2>
        <TimeLeft tool={tool} />
      </header>
      <p className={styles['what']}>{wordsOf(tool)}</p>
      <div role="group" aria-label="Arguments" tabIndex={0} className={styles['arguments']}>
        <ToolArguments raw={tool.arguments} />
      </div>
      {isApproval ? (
        <ApproveForm isSending={isSending} onApprove={() => void send(approve)} onReject={reject} />
      ) : (
        <AnswerForm
          name={tool.name}
          options={tool.form?.options ?? []}
          schema={tool.form?.answer}
          isSending={isSending}
          draft={{ text: drafts.read(callId, toolCallId), keep: (text) => drafts.write(callId, toolCallId, text) }}
          onAnswer={(output) => void send(() => run((api) => api.call.answerTool({ callId, toolCallId, output })))}
          onReject={reject}
        />
      )}
    </section>
  );
}

function wordsOf({ approval, isDeferred }: ToolTurn): string {
  if (approval?.state === 'asked') return 'Runs only if you approve exactly this. The agent goes on talking.';
  return isDeferred
    ? 'The agent asks you, and goes on talking until you answer.'
    : 'The agent asks you. The caller waits for the answer.';
}
