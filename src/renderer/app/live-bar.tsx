import { Button } from '@mantine/core';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Call } from '../../shared/call/call';
import type { OperatorLoss } from '../../shared/call/events/operator';
import { ActionButton } from '../actions/use-actions';
import { handBack, muteMyself } from '../actions/voice-actions';
import { LevelMeter } from '../headset-controls/level-meter';
import { otherParty } from '../labels/other-party';
import { callAddress, callIdOf } from '../routes/call-route';
import { useConsole, useHeadset, useServices } from '../services/services';
import { useTimed } from '../ui/time/timer';
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
  const words = useTimed((now) => liveBarLabel(call, { isMuted, isTalking, isCutOff, isGone }, now));
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

const LOSSES: Readonly<Record<OperatorLoss, string>> = {
  'console-lost': 'the connection to Switchboard is lost',
  'device-lost': 'your microphone is gone',
  'permission-lost': 'the microphone is not allowed any more',
  'no-sound': 'no sound comes from your microphone',
};

/** State of the operator's own voice, as far as this page knows it. */
export interface OwnVoice {
  readonly isMuted: boolean;
  /** True while sound goes out: the microphone is open, or the push-to-talk key is held. */
  readonly isTalking: boolean;
  /** True while none of it reaches Switchboard; the state of the call in the feed is then out of date. */
  readonly isCutOff: boolean;
  /** True while the microphone gives no sound. */
  readonly isGone: boolean;
}

/**
 * Sentence that tells the operator whether the caller hears them and, if not, why. It never claims that the caller does
 * when this page cannot know it.
 */
export function liveBarLabel(call: Call, voice: OwnVoice, now: number): string {
  const who = otherParty(call);
  const next = call.isAgentGone ? 'They hear an apology soon.' : 'The agent takes over soon.';
  const lost = call.operator?.lost ?? null;
  if (voice.isCutOff) return `${who} cannot hear you: ${LOSSES['console-lost']}. ${next}`;
  if (lost !== null) {
    const seconds = Math.max(0, Math.floor((now - lost.since) / 1000));
    return `${who} cannot hear you: ${LOSSES[lost.loss]}, for ${String(seconds)} s. ${next}`;
  }
  if (voice.isGone) return `${who} cannot hear you: ${LOSSES['device-lost']}. ${next}`;
  if (call.floor === 'nobody') return `${who} is on hold and does not hear you`;
  if (voice.isMuted) return `You are muted; ${who} hears silence`;
  return voice.isTalking ? `Your microphone is heard by ${who}` : `${who} hears you while you hold 6`;
}
