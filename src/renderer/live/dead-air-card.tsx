import { Button } from '@mantine/core';
import type { Call } from '../../shared/call/call';
import type { Outcome } from '../client/run';
import { useServices } from '../services/services';
import { assertNever } from '../../shared/std/assert-never';
import styles from './dead-air-card.module.css';
import { deadAir, type Help } from './labels/dead-air';
import { showRefusal } from '../ui/refusal-toast';
import { useTimed } from '../ui/time/use-timed';

interface DeadAirCardProps {
  readonly call: Call;
  readonly onHandBack: () => void;
  readonly onTransfer: () => void;
}

/** Names what the silence comes from, and offers the one act that helps. */
export function DeadAirCard({ call, onHandBack, onTransfer }: DeadAirCardProps) {
  const services = useServices();
  const words = useTimed((now) => {
    const silence = deadAir(call, now);
    return silence === null ? '' : `Silent for ${String(Math.floor((now - silence.since) / 1000))} s`;
  });
  const silence = deadAir(call, services.now());
  if (words === '' || silence === null) return null;
  const { culprit, help } = silence;
  return (
    <section aria-label="Dead air" className={styles['card']}>
      <p className={styles['what']}>
        <strong className={styles['since']}>{words}</strong>
        {culprit}
      </p>
      {help !== null && (
        <Button variant="default" size="compact-sm" onClick={() => void act(help)}>
          {help.label}
        </Button>
      )}
    </section>
  );

  async function act(how: Help): Promise<void> {
    const { run, headset } = services;
    const callId = call.id;
    switch (how.act) {
      case 'say':
        return tell(run((api) => api.operator.say({ callId, text: how.words })));
      case 'stop-words':
        return tell(run((api) => api.call.stopWords({ callId })));
      case 'resume':
        return tell(run((api) => api.operator.hold({ callId, held: false })));
      case 'unmute-agent':
        return tell(run((api) => api.operator.muteAgent({ callId, muted: false })));
      case 'unmute-myself':
        return tell(headset.mute(false));
      case 'hand-back':
        onHandBack();
        return;
      case 'transfer':
        onTransfer();
        return;
      default:
        assertNever(how);
    }
  }
}

async function tell(outcome: Promise<Outcome>): Promise<void> {
  const done = await outcome;
  if (!done.ok) showRefusal(done.sentence);
}
