import { useVirtualizer } from '@tanstack/react-virtual';
import { IconArrowDown } from '@tabler/icons-react';
import { useCallback, useLayoutEffect, useState } from 'react';
import type { Call } from '../../shared/call/call';
import { latestCallerTurn } from './caller-words';
import { useFollowEnd } from './follow-end';
import { TurnSizes } from './turn-size';
import styles from './transcript.module.css';
import { TurnRow } from './turn-row';

/** Everything said in a call, in the order of the conversation. Only what is in view is in the page. */
export function Transcript({ call }: { readonly call: Call }) {
  const { turns } = call;
  const { scroller, following, look, jump } = useFollowEnd();
  const [sizes] = useState(() => new TurnSizes());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((turnId: string) => setOpened((before) => toggled(before, turnId)), []);
  const rows = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizes.of(turns[index]),
    getItemKey: useCallback((index: number) => turns[index]?.id ?? index, [turns]),
    initialOffset: Number.MAX_SAFE_INTEGER,
    paddingStart: 12,
    paddingEnd: 14,
    overscan: 6,
    directDomUpdates: true,
    anchorTo: 'end',
    onChange: look,
  });
  useLayoutEffect(look, [look, turns]);
  const latest = latestCallerTurn(turns);
  return (
    <div className={styles['transcript']}>
      <div
        ref={scroller}
        role="log"
        aria-label="Transcript"
        aria-live="off"
        tabIndex={0}
        data-scrolls
        onScroll={look}
        className={styles['scroller']}
      >
        <div ref={rows.containerRef} className={styles['all']}>
          {rows.getVirtualItems().map(({ key, index }) => {
            const turn = turns[index];
            if (turn === undefined) return null;
            return (
              <div key={key} ref={rows.measureElement} data-index={index} className={styles['row']}>
                <TurnRow
                  turn={turn}
                  callStart={call.rangAt}
                  latestOfCaller={turn.id === latest}
                  opened={opened.has(turn.id)}
                  onToggle={toggle}
                />
              </div>
            );
          })}
        </div>
      </div>
      {!following && (
        <button type="button" className={styles['jump']} onClick={jump}>
          <IconArrowDown size={14} stroke={2} aria-hidden />
          Jump to latest
        </button>
      )}
    </div>
  );
}

function toggled(before: ReadonlySet<string>, turnId: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(turnId)) after.add(turnId);
  return after;
}
