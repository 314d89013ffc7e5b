import { Button } from '@mantine/core';
import type { Call } from '../../shared/call/call';
import type { CallAction } from '../actions/action';
import { hold, muteAgent, stopWords, transfer } from '../actions/call-actions';
import { useActions } from '../actions/use-actions';
import { handBack } from '../actions/voice-actions';
import type { Outcome } from '../client/run';
import { useServices } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';
import { useTimed } from '../ui/time/timer';
import styles from './dead-air-card.module.css';
import { deadAir, type Help } from './labels/dead-air';

/** Actions that help as they stand. */
const HELPING_ACTIONS: Readonly<Record<Exclude<Help['act'], 'say' | 'unmute-myself'>, CallAction>> = {
  'stop-words': stopWords,
  resume: hold,
  'unmute-agent': muteAgent,
  'hand-back': handBack,
  transfer,
};

/** Names what the silence comes from, and offers the one act that helps. */
export function DeadAirCard({ call }: { readonly call: Call }) {
  const services = useServices();
  const { runner } = useActions();
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
    switch (how.act) {
      case 'say':
        return tell(run((api) => api.operator.say({ callId: call.id, text: how.words })));
      case 'unmute-myself':
        return tell(headset.takingOver.mute(false));
      default:
        runner.perform(HELPING_ACTIONS[how.act], call);
    }
  }
}

async function tell(outcome: Promise<Outcome>): Promise<void> {
  const done = await outcome;
  if (!done.ok) showRefusal(done.sentence);
}
