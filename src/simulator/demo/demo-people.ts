import type { Clips } from '../clips/clips';
import type { CalledScript } from '../twilio/called/called-person';
import type { SimulatedCall } from '../twilio/simulated-call';

const QUIET_MS = 1200;
const PERSON_TALKS_MS = 12_000;

/** Outcome of a demo call by the last digit of the number, so that every outcome can be seen; any other digit answers. */
const BY_LAST_DIGIT: Readonly<Record<string, CalledScript>> = {
  '0': { then: 'is-busy', ringsMs: 1500 },
  '1': { then: 'does-not-answer' },
  '2': { then: 'cannot-be-reached', ringsMs: 1500 },
  '3': { then: 'answers', ringsMs: 4000, isMachine: true, talksMs: PERSON_TALKS_MS },
  '4': { then: 'answers', ringsMs: 4000, presses: '2' },
};

/** Chooses how a phone behaves when the demonstration calls it. */
export function demoPerson(clips: Pick<Clips, 'audio'>): (number: string) => CalledScript {
  return (number) =>
    BY_LAST_DIGIT[number.slice(-1)] ?? {
      then: 'answers',
      ringsMs: 4000,
      says: clips.audio('carl-hello'),
      talksMs: PERSON_TALKS_MS,
    };
}

/**
 * Plays somebody who is called: listens, asks about an order, says thank you and hangs up. Resolves when the call is over.
 */
export async function answerDemoCall(call: SimulatedCall, clips: Pick<Clips, 'audio'>): Promise<void> {
  try {
    for (const phrase of ['anna-hello', 'anna-hours', 'anna-thanks']) {
      await call.untilAgentQuiet(QUIET_MS);
      await call.speak(clips.audio(phrase));
      await call.untilAgentSpeaks();
    }
    await call.untilAgentQuiet(QUIET_MS);
  } catch {
    // The call ended or was never answered: nothing is left to say.
  }
  call.hangUp();
  await call.ended;
}
