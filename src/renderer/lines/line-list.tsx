import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef } from 'react';
import type { ListedLine } from '../stores/lines-store';
import styles from './line-list.module.css';
import { LineRow } from './line-row';

const ROW_PX = 59;

interface LineListProps {
  readonly lines: readonly ListedLine[];
  readonly onGoLive: (line: ListedLine) => void;
}

/** Virtual list of lines; only those in view are in the page. */
export function LineList({ lines, onGoLive }: LineListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: useCallback((index: number) => lines[index]?.number ?? index, [lines]),
    overscan: 8,
  });
  return (
    <div ref={scroller} tabIndex={0} role="group" aria-label="Numbers" data-scrolls className={styles['scroller']}>
      <ul className={styles['all']} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={lines.length}
              aria-posinset={index + 1}
              className={styles['row']}
              style={{ transform: `translateY(${start}px)` }}
            >
              <LineRow line={line} onGoLive={onGoLive} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
