import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ToolTurn } from '../../../shared/call/transcript';
import { AnswerForm } from '../../tools/playground/answer-form';
import { ToolArguments } from '../../transcript/tool-arguments-view';
import { timeLeftMs } from '../../transcript/tool-row';
import { formatOffset } from '../../ui/text/format';
import { plainLine } from '../../ui/text/plain-text';
import { useTimed } from '../../ui/time/timer';
import type { Drafts } from '../compose/drafts';
import styles from './tool-card.module.css';
import { REJECTED, useToolActs } from './use-tool-acts';

interface ToolCardProps {
  readonly callId: string;
  readonly from: string;
  readonly tool: ToolTurn;
  readonly drafts: Drafts;
}

/** A tool call that waits for a person: what the agent asks for, and the place to answer or to approve. */
export function ToolCard({ callId, from, tool, drafts }: ToolCardProps) {
  const { isSending, approve, reject, answer } = useToolActs(callId, tool, drafts);
  const { toolCallId } = tool;
  const isApproval = tool.approval?.state === 'asked';
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
        <ApproveForm isSending={isSending} onApprove={approve} onReject={reject} />
      ) : (
        <AnswerForm
          name={tool.name}
          options={tool.form?.options ?? []}
          schema={tool.form?.answer}
          isSending={isSending}
          draft={{ text: drafts.read(callId, toolCallId), keep: (text) => drafts.write(callId, toolCallId, text) }}
          onAnswer={answer}
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

const MAX_REASON_CHARS = 500;

interface ApproveFormProps {
  readonly isSending: boolean;
  readonly onApprove: () => void;
  readonly onReject: (reason: string) => void;
}

/** Form that approves a tool call before it runs, or rejects it with a reason. */
function ApproveForm({ isSending, onApprove, onReject }: ApproveFormProps) {
  const [reason, setReason] = useState('');
  return (
    <>
      <TextInput
        data-answer-box
        aria-label="Why you reject it"
        placeholder="Why, if you reject it"
        maxLength={MAX_REASON_CHARS}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={styles['actions']}>
        <Button disabled={isSending} onClick={onApprove}>
          Approve
        </Button>
        <Button variant="default" disabled={isSending} onClick={() => onReject(reason.trim() || REJECTED)}>
          Reject
        </Button>
      </div>
    </>
  );
}

const HURRY_MS = 10_000;

/** Countdown of the time a person has left to act on a tool call. */
export function TimeLeft({ tool }: { readonly tool: ToolTurn }) {
  const left = useTimed((now) => formatOffset(timeLeftMs(tool, now) + 999));
  const hurry = useTimed((now) => timeLeftMs(tool, now) < HURRY_MS);
  return (
    <time className={styles['left']} data-hurry={hurry} title="Time left">
      {left}
    </time>
  );
}

/** A request that the agent has made anew since: to be seen, and not to be approved. */
export function StaleCard({ tool }: { readonly tool: ToolTurn }) {
  const name = plainLine(tool.name);
  return (
    <section aria-label={`${name}, out of date`} data-stale className={styles['card']}>
      <header className={styles['head']}>
        <h2 className={styles['name']}>{name}</h2>
        <span className={styles['stale']}>out of date</span>
      </header>
      <p className={styles['what']}>The agent has asked anew since. Nothing of this was run.</p>
      <div role="group" aria-label="Arguments that were asked for before" className={styles['arguments']}>
        <ToolArguments raw={tool.arguments} />
      </div>
    </section>
  );
}
