import type { Call } from '../../shared/call/call';
import { useConsole } from '../connection/services';
import { KeyCap } from '../ui/key-cap';
import { displayNumber } from '../ui/phone-number';
import { toolsWaiting } from './call-order';
import styles from './call-panel.module.css';
import type { Drafts } from './drafts';
import { EndCall } from './end-call';
import { EndedSummary } from './ended-summary';
import { hasUnheardWords } from './phase-words';
import { ListenButton } from './listen-button';
import { ReplyTimes } from './reply-times';
import { StopWords } from './stop-words';
import { ToolCard } from './tool-card';

interface CallPanelProps {
  readonly call: Call;
  /** Another call that waits for a person, or null. */
  readonly otherInNeed: Call | null;
  readonly onSelect: (callId: string) => void;
  readonly drafts: Drafts;
}

/** What the operator can do for the call, and how it goes. */
export function CallPanel({ call, otherInNeed, onSelect, drafts }: CallPanelProps) {
  const connected = useConsole((view) => view.link.name === 'connected');
  const ended = call.phase.name === 'ended';
  return (
    <aside aria-label="This call" className={styles['panel']}>
      <div className={styles['top']}>
        {otherInNeed !== null && (
          <button type="button" className={styles['other']} onClick={() => onSelect(otherInNeed.id)}>
            <span>{displayNumber(otherInNeed.from)} needs you</span>
            <KeyCap>N</KeyCap>
          </button>
        )}
        {call.phase.name === 'ended' && <EndedSummary phase={call.phase} />}
        {toolsWaiting(call).map((tool) => (
          <ToolCard key={tool.toolCallId} callId={call.id} from={call.from} tool={tool} drafts={drafts} />
        ))}
        {!ended && <ListenButton callId={call.id} possible={connected && call.phase.name === 'live'} />}
        {!ended && <StopWords callId={call.id} possible={connected && hasUnheardWords(call)} />}
      </div>
      <div className={styles['foot']}>
        <ReplyTimes call={call} />
        {!ended && <EndCall callId={call.id} from={call.from} disabled={!connected} />}
      </div>
    </aside>
  );
}
