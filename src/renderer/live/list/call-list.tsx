import { IconPhoneOutgoing } from '@tabler/icons-react';
import { memo, useEffect, useRef } from 'react';
import type { Call } from '../../../shared/call/call';
import { splitHeard, type Turn } from '../../../shared/call/transcript';
import { labelWithKey } from '../../actions/action';
import { callOut } from '../../actions/page-actions';
import { useAction } from '../../actions/use-actions';
import { otherParty } from '../../labels/other-party';
import { floorLabel, operatorLabel, phaseLabel } from '../../labels/phase-labels';
import { useServices } from '../../services/services';
import { Badge } from '../../ui/badge';
import { IconButton } from '../../ui/icon-button';
import { formatTimeOfDay, formatTimer } from '../../ui/text/format';
import { displayNumber } from '../../ui/text/phone-number';
import { plainLine } from '../../ui/text/plain-text';
import { Timer } from '../../ui/time/timer';
import styles from './call-list.module.css';
import { endedAt, useNeed, type CallOrder } from './call-order';
import { LevelBars } from './level-bars';

interface CallListProps {
  readonly order: CallOrder;
  readonly selected: Call | null;
  readonly onSelect: (callId: string) => void;
}

/** Every call: those that need a person first, then by age; below them the ended ones. */
export function CallList({ order, selected, onSelect }: CallListProps) {
  const { current, ended, needsYou } = order;
  const { perform } = useAction(callOut);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    row?.scrollIntoView({ block: 'nearest' });
    // Whoever goes through the list by key, from a row on, has the focus on the row that is shown.
    if (list.current?.contains(document.activeElement)) row?.focus({ preventScroll: true });
  }, [selected?.id]);
  return (
    <section aria-label="Calls" className={styles['list']}>
      <header className={styles['head']}>
        <h2>{count(current.length)}</h2>
        {needsYou > 0 && (
          <span className={styles['need']}>{needsYou === 1 ? '1 needs you' : `${needsYou} need you`}</span>
        )}
        <IconButton
          size={26}
          label={labelWithKey(callOut)}
          icon={<IconPhoneOutgoing size={16} stroke={1.7} />}
          onClick={perform}
        />
      </header>
      <div ref={list} className={styles['rows']}>
        {current.map((call) => (
          <CallRow key={call.id} call={call} selected={call.id === selected?.id} onSelect={onSelect} />
        ))}
        {ended.length > 0 && (
          <>
            <h2 className={styles['ended']}>Ended</h2>
            {ended.map((call) => (
              <EndedRow key={call.id} call={call} selected={call.id === selected?.id} onSelect={onSelect} />
            ))}
          </>
        )}
      </div>
    </section>
  );
}

function count(calls: number): string {
  if (calls === 0) return 'No calls';
  return calls === 1 ? '1 call' : `${calls} calls`;
}

interface CallRowProps {
  readonly call: Call;
  readonly selected: boolean;
  readonly onSelect: (callId: string) => void;
}

/** A call that goes on, in the list. */
const CallRow = memo(function CallRow({ call, selected, onSelect }: CallRowProps) {
  const need = useNeed(call);
  const { consoleId } = useServices();
  const words = lastWords(call, consoleId);
  return (
    <button
      type="button"
      data-call-row
      aria-current={selected}
      className={styles['row']}
      onClick={() => onSelect(call.id)}
    >
      <span className={styles['line']}>
        <span className={styles['number']}>{otherParty(call)}</span>
        <span className={styles['timer']}>
          <Timer since={call.rangAt} until={null} />
        </span>
      </span>
      <span className={styles['line']}>
        <LevelBars callId={call.id} />
        <FloorBadge call={call} />
        {need !== '' && (
          <Badge tone="amber" cut>
            {need}
          </Badge>
        )}
        {need === '' && call.progress === 'answered-by-machine' && <Badge tone="amber">voicemail</Badge>}
        {need === '' && call.progress !== 'answered-by-machine' && <LineBadge call={call} />}
      </span>
      <span className={styles['words']}>
        {words === null ? (
          <span className={styles['none']}>Nothing said yet</span>
        ) : (
          <bdi>{`${words.speaker}: ${plainLine(words.text.slice(0, 240))}`}</bdi>
        )}
      </span>
    </button>
  );
});

/** Our line, on whichever end it is; who speaks there stands behind it. */
function LineBadge({ call }: { readonly call: Call }) {
  const isIn = call.direction === 'in';
  const line = displayNumber(isIn ? call.to : call.from);
  const agent = plainLine(call.agent.name);
  return (
    <span className={styles['dialled']} title={isIn ? `${agent} answers ${line}` : `${agent} calls from ${line}`}>
      <span className={styles['way']}>{isIn ? 'to ' : 'from '}</span>
      {line}
    </span>
  );
}

function FloorBadge({ call }: { readonly call: Call }) {
  const { consoleId } = useServices();
  const words = floorLabel(call, consoleId);
  return call.floor === 'operator' ? <Badge tone="red">{words}</Badge> : <Badge>{words}</Badge>;
}

interface EndedRowProps {
  readonly call: Call;
  readonly selected: boolean;
  readonly onSelect: (callId: string) => void;
}

/** A call that is over, in the list. */
const EndedRow = memo(function EndedRow({ call, selected, onSelect }: EndedRowProps) {
  const { consoleId } = useServices();
  return (
    <button
      type="button"
      data-call-row
      data-ended
      aria-current={selected}
      className={styles['row']}
      onClick={() => onSelect(call.id)}
    >
      <span className={styles['line']}>
        <span className={styles['number']}>{otherParty(call)}</span>
        <span className={styles['when']}>{formatTimeOfDay(endedAt(call))}</span>
      </span>
      <span className={styles['line']}>
        <span className={styles['reason']}>{phaseLabel(call, consoleId)}</span>
        <span className={styles['when']}>{formatTimer(callAgeMs(call, endedAt(call)))}</span>
      </span>
    </button>
  );
});

/** The last thing said in a call, for its row in the list. */
interface LastWords {
  readonly speaker: string;
  readonly text: string;
}

/** The newest words of the call, told to that console; null before anything was said. Of cut words only what was heard counts. */
export function lastWords(call: Call, consoleId: string): LastWords | null {
  for (let index = call.turns.length - 1; index >= 0; index--) {
    const turn = call.turns[index];
    const words = turn === undefined ? null : wordsOf(turn, consoleId);
    if (words !== null && words.text.trim() !== '') return words;
  }
  return null;
}

function wordsOf(turn: Turn, consoleId: string): LastWords | null {
  if (turn.kind === 'caller') return { speaker: 'Caller', text: turn.text };
  if (turn.kind === 'operator') return { speaker: operatorLabel(turn, consoleId), text: turn.text };
  if (turn.kind !== 'agent') return null;
  if (turn.speech.state !== 'cut') return { speaker: 'Agent', text: turn.text };
  const { heard } = splitHeard(turn.text, turn.speech.heardMs, turn.speech.sentMs);
  return { speaker: 'Agent', text: heard === '' ? '' : `${heard} …` };
}

/** Age of a current call, or duration of an ended one, ms. */
export function callAgeMs(call: Call, now: number): number {
  return Math.max(0, (call.phase.name === 'ended' ? call.phase.at : now) - call.rangAt);
}
