import { Button, TextInput } from '@mantine/core';
import { IconPhoneOff, IconRefresh, IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { keyCap } from '../actions/action';
import { searchLines } from '../actions/page-actions';
import { useBox } from '../actions/use-actions';
import { useLines, useServices } from '../services/services';
import { Empty } from '../ui/empty';
import { KeyCap } from '../ui/keyboard/key-cap';
import { AccountLimits } from './account-limits';
import { useGoingLive } from './going-live';
import { LineList } from './line-list';
import { ListingFailed, ListingLoading } from './listing-states';
import { matchLines } from './line-search';
import styles from './lines-screen.module.css';
import { TakeOverDialog } from './take-over-dialog';

/** Every number of the account, each with its switch. */
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
          {listing.state === 'listed' ? countWords(found.length, all.length) : ''}
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

function countWords(found: number, all: number): string {
  const numbers = `${all.toLocaleString('en')} ${all === 1 ? 'number' : 'numbers'}`;
  return found === all ? numbers : `${found.toLocaleString('en')} of ${numbers}`;
}
