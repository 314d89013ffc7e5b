import { Button, TextInput } from '@mantine/core';
import { IconPhoneOff, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { keyCap } from '../actions/action';
import { searchLines } from '../actions/page-actions';
import { useBox } from '../actions/use-actions';
import { useLines, useServices } from '../services/services';
import type { ListedLine } from '../stores/lines-store';
import { Empty } from '../ui/empty';
import { KeyCap } from '../ui/keyboard/key-cap';
import { AccountLimits } from './account-limits';
import { TakeOverDialog, useGoingLive } from './going-live';
import { LineRow } from './line-row';
import { matchLines } from './line-search';
import styles from './lines-screen.module.css';
import { ListingFailed, ListingLoading } from './listing-states';

/** Lines screen: every number of the account, each with its switch. */
export function LinesScreen() {
  const { lines } = useServices();
  const listing = useLines((view) => view.listing);
  const refreshing = useLines((view) => view.refreshing);
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const going = useGoingLive();
  const wanted = useDeferredValue(query);
  useEffect(() => void lines.load(), [lines]);
  useBox('line-search', search);

  const all = listing.state === 'listed' ? listing.lines : [];
  const found = matchLines(all, wanted);
  return (
    <section aria-labelledby="lines-title" className={styles['screen']}>
      <header className={styles['head']}>
        <h1 id="lines-title">Lines</h1>
        <span role="status" className={styles['count']}>
          {listing.state === 'listed' ? countLabel(found.length, all.length) : ''}
        </span>
        <TextInput
          ref={search}
          aria-label="Search lines"
          placeholder="Number, name or where it points"
          leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
          rightSection={query === '' ? <KeyCap>{keyCap(searchLines)}</KeyCap> : undefined}
          className={styles['search']}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            if (query === '') event.currentTarget.blur();
            setQuery('');
          }}
        />
        <Button
          variant="default"
          loading={refreshing}
          leftSection={<IconRefresh size={15} stroke={1.8} aria-hidden />}
          onClick={() => void lines.load()}
        >
          Refresh
        </Button>
      </header>
      <div className={styles['limits']}>
        <AccountLimits />
      </div>
      {found.length === 0 && (
        <div className={styles['rest']}>
          {listing.state === 'loading' && <ListingLoading />}
          {listing.state === 'failed' && (
            <ListingFailed
              problem={listing.problem}
              link={
                <p className={styles['link']}>
                  <a href="#/settings/keys">Open Settings, Keys</a>
                </p>
              }
            />
          )}
          {listing.state === 'listed' && all.length === 0 && (
            <Empty icon={<IconPhoneOff size={28} stroke={1.5} />} title="The Twilio account has no numbers">
              <p>Buy one in the Twilio console, under Phone Numbers, then refresh this list.</p>
            </Empty>
          )}
          {all.length > 0 && <Empty title="No line fits what you search for" />}
        </div>
      )}
      {found.length > 0 && <LineList lines={found} onGoLive={going.goLive} />}
      <TakeOverDialog asked={going.asked} onAgree={going.agree} onCancel={going.cancel} />
    </section>
  );
}

function countLabel(found: number, all: number): string {
  const numbers = `${all.toLocaleString('en')} ${all === 1 ? 'number' : 'numbers'}`;
  return found === all ? numbers : `${found.toLocaleString('en')} of ${numbers}`;
}

const ROW_PX = 59;

interface LineListProps {
  readonly lines: readonly ListedLine[];
  readonly onGoLive: (line: ListedLine) => void;
}

/** Virtual list of lines; only those in view are in the page. */
function LineList({ lines, onGoLive }: LineListProps) {
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
