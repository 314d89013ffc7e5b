import { LIMIT_NAMES } from '../../shared/agent/agent-limits';
import { toolsWaiting } from '../../shared/call/attention';
import { isWritten, type Call } from '../../shared/call/call';
import { actionTitle, keyCap } from '../actions/action';
import { nextInNeed } from '../actions/page-actions';
import { otherParty } from '../labels/other-party';
import { KeyCap } from '../ui/keyboard/key-cap';
import { Notice } from '../ui/notice';
import { CallActs } from './call-acts';
import styles from './call-panel.module.css';
import type { Drafts } from './compose/drafts';
import { DeadAirCard } from './dead-air-card';
import { EndCall } from './end-call';
import { EndedSummary } from './ended-summary';
import { FloorButtons } from './floor/floor-buttons';
import { ListenButton } from './floor/listen-button';
import { staleRequests } from './list/call-order';
import { ReplyTimes } from './reply-times';
import { StaleCard } from './tools/stale-card';
import { ToolCard } from './tools/tool-card';

interface CallPanelProps {
  readonly call: Call;
  /** Another call that waits for a person, or null. */
  readonly otherInNeed: Call | null;
  readonly onSelect: (callId: string) => void;
  readonly drafts: Drafts;
}

/** Panel of the call: what the operator can do for it, and how it goes. */
export function CallPanel({ call, otherInNeed, onSelect, drafts }: CallPanelProps) {
  const ended = call.phase.name === 'ended';
  const hasSound = !ended && !isWritten(call);
  return (
    <aside aria-label="This call" className={styles['panel']}>
      <div className={styles['top']}>
        {otherInNeed !== null && (
          <button
            type="button"
            className={styles['other']}
            title={actionTitle(nextInNeed)}
            onClick={() => onSelect(otherInNeed.id)}
          >
            <span>{otherParty(otherInNeed)} needs you</span>
            <KeyCap>{keyCap(nextInNeed)}</KeyCap>
          </button>
        )}
        {call.phase.name === 'ended' && <EndedSummary direction={call.direction} phase={call.phase} />}
        {call.raised !== null && (
          <Notice
            tone="attention"
            sentence={`The agent’s limit was reached: ${LIMIT_NAMES[call.raised.limit]}.`}
            remedy="The call goes on. Listen, whisper to the agent, take over, or end the call."
          />
        )}
        {toolsWaiting(call).map((tool) => (
          <ToolCard key={tool.toolCallId} callId={call.id} from={otherParty(call)} tool={tool} drafts={drafts} />
        ))}
        {staleRequests(call).map((tool) => (
          <StaleCard key={tool.toolCallId} tool={tool} />
        ))}
        {hasSound && <DeadAirCard call={call} />}
        {hasSound && <ListenButton call={call} />}
        {hasSound && <FloorButtons call={call} />}
        {hasSound && <CallActs call={call} />}
        <div className={styles['numbers']}>
          <ReplyTimes call={call} />
        </div>
      </div>
      {!ended && (
        <div className={styles['foot']}>
          <EndCall call={call} />
        </div>
      )}
    </aside>
  );
}
