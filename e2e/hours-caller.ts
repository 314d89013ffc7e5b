import path from 'node:path';
import { loadClips } from '../src/simulator/clips/clips';
import type { SimulatedCall } from '../src/simulator/twilio/simulated-call';
import { REPOSITORY } from './binaries';
import type { Simulators } from './simulators';
import { timesHeard } from './stretches';

const CLIPS = loadClips(path.join(REPOSITORY, 'resources/clips'));

/** The question these callers ask. */
export const QUESTION = 'What time do you open on Saturday?';

/** The first words of the agent's answer to it. */
export const ANSWER = 'On Saturday we open';

/** Calls and asks the question. The caller stays on the line until the test hangs up. */
export async function callAndAsk({ carrier, number }: Simulators): Promise<SimulatedCall> {
  const call = carrier.dial({ from: '+13125550142', to: number });
  await ask(call);
  return call;
}

/** Lets the agent finish, then asks. Resolves when the question has left the phone. */
export async function ask(call: SimulatedCall): Promise<void> {
  await call.untilAgentQuiet(500);
  await call.speak(CLIPS.audio('carl-hours'));
}

/** Resolves when the caller has heard the whole answer `times` times in total. */
export function untilAnswered(call: SimulatedCall, times = 1): Promise<void> {
  const answer = CLIPS.audio('agent-hours');
  const fact = `the answer was heard ${String(times)} times`;
  return call.until(fact, () => timesHeard(call.heard().bytes, answer) >= times);
}
