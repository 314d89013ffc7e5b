import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Call } from '../../../shared/call/call';
import { otherParty } from '../../labels/other-party';
import { useServices } from '../../services/services';
import { showRefusal } from '../../ui/refusal-toast';
import { plainLine } from '../../ui/text/plain-text';
import type { Drafts } from '../compose/drafts';
import { useNeed } from '../list/call-order';
import { TimeLeft } from '../tools/tool-card';
import { REJECTED, useToolActs } from '../tools/use-tool-acts';
import styles from './queue.module.css';
import {
  heldRequests,
  leftoverLabel,
  requestKey,
  requestLine,
  requestsOf,
  settledLabel,
  type Request,
} from './waiting';

interface QueueProps {
  readonly calls: ReadonlyMap<string, Call>;
  /** Calls that are silent, and need a person for no other reason. */
  readonly quiet: readonly Call[];
  /** Ended calls that left something to do. */
  readonly left: readonly Call[];
  readonly drafts: Drafts;
  readonly onSelect: (callId: string) => void;
}

/** Everything that waits for a person: requests by the time that is left, quiet callers, and what ended calls left to do. */
export function Queue({ calls, quiet, left, drafts, onSelect }: QueueProps) {
  const waiting = requestsOf(calls.values());
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const requests = held === null ? waiting : heldRequests(held, calls, waiting);
  if (requests.length + quiet.length + left.length === 0) return null;
  return (
    <section
      aria-label="Waiting for you"
      className={styles['queue']}
      onPointerEnter={() => setHeld(requests.map(requestKey))}
      onPointerLeave={() => setHeld(null)}
    >
      {requests.length > 0 && <h2 className={styles['title']}>Waiting for you · {waiting.length}</h2>}
      {requests.map((request) => (
        <RequestCard key={requestKey(request)} request={request} drafts={drafts} onSelect={onSelect} />
      ))}
      {quiet.length > 0 && <h2 className={styles['quiet']}>Quiet callers · {quiet.length}</h2>}
      {quiet.map((call) => (
        <QuietRow key={call.id} call={call} onSelect={onSelect} />
      ))}
      {left.length > 0 && <h2 className={styles['quiet']}>Left to do · {left.length}</h2>}
      {left.map((call) => (
        <LeftRow key={call.id} call={call} onSelect={onSelect} />
      ))}
    </section>
  );
}

interface RequestCardProps {
  readonly request: Request;
  readonly drafts: Drafts;
  readonly onSelect: (callId: string) => void;
}

/** Most answers that a card offers as buttons; the call itself has all of them. */
const OPTIONS_SHOWN = 3;

function RequestCard({ request: { call, tool }, drafts, onSelect }: RequestCardProps) {
  const { isSending, approve, reject, answer } = useToolActs(call.id, tool, drafts);
  const { name, values, isWhole } = requestLine(tool);
  const from = otherParty(call);
  const settled = settledLabel(tool);
  const open = (): void => {
    onSelect(call.id);
    // The call's own card is there after the next render, and is where a longer answer is written.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('aside [data-answer-box]')?.focus());
  };
  return (
    <div role="group" aria-label={`${name}, from ${from}`} data-settled={settled !== null} className={styles['card']}>
      <p className={styles['what']}>
        <span>
          <b>{name}</b> {values}
        </span>
        {settled === null && <TimeLeft tool={tool} />}
      </p>
      <p className={styles['from']}>
        {from} · {plainLine(call.agent.name)}
      </p>
      {settled !== null ? (
        <p className={styles['from']}>{settled}</p>
      ) : (
        <div className={styles['acts']}>
          {tool.approval?.state === 'asked' && isWhole && (
            <Button size="compact-sm" data-answer-box disabled={isSending} onClick={approve}>
              Approve
            </Button>
          )}
          {tool.approval?.state === 'asked' && (
            <Button size="compact-sm" variant="default" disabled={isSending} onClick={() => reject(REJECTED)}>
              Reject
            </Button>
          )}
          {tool.approval?.state !== 'asked' &&
            (tool.form?.options ?? []).slice(0, OPTIONS_SHOWN).map((option, index) => (
              <Button
                key={option}
                size="compact-sm"
                variant="default"
                disabled={isSending}
                {...(index === 0 && { 'data-answer-box': true })}
                onClick={() => answer(option)}
              >
                {plainLine(option)}
              </Button>
            ))}
          <Button size="compact-sm" variant="default" data-answer-box onClick={open}>
            {tool.approval?.state === 'asked' ? 'Open' : 'Answer…'}
          </Button>
        </div>
      )}
    </div>
  );
}

interface RowProps {
  readonly call: Call;
  readonly onSelect: (callId: string) => void;
}

function QuietRow({ call, onSelect }: RowProps) {
  const need = useNeed(call);
  return (
    <button type="button" className={styles['row']} onClick={() => onSelect(call.id)}>
      <b>{otherParty(call)}</b> {need}
    </button>
  );
}

function LeftRow({ call, onSelect }: RowProps) {
  const { run } = useServices();
  const dismiss = async (): Promise<void> => {
    const outcome = await run((api) => api.call.dismiss({ callId: call.id }));
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  return (
    <div className={styles['left']}>
      <button type="button" className={styles['row']} onClick={() => onSelect(call.id)}>
        <b>{otherParty(call)}</b> {leftoverLabel(call)}
      </button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        aria-label={`Dismiss what is left of ${otherParty(call)}`}
        onClick={() => void dismiss()}
      >
        Dismiss
      </Button>
    </div>
  );
}
