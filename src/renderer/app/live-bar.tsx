import { Button } from '@mantine/core';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import type { OperatorLoss } from '../../shared/call/operator-facts';
import { LevelMeter } from '../audio/level-meter';
import { useConsole, useHeadset, useServices, useTimed } from '../connection/services';
import { otherParty } from '../live/other-party';
import { KeyCap } from '../ui/key-cap';
import { pressShortcut, useShortcuts } from '../ui/shortcuts';
import styles from './live-bar.module.css';

const LOSSES: Readonly<Record<OperatorLoss, string>> = {
  'console-lost': 'the connection to Switchboard is lost',
  'device-lost': 'your microphone is gone',
  'permission-lost': 'the microphone is not allowed any more',
  'no-sound': 'no sound comes from your microphone',
};

/** Across the top as long as this console's microphone is in a caller's ear, on every screen. */
export function LiveBar() {
  const live = useHeadset((view) => view.live);
  const call = useConsole((view) => (live === null ? undefined : view.console.calls.get(live.callId)));
  return live === null || call === undefined ? null : <Bar call={call} isMuted={live.muted} />;
}

function Bar({ call, isMuted }: { readonly call: Call; readonly isMuted: boolean }) {
  const { headset } = useServices();
  const [path, navigate] = useHashLocation();
  const talking = useHeadset((view) => view.live?.talking === true);
  const trouble = useHeadset((view) => view.microphone !== 'open' && view.microphone !== 'asking');
  const address = `/live/${encodeURIComponent(call.id)}`;
  const isShown = decodeURIComponent(path) === decodeURIComponent(address);
  const lost = call.operator?.lost ?? null;
  const lostFor = useTimed((now) => (lost === null ? 0 : Math.floor((now - lost.since) / 1000)));
  const mute = (): void => void headset.mute(!isMuted);
  useShortcuts({ m: mute });
  return (
    <div role="alert" data-lost={lost !== null || trouble} className={styles['bar']}>
      <strong className={styles['title']}>Live to caller</strong>
      {lost === null && !trouble && (
        <span className={styles['meter']}>
          <LevelMeter label="Your microphone" />
        </span>
      )}
      <span className={styles['what']}>
        {lost !== null
          ? `${otherParty(call)} cannot hear you: ${LOSSES[lost.loss]}, for ${String(lostFor)} s. ${call.isAgentGone ? 'They hear an apology soon.' : 'The agent takes over soon.'}`
          : sentence(call, isMuted, talking)}
      </span>
      {(lost !== null || trouble) && (
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
        rightSection={<KeyCap>M</KeyCap>}
        onClick={mute}
      >
        {isMuted ? 'Unmute' : 'Mute'}
      </Button>
      {isShown && (
        <Button
          size="compact-sm"
          className={styles['button']}
          disabled={call.isAgentGone}
          rightSection={<KeyCap>1</KeyCap>}
          onClick={() => pressShortcut('1')}
        >
          Hand back
        </Button>
      )}
    </div>
  );
}

function sentence(call: Call, isMuted: boolean, talking: boolean): string {
  const who = otherParty(call);
  if (call.floor === 'nobody') return `${who} is on hold and does not hear you`;
  if (isMuted) return `You are muted; ${who} hears silence`;
  return talking ? `Your microphone is heard by ${who}` : `${who} hears you while you hold 6`;
}
