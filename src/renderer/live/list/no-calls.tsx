import { Button } from '@mantine/core';
import { IconPhoneIncoming, IconPhoneOff } from '@tabler/icons-react';
import { useConsole } from '../../services/services';
import { Empty } from '../../ui/empty';
import { displayNumber } from '../../ui/text/phone-number';
import { plainLine } from '../../ui/text/plain-text';
import styles from './no-calls.module.css';

/** Shown while there is no call: which number to ring, or why none would be answered. */
export function NoCalls() {
  const lines = useConsole((view) => view.console.lines);
  const live = [...lines.values()].filter((line) => line.state === 'live' || line.state === 'degraded');
  const goingLive = [...lines.values()].some((line) => line.state === 'going live');
  if (live.length > 0) {
    return (
      <Empty heading="h1" icon={<IconPhoneIncoming size={28} stroke={1.5} />} title="No calls yet">
        <p>Ring one of your lines, and the call appears here.</p>
        <ul className={styles['lines']}>
          {live.map((line) => (
            <li key={line.number}>
              <b>{displayNumber(line.number)}</b>
              {line.agentName !== '' && ` · ${plainLine(line.agentName)} answers`}
            </li>
          ))}
        </ul>
      </Empty>
    );
  }
  if (goingLive) return <Empty heading="h1" icon={<IconPhoneIncoming size={28} stroke={1.5} />} title="Going live…" />;
  return (
    <Empty heading="h1" icon={<IconPhoneOff size={28} stroke={1.5} />} title="No line is live">
      <p>Your lines are off, so Switchboard answers no calls.</p>
      <Button component="a" href="#/lines" variant="default">
        Open Lines to go live
      </Button>
    </Empty>
  );
}
