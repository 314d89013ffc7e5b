import { describe, expect, it } from 'vitest';
import { ANSWERED, callAfter } from '../../shared/call/call.fixture';
import type { CallEvent } from '../../shared/call/events';
import { liveBarLabel, type OwnVoice } from './live-bar';

const TAKEN: readonly CallEvent[] = [
  ...ANSWERED,
  { type: 'operator.tookOver', microphone: 'open' },
  { type: 'floor.changed', floor: 'operator', why: 'took-over' },
];
const LOST: CallEvent = { type: 'operator.lost', loss: 'no-sound' };
const MODEL_LOST: CallEvent = { type: 'model.failed', failure: 'lost', detail: 'closed' };

function words(voice: Partial<OwnVoice>, ...events: readonly CallEvent[]): string {
  const call = callAfter([...TAKEN, ...events]);
  const heard = { isMuted: false, isTalking: true, isCutOff: false, isGone: false };
  return liveBarLabel(call, { ...heard, ...voice }, 9000);
}

describe('the bar over a caller who hears the operator', () => {
  it('says who hears what', () => {
    expect(words({})).toBe('Your microphone is heard by +1 212 555 0187');
    expect(words({ isTalking: false })).toBe('+1 212 555 0187 hears you while you hold 6');
    expect(words({ isMuted: true })).toBe('You are muted; +1 212 555 0187 hears silence');
    expect(words({}, { type: 'floor.changed', floor: 'nobody', why: 'held' })).toContain('on hold');
  });

  it('never says that they are heard when nothing gets through', () => {
    const cutOff = words({ isCutOff: true });
    expect(cutOff).toContain('cannot hear you: the connection to Switchboard is lost. The agent takes over soon.');
    expect(words({ isGone: true })).toContain('cannot hear you: your microphone is gone.');
    expect(words({}, LOST)).toContain('cannot hear you: no sound comes from your microphone, for 4 s.');
    expect(words({ isCutOff: true }, MODEL_LOST)).toContain('They hear an apology soon.');
  });
});
