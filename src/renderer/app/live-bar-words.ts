import type { Call } from '../../shared/call/call';
import type { OperatorLoss } from '../../shared/call/events/operator';
import { otherParty } from '../labels/other-party';

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
export function liveBarWords(call: Call, voice: OwnVoice, now: number): string {
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
