import { Button } from '@mantine/core';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import { ActionButton } from '../actions/use-actions';
import { handBack, muteMyself } from '../actions/voice-actions';
import { LevelMeter } from '../headset-controls/level-meter';
import { callAddress, callIdOf } from '../routes/call-route';
import { useConsole, useHeadset, useServices } from '../services/services';
import { useTimed } from '../ui/time/use-timed';
import { liveBarWords } from './live-bar-words';
import styles from './live-bar.module.css';

const BUTTON = {
  size: 'compact-sm',
  variant: 'filled',
  justify: 'center',
  className: styles['button'] ?? '',
} as const;

/** Bar across the top of every screen for as long as the caller can hear this console's microphone. */
export function LiveBar() {
  const live = useHeadset((view) => view.live);
  const call = useConsole((view) => (live === null ? undefined : view.console.calls.get(live.callId)));
  return live === null || call === undefined ? null : <Bar call={call} isMuted={live.muted} />;
}

function Bar({ call, isMuted }: { readonly call: Call; readonly isMuted: boolean }) {
  const { headset } = useServices();
  const [path, navigate] = useHashLocation();
  const isTalking = useHeadset((view) => view.live?.talking === true);
  const isGone = useHeadset((view) => view.microphone !== 'open' && view.microphone !== 'asking');
  const isChannelLost = useHeadset((view) => view.channel === 'lost');
  const isConnected = useConsole((view) => view.link.name === 'connected');
  const isCutOff = isChannelLost || !isConnected;
  const address = callAddress(call.id);
  const isShown = callIdOf(path) === call.id;
  const isUnheard = isCutOff || isGone || (call.operator?.lost ?? null) !== null;
  const words = useTimed((now) => liveBarWords(call, { isMuted, isTalking, isCutOff, isGone }, now));
  return (
    <div role="alert" data-lost={isUnheard} className={styles['bar']}>
      <strong className={styles['title']}>Live to caller</strong>
      {!isUnheard && (
        <span className={styles['meter']}>
          <LevelMeter label="Your microphone" />
        </span>
      )}
      <span className={styles['what']}>{words}</span>
      {isUnheard && !isCutOff && (
        <Button size="compact-sm" className={styles['button']} onClick={() => void headset.retryMicrophone()}>
          Try the microphone again
        </Button>
      )}
      {!isShown && (
        <Button size="compact-sm" className={styles['button']} onClick={() => navigate(address)}>
          Go to the call
        </Button>
      )}
      <ActionButton action={muteMyself} {...BUTTON} />
      {isShown && <ActionButton action={handBack} call={call} {...BUTTON} />}
    </div>
  );
}
