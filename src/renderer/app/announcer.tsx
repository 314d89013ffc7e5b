import { useEffect } from 'react';
import { LIMIT_NAMES } from '../../shared/call/agent-acts';
import { useConsole } from '../services/services';
import { useCallOrder } from '../live/list/call-needs';
import { toolsWaiting } from '../live/list/call-order';
import { otherParty } from '../labels/other-party';
import { plainLine } from '../ui/text/plain-text';
import styles from './announcer.module.css';

/** Tells those who do not look at the screen that a call needs them: read out, and counted in the window's title. */
export function Announcer() {
  const calls = useConsole((view) => view.console.calls);
  const { current, needsYou } = useCallOrder(calls);
  useEffect(() => {
    document.title = needsYou > 0 ? `(${needsYou}) Switchboard` : 'Switchboard';
  }, [needsYou]);
  return (
    <div aria-live="polite" aria-relevant="additions" className={styles['spoken']}>
      {current
        .slice(0, needsYou)
        .flatMap((call) => [
          ...toolsWaiting(call).map((tool) => (
            <p key={`${call.id} ${tool.toolCallId}`}>
              {`${otherParty(call)} needs you: ${plainLine(tool.name)} waits for your answer`}
            </p>
          )),
          call.raised !== null && (
            <p key={`${call.id} ${call.raised.limit}`}>
              {`${otherParty(call)} needs you: the ${LIMIT_NAMES[call.raised.limit]} was reached`}
            </p>
          ),
        ])}
    </div>
  );
}
