import { Button, Textarea } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import type { ToolTurn } from '../../shared/call/transcript';
import type { Outcome } from '../connection/call-commands';
import { useServices, useTimed } from '../connection/services';
import { formatOffset } from '../ui/format';
import { KeyCap } from '../ui/key-cap';
import { plainLine } from '../ui/plain-text';
import type { Drafts } from './drafts';
import { ToolArguments } from './tool-arguments-view';
import styles from './tool-card.module.css';
import { timeLeftMs } from './tool-words';

/** What fits into an answer and into a reason; characters. */
const MAX_ANSWER_CHARS = 65_536;
const MAX_REASON_CHARS = 500;
const REJECTED = 'The operator rejected this.';
const HURRY_MS = 10_000;

interface ToolCardProps {
  readonly callId: string;
  /** The number at the other end, as it is shown. */
  readonly from: string;
  readonly tool: ToolTurn;
  readonly drafts: Drafts;
}

/** A tool call that waits for a person: what the agent asks for, and the place to answer. */
export function ToolCard({ callId, from, tool, drafts }: ToolCardProps) {
  const { commands } = useServices();
  const [text, setText] = useState(() => drafts.read(callId, tool.toolCallId));
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const write = (draft: string): void => {
    setText(draft);
    drafts.write(callId, tool.toolCallId, draft);
  };
  const send = async (command: () => Promise<Outcome>): Promise<void> => {
    setSending(true);
    setRefusal(null);
    // What is on its way is no draft any more; refused, it is one again.
    drafts.write(callId, tool.toolCallId, '');
    const outcome = await command();
    if (!outcome.ok) {
      drafts.write(callId, tool.toolCallId, text);
      setRefusal(outcome.sentence);
    }
    setSending(outcome.ok);
  };
  const ready = text.trim() !== '' && !sending;
  const answer = () => send(() => commands.answerTool(callId, tool.toolCallId, text));
  const reject = () =>
    send(() => commands.rejectTool(callId, tool.toolCallId, text.trim().slice(0, MAX_REASON_CHARS) || REJECTED));
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (ready) void answer();
  };

  const name = plainLine(tool.name);
  return (
    <section aria-label={`${name}, from ${from}`} className={styles['card']}>
      <header className={styles['head']}>
        <h2 className={styles['name']}>{name}</h2>
        <TimeLeft tool={tool} />
      </header>
      <p className={styles['what']}>The agent asks you. The caller waits for the answer.</p>
      <div role="group" aria-label="Arguments" tabIndex={0} className={styles['arguments']}>
        <ToolArguments raw={tool.arguments} />
      </div>
      <Textarea
        data-answer-box
        aria-label={`Answer to ${name}`}
        placeholder="Your answer, as text or JSON"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={MAX_ANSWER_CHARS}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {refusal !== null && (
        <p role="alert" className={styles['refusal']}>
          {refusal}
        </p>
      )}
      <div className={styles['actions']}>
        <Button
          justify="space-between"
          disabled={!ready}
          rightSection={<KeyCap>⏎</KeyCap>}
          onClick={() => void answer()}
        >
          Answer
        </Button>
        <Button variant="default" disabled={sending} onClick={() => void reject()}>
          Reject
        </Button>
      </div>
    </section>
  );
}

function TimeLeft({ tool }: { readonly tool: ToolTurn }) {
  const left = useTimed((now) => formatOffset(timeLeftMs(tool, now) + 999));
  const hurry = useTimed((now) => timeLeftMs(tool, now) < HURRY_MS);
  return (
    <time className={styles['left']} data-hurry={hurry} title="Time left to answer">
      {left}
    </time>
  );
}
