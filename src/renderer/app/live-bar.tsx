import { Button } from '@mantine/core';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import { LevelMeter } from '../headset-controls/level-meter';
import { useConsole, useHeadset, useServices } from '../services/services';
import { KeyCap } from '../ui/keyboard/key-cap';
import { pressShortcut, useShortcuts } from '../ui/keyboard/shortcuts';
import { callAddress, callIdOf } from '../routes/call-route';
import styles from './live-bar.module.css';
import { liveBarWords } from './live-bar-words';
import { keyTitle } from './shortcut-list';
import { useTimed } from '../ui/time/use-timed';

/** Across the top as long as this console's microphone is in a caller's ear, on every screen. */
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
  const mute = (): void => void headset.mute(!isMuted);
  useShortcuts({ m: isConnected ? mute : null });
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
      <Button
        size="compact-sm"
        className={styles['button']}
        aria-pressed={isMuted}
        disabled={!isConnected}
        title={keyTitle('m')}
        rightSection={<KeyCap>M</KeyCap>}
        onClick={mute}
      >
        {isMuted ? 'Unmute' : 'Mute'}
      </Button>
      {isShown && (
        <Button
          size="compact-sm"
          className={styles['button']}
          disabled={call.isAgentGone || !isConnected}
          title={keyTitle('1')}
          rightSection={<KeyCap>1</KeyCap>}
          onClick={() => pressShortcut('1')}
        >
          Hand back
        </Button>
      )}
    </div>
  );
}
