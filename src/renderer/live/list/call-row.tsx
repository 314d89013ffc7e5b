import { memo } from 'react';
import type { Call } from '../../../shared/call/call';
import { Badge } from '../../ui/badge';
import { displayNumber } from '../../ui/text/phone-number';
import { plainLine } from '../../ui/text/plain-text';
import { Timer } from '../../ui/time/timer';
import { useNeed } from './call-needs';
import styles from './call-row.module.css';
import { lastWords } from './last-words';
import { LevelBars } from './level-bars';
import { otherParty } from '../../labels/other-party';
import { floorWords } from '../../labels/phase-words';

interface CallRowProps {
  readonly call: Call;
  readonly selected: boolean;
  readonly onSelect: (callId: string) => void;
}

/** A call that goes on, in the list. */
export const CallRow = memo(function CallRow({ call, selected, onSelect }: CallRowProps) {
  const need = useNeed(call);
  const words = lastWords(call);
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
  const words = floorWords(call);
  return call.floor === 'operator' ? <Badge tone="red">{words}</Badge> : <Badge>{words}</Badge>;
}
