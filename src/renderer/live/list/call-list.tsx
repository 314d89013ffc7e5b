import { IconPhoneOutgoing } from '@tabler/icons-react';
import { TextInput } from '@mantine/core';
import { Fragment, memo, useEffect, useRef, useState } from 'react';
import type { Call } from '../../../shared/call/call';
import { toolsWaiting } from '../../../shared/call/attention';
import { keyCap, labelWithKey } from '../../actions/action';
import { callOut, filterCalls } from '../../actions/page-actions';
import { useAction, useBox } from '../../actions/use-actions';
import { otherParty } from '../../labels/other-party';
import { floorLabel, phaseLabel } from '../../labels/phase-labels';
import { useServices } from '../../services/services';
import { Badge } from '../../ui/badge';
import { IconButton } from '../../ui/icon-button';
import { KeyCap } from '../../ui/keyboard/key-cap';
import { dayLabel, dayOf, formatTimeOfDay, formatTimer } from '../../ui/text/format';
import { displayNumber } from '../../ui/text/phone-number';
import { plainLine } from '../../ui/text/plain-text';
import { Timer, useTimed } from '../../ui/time/timer';
import type { Drafts } from '../compose/drafts';
import { Queue } from '../queue/queue';
import { leftOver, leftoverLabel, requestLine } from '../queue/waiting';
import styles from './call-list.module.css';
import { endedAt, heldRows, matching, useNeed, type CallOrder } from './call-order';
import { LevelBars } from './level-bars';

interface CallListProps {
  readonly calls: ReadonlyMap<string, Call>;
  readonly order: CallOrder;
  readonly selected: Call | null;
  readonly drafts: Drafts;
  readonly onSelect: (callId: string) => void;
}

/** Calls from which on they can be filtered. */
const FILTER_FROM = 6;

/** List of every call, under those things that wait for a person: those that need one first, then by age; below them the ended ones by day. */
export function CallList({ calls, order, selected, drafts, onSelect }: CallListProps) {
  const { current, ended, needsYou, quiet } = order;
  const { perform } = useAction(callOut);
  const [text, setText] = useState('');
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const isFiltered = current.length + ended.length >= FILTER_FROM || text !== '';
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    row?.scrollIntoView({ block: 'nearest' });
    // Whoever goes through the list by key, from a row on, has the focus on the row that is shown.
    if (list.current?.contains(document.activeElement)) row?.focus({ preventScroll: true });
  }, [selected?.id]);
  const rows = matching(held === null ? current : heldRows(held, order), text);
  const shown = new Set(rows);
  const over = matching(ended, text).filter((call) => !shown.has(call));
  const row = (call: Call) => (
    <CallRow key={call.id} call={call} selected={call.id === selected?.id} onSelect={onSelect} />
  );
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
      <Queue
        calls={calls}
        quiet={current.slice(needsYou, needsYou + quiet)}
        left={leftOver(ended)}
        drafts={drafts}
        onSelect={onSelect}
      />
      {isFiltered && <FilterBox text={text} onChange={setText} />}
      <div
        ref={list}
        className={styles['rows']}
        onPointerEnter={() => setHeld(current.map(({ id }) => id))}
        onPointerLeave={() => setHeld(null)}
      >
        {rows.map(row)}
        {rows.length + over.length === 0 && text !== '' && (
          <p role="status" className={styles['nothing']}>
            No call matches.
          </p>
        )}
        <EndedRows calls={over} selected={selected} onSelect={onSelect} />
      </div>
    </section>
  );
}

interface FilterBoxProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function FilterBox({ text, onChange }: FilterBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useBox('call-filter', box);
  return (
    <TextInput
      ref={box}
      size="xs"
      className={styles['filter'] ?? ''}
      aria-label="Filter the calls"
      placeholder="Number, agent or words"
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        onChange('');
        event.currentTarget.blur();
      }}
      rightSection={<KeyCap>{keyCap(filterCalls)}</KeyCap>}
    />
  );
}

/** Ended calls under the day they ended on, the latest first. */
function EndedRows({ calls, selected, onSelect }: Pick<CallListProps, 'selected' | 'onSelect'> & EndedRowsProps) {
  const today = useTimed((now) => dayOf(now));
  return calls.map((call, index) => {
    const day = dayOf(endedAt(call));
    const before = calls[index - 1];
    return (
      <Fragment key={call.id}>
        {(before === undefined || dayOf(endedAt(before)) !== day) && (
          <h2 className={styles['ended']}>{`Ended ${dayLabel(endedAt(call), today)}`}</h2>
        )}
        <EndedRow call={call} selected={call.id === selected?.id} onSelect={onSelect} />
      </Fragment>
    );
  });
}

interface EndedRowsProps {
  readonly calls: readonly Call[];
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
  const words = rowWords(call);
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
          <span className={styles['none']}>The caller has said nothing yet</span>
        ) : (
          <bdi>{plainLine(words.slice(0, 240))}</bdi>
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
  const left = leftoverLabel(call);
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
        {left === null ? (
          <span className={styles['reason']}>{phaseLabel(call, consoleId)}</span>
        ) : (
          <span className={styles['left']}>{left}</span>
        )}
        <span className={styles['when']}>{formatTimer(callAgeMs(call, endedAt(call)))}</span>
      </span>
    </button>
  );
});

/** Words in the row of a call: the agent's request, else the caller's newest words; null before any. */
export function rowWords(call: Call): string | null {
  const [tool] = toolsWaiting(call);
  if (tool !== undefined) {
    const { name, values } = requestLine(tool);
    return `${name} ${values}`;
  }
  for (let index = call.turns.length - 1; index >= 0; index--) {
    const turn = call.turns[index];
    if (turn?.kind === 'caller' && turn.text.trim() !== '') return turn.text;
  }
  return null;
}

/** Age of a current call, or duration of an ended one, ms. */
export function callAgeMs(call: Call, now: number): number {
  return Math.max(0, (call.phase.name === 'ended' ? call.phase.at : now) - call.rangAt);
}
