import { useEffect } from 'react';
import { needKey, needsOf } from '../../shared/call/attention';
import { otherParty } from '../labels/other-party';
import { spokenNeed, useCallOrder } from '../live/list/call-needs';
import { useConsole } from '../services/services';
import { useNow } from '../ui/time/use-timed';
import styles from './announcer.module.css';

/**
 * Announces calls that need a person to those who do not look at the screen. They are read out, and counted in the
 * window's title.
 */
export function Announcer() {
  const calls = useConsole((view) => view.console.calls);
  const { current, needsYou } = useCallOrder(calls);
  const needing = current.slice(0, needsYou);
  // Re-renders when time alone brings a need, or ends one.
  const now = useNow((at) => needing.flatMap((call) => needsOf(call, at).map(needKey)).join('\n'));
  useEffect(() => {
    document.title = needsYou > 0 ? `(${needsYou}) Switchboard` : 'Switchboard';
  }, [needsYou]);
  return (
    <div aria-live="polite" aria-relevant="additions" className={styles['spoken']}>
      {needing.flatMap((call) =>
        needsOf(call, now).map((need) => (
          <p key={`${call.id} ${needKey(need)}`}>{`${otherParty(call)} needs you: ${spokenNeed(need)}`}</p>
        )),
      )}
    </div>
  );
}
