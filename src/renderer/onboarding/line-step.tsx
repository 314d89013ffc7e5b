import { useEffect, useState } from 'react';
import { useConsole, useLines, useServices } from '../services/services';
import { AccountLimits } from '../lines/account-limits';
import { useGoingLive } from '../lines/going-live';
import { ListingFailed, ListingLoading } from '../lines/listing-states';
import { TakeOverDialog } from '../lines/take-over-dialog';
import { FirstWords } from './first-words';
import { GoLivePanel } from './go-live-panel';
import styles from './line-step.module.css';
import { NumberPicker } from './number-picker';
import { StepPage, type StepMoves } from './step-page';
import { Empty } from '../ui/empty';

/** The first line, what it says, and taking it live. */
export function LineStep({ moves }: { readonly moves: StepMoves }) {
  const { lines } = useServices();
  const listing = useLines((view) => view.listing);
  const anyLive = useConsole((view) => [...view.console.lines.values()].some(({ state }) => state === 'live'));
  const [chosen, setChosen] = useState<string | null>(null);
  const going = useGoingLive();
  useEffect(() => void lines.load(), [lines]);
  const all = listing.state === 'listed' ? listing.lines : [];
  const line =
    all.find(({ number }) => number === chosen) ??
    all.find(({ state }) => state !== 'off') ??
    all.find(({ canAnswer }) => canAnswer) ??
    null;
  return (
    <StepPage
      title="A line, and what it says"
      intro="Choose the number to answer first. Going live points it here, and going off puts back whatever it points to today."
      moves={moves}
      forward={anyLive ? 'Open the console' : 'Finish without a line'}
      settled={anyLive}
    >
      <div className={styles['list']}>
        {listing.state === 'loading' && <ListingLoading />}
        {listing.state === 'failed' && <ListingFailed problem={listing.problem} />}
        {listing.state === 'listed' && all.length === 0 && (
          <Empty title="The Twilio account has no numbers">
            <p>Buy one in the Twilio console, under Phone Numbers, then come back to this step.</p>
          </Empty>
        )}
        {all.length > 0 && <NumberPicker lines={all} chosen={line?.number ?? null} onChoose={setChosen} />}
      </div>
      <FirstWords />
      <AccountLimits />
      {line !== null && <GoLivePanel key={line.number} line={line} onGoLive={going.goLive} />}
      <TakeOverDialog asked={going.asked} onAgree={going.agree} onCancel={going.cancel} />
    </StepPage>
  );
}
