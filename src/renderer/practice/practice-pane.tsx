import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Call } from '../../shared/call/call';
import type { Practice } from '../audio/practising';
import { SoundTrouble } from '../audio/sound-trouble';
import { useConsole, useHeadset, useServices } from '../connection/services';
import { toolsWaiting } from '../live/call-order';
import { Drafts } from '../live/drafts';
import { EndedSummary } from '../live/ended-summary';
import { otherParty } from '../live/other-party';
import { ToolCard } from '../live/tool-card';
import { Transcript } from '../live/transcript';
import { Empty } from '../ui/empty';
import { formatUsd } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { Notice } from '../ui/notice';
import { usePracticeCall } from './practice-call';
import styles from './practice-pane.module.css';

/** Beside an agent's draft, what it says and does in the practice call that was made to it. */
export function PracticePane({ agentId }: { readonly agentId: string }) {
  const practice = useHeadset((view) => view.practice);
  if (practice === null || practice.agentId !== agentId) return null;
  return (
    <aside aria-label="Practice" className={styles['pane']}>
      {practice.name === 'calling' ? <Empty title="Calling the draft…" /> : <OneCall practice={practice} />}
    </aside>
  );
}

function OneCall({ practice }: { readonly practice: Exclude<Practice, { readonly name: 'calling' }> }) {
  const { headset } = useServices();
  const call = useConsole((view) => view.console.calls.get(practice.callId));
  return (
    <>
      <header className={styles['head']}>
        <h2>Practice call</h2>
        {call !== undefined && <span className={styles['cost']}>{formatUsd(call.costUsd)}</span>}
        {practice.name === 'over' && (
          <IconButton
            label="Close practice"
            size={28}
            icon={<IconX size={16} stroke={1.75} />}
            onClick={() => headset.dismissPractice()}
          />
        )}
      </header>
      {practice.model === 'simulated' && <SimulatedNotice />}
      {practice.name === 'on' && <SoundTrouble />}
      {call === undefined ? <Empty title="Ringing…" /> : <Conversation call={call} />}
      {practice.name === 'over' && <Over agentId={practice.agentId} call={call} />}
    </>
  );
}

function Conversation({ call }: { readonly call: Call }) {
  const [drafts] = useState(() => new Drafts());
  return (
    <>
      {call.turns.length === 0 ? <Empty title={silenceWords(call)} /> : <Transcript call={call} />}
      {toolsWaiting(call).length > 0 && (
        <div className={styles['cards']}>
          {toolsWaiting(call).map((tool) => (
            <ToolCard key={tool.toolCallId} callId={call.id} from={otherParty(call)} tool={tool} drafts={drafts} />
          ))}
        </div>
      )}
    </>
  );
}

function Over({ agentId, call }: { readonly agentId: string; readonly call: Call | undefined }) {
  const callAgain = usePracticeCall(agentId);
  return (
    <footer className={styles['foot']}>
      {call?.phase.name === 'ended' && <EndedSummary phase={call.phase} />}
      <div className={styles['buttons']}>
        <Button onClick={() => void callAgain()}>Call again</Button>
        {call !== undefined && (
          <Button component="a" variant="default" href={`#/live/${encodeURIComponent(call.id)}`}>
            Show the call
          </Button>
        )}
      </div>
    </footer>
  );
}

function SimulatedNotice() {
  return (
    <div className={styles['notice']}>
      <Notice
        tone="attention"
        sentence="A simulated model answers: there is no OpenAI key."
        remedy="It does not understand what you say. Enter a key in Settings to speak with the real one."
      />
    </div>
  );
}

function silenceWords({ phase }: Call): string {
  if (phase.name === 'ended') return 'Nobody spoke in this call';
  return phase.name === 'live' ? 'Nobody has spoken yet' : 'Connecting to the model…';
}
