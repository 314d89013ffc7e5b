import type { Call } from '../../shared/call/call';
import type { OperatorLoss } from '../../shared/call/events/operator';
import { otherParty } from '../labels/other-party';

const LOSSES: Readonly<Record<OperatorLoss, string>> = {
  'console-lost': 'the connection to Switchboard is lost',
  'device-lost': 'your microphone is gone',
  'permission-lost': 'the microphone is not allowed any more',
  'no-sound': 'no sound comes from your microphone',
};

/** What this page knows of the operator's own voice. */
export interface OwnVoice {
  readonly isMuted: boolean;
  /** Sound goes out: an open microphone, or a key that is held. */
  readonly isTalking: boolean;
  /** Nothing of it reaches Switchboard; what the feed told of the call is from before. */
  readonly isCutOff: boolean;
  /** The microphone gives no sound. */
  readonly isGone: boolean;
}

/** Whether the caller hears the operator, and why not; never that they do when this page cannot know it. */
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
