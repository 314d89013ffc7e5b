import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Call } from '../../../shared/call/call';
import { labelWithKey } from '../../actions/action';
import { callOut } from '../../actions/page-actions';
import { useAction } from '../../actions/use-actions';
import { IconButton } from '../../ui/icon-button';
import styles from './call-list.module.css';
import type { CallOrder } from './call-order';
import { CallRow } from './call-row';
import { EndedRow } from './ended-row';

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
