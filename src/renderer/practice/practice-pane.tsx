import { Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { toolsWaiting } from '../../shared/call/attention';
import type { Call } from '../../shared/call/call';
import { MAX_WORDS_CHARS } from '../../shared/call/events/operator';
import type { PracticeModel } from '../../shared/contract/practice-contract';
import type { Practice } from '../audio/headset/practising';
import { SoundTrouble } from '../headset-controls/sound-trouble';
import { otherParty } from '../labels/other-party';
import { Drafts } from '../live/compose/drafts';
import { EndedSummary } from '../live/ended-summary';
import { ToolCard } from '../live/tools/tool-card';
import { callAddress } from '../routes/call-route';
import { useConsole, useHeadset, useTextPractice, useServices } from '../services/services';
import type { TextPractice } from '../stores/text-practice-store';
import { Transcript } from '../transcript/transcript';
import { Empty } from '../ui/empty';
import { IconButton } from '../ui/icon-button';
import { KeyCap } from '../ui/keyboard/key-cap';
import { Notice } from '../ui/notice';
import { showRefusal } from '../ui/refusal-toast';
import { costLabel, costTitle } from '../labels/cost-labels';
import { usePracticeCall, useBeginTextPractice } from './practice-call';
import styles from './practice-pane.module.css';

/**
 * Pane beside an agent's draft. It shows what the draft says and does in its practice call, or in its written
 * practice.
 */
export function PracticePane({ agentId }: { readonly agentId: string }) {
  const practice = useHeadset((view) => view.practice);
  const textPractice = useTextPractice((now) => now);
  const shown = practice?.agentId === agentId ? <PracticeCall practice={practice} /> : null;
  const written = textPractice?.agentId === agentId ? <Written textPractice={textPractice} /> : null;
  if (shown === null && written === null) return null;
  return (
    <aside aria-label="Practice" className={styles['pane']}>
      {shown ?? written}
    </aside>
  );
}

function PracticeCall({ practice }: { readonly practice: Practice }) {
  const { headset } = useServices();
  const callAgain = usePracticeCall(practice.agentId);
  if (practice.name === 'calling') return <Empty title="Calling the draft…" />;
  return (
    <Conversation
      title="Practice call"
      {...practice}
      isOver={practice.name === 'over'}
      again="Call again"
      onAgain={() => void callAgain()}
      onClose={() => headset.practising.dismiss()}
    >
      {practice.name === 'on' && <SoundTrouble />}
    </Conversation>
  );
}

function Written({ textPractice: now }: { readonly textPractice: TextPractice }) {
  const { textPractice } = useServices();
  const practise = useBeginTextPractice(now.agentId);
  if (now.name === 'beginning') return <Empty title="Connecting to the model…" />;
  return (
    <Conversation
      title="Practice in writing"
      {...now}
      isOver={now.name === 'over'}
      again="Practise again"
      onAgain={() => void practise()}
      onClose={() => textPractice.dismiss()}
      line={now.name === 'on' ? <CallerLine callId={now.callId} /> : null}
    />
  );
}

interface ConversationProps {
  readonly title: string;
  readonly callId: string;
  readonly model: PracticeModel;
  readonly isOver: boolean;
  readonly again: string;
  readonly onAgain: () => void;
  readonly onClose: () => void;
  /** Content above the conversation. */
  readonly children?: ReactNode;
  /** Input line for the caller's words. */
  readonly line?: ReactNode;
}

function Conversation({ title, callId, model, isOver, again, onAgain, onClose, children, line }: ConversationProps) {
  const call = useConsole((view) => view.console.calls.get(callId));
  return (
    <>
      <header className={styles['head']}>
        <h2>{title}</h2>
        {call !== undefined && (
          <span className={styles['cost']} title={costTitle(call)}>
            {costLabel(call)}
          </span>
        )}
        {isOver && (
          <IconButton label="Close practice" size={28} icon={<IconX size={16} stroke={1.75} />} onClick={onClose} />
        )}
      </header>
      {model === 'simulated' && <SimulatedNotice isWritten={line !== undefined} />}
      {children}
      {call === undefined ? <Empty title="Ringing…" /> : <WhatIsSaid key={callId} call={call} />}
      {line}
      {isOver && (
        <footer className={styles['foot']}>
          {call?.phase.name === 'ended' && <EndedSummary direction={call.direction} phase={call.phase} />}
          <div className={styles['buttons']}>
            <Button onClick={onAgain}>{again}</Button>
            {call !== undefined && (
              <Button component="a" variant="default" href={`#${callAddress(callId)}`}>
                Show the call
              </Button>
            )}
          </div>
        </footer>
      )}
    </>
  );
}

function WhatIsSaid({ call }: { readonly call: Call }) {
  const [drafts] = useState(() => new Drafts());
  const waiting = toolsWaiting(call);
  return (
    <>
      {call.turns.length === 0 ? <Empty title={silenceLabel(call)} /> : <Transcript call={call} />}
      {waiting.length > 0 && (
        <div className={styles['cards']}>
          {waiting.map((tool) => (
            <ToolCard key={tool.toolCallId} callId={call.id} from={otherParty(call)} tool={tool} drafts={drafts} />
          ))}
        </div>
      )}
    </>
  );
}

function SimulatedNotice({ isWritten }: { readonly isWritten: boolean }) {
  return (
    <div className={styles['notice']}>
      <Notice
        tone="attention"
        sentence="A simulated model answers: there is no OpenAI key."
        remedy={`It ${isWritten ? 'knows a few phrases of a shop' : 'does not understand what you say'}. Enter a key in Settings to try the real one.`}
      />
    </div>
  );
}

function silenceLabel({ phase }: Call): string {
  if (phase.name === 'ended') return 'Nobody spoke in this call';
  return phase.name === 'live' ? 'Nobody has spoken yet' : 'Connecting to the model…';
}

/** Input line for the words of a practice's caller, with a button that ends the practice. */
function CallerLine({ callId }: { readonly callId: string }) {
  const { textPractice } = useServices();
  const isLive = useConsole((view) => view.console.calls.get(callId)?.phase.name === 'live');
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    const words = text.trim();
    if (words === '' || !isLive) return;
    setText('');
    const outcome = await textPractice.write(words);
    if (outcome.ok) return;
    setRefusal(outcome.sentence);
    // Restore the unsent words, unless the field holds something else by now.
    setText((now) => (now === '' ? words : now));
  };
  const end = async (): Promise<void> => {
    const outcome = await textPractice.end();
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void send();
  };
  return (
    <div className={styles['line']}>
      <TextInput
        data-autofocus
        autoFocus
        aria-label="What the caller says"
        placeholder="What the caller says…"
        maxLength={MAX_WORDS_CHARS}
        value={text}
        error={refusal}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setRefusal(null);
        }}
        onKeyDown={onKeyDown}
        rightSectionWidth={64}
        rightSection={<KeyCap>Enter</KeyCap>}
      />
      <Button data-danger variant="outline" onClick={() => void end()}>
        End practice
      </Button>
    </div>
  );
}
