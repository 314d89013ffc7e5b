import path from 'node:path';
import { loadClips, type Clips } from '../src/simulator/clips/clips';
import type { Dialogue } from '../src/simulator/realtime/dialogue/dialogue';
import type { Pace } from '../src/simulator/realtime/responses/pace';
import { startRealtimeSimulator, type RealtimeSimulator } from '../src/simulator/realtime/realtime-simulator';
import type { Scenario } from '../src/simulator/scenarios/scenario';
import { runScenario, type CallerResult } from '../src/simulator/scenarios/scenario-runner';
import type { CalledScript } from '../src/simulator/twilio/called/called-script';
import type { AccountFacts } from '../src/simulator/twilio/rest/rest-routes';
import type { NumberSeed } from '../src/simulator/twilio/rest/phone-numbers';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulator/twilio/twilio-simulator';
import { REPOSITORY } from './binaries';

const NUMBER = '+14155550134';
const KEY = 'sk-simulated';
/** Callers wait for an agent that is late because the machine is slow. */
const PATIENCE_MS = 120_000;

/** A carrier and a model service on this machine, and the people who call. */
export interface Simulators {
  readonly carrier: TwilioSimulator;
  readonly model: RealtimeSimulator;
  /** The one number there is; it leads to the console of the test. */
  readonly number: string;
  /** What the console has to know to use them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lets a scenario's callers ring now. Settles when the last of them has hung up. */
  readonly play: (scenario: Scenario) => Promise<readonly CallerResult[]>;
  readonly close: () => Promise<void>;
}

/** What differs from the usual carrier and the usual model. */
export interface SimulatorOptions {
  /** Numbers of the account beside the first. */
  readonly others?: readonly NumberSeed[];
  /** What the account is; one that is paid for and active unless told. */
  readonly facts?: Partial<AccountFacts>;
  /** How a phone that is called behaves, by its number; it is answered unless told. */
  readonly called?: (number: string) => CalledScript | undefined;
  /** What the model says; the shop's agent unless told. */
  readonly dialogue?: Dialogue;
  readonly pace?: Partial<Pace>;
  /** What the model understands of a caller's clip, by its name; what is said in it unless told. */
  readonly hears?: Readonly<Record<string, string>>;
}

/** Starts both; calls will be put through to `publicUrl`. */
export async function startSimulators(
  publicUrl: string,
  { others = [], facts = {}, called, dialogue, pace = {}, hears = {} }: SimulatorOptions = {},
): Promise<Simulators> {
  const clips = loadClips(path.join(REPOSITORY, 'resources/clips'));
  const heard: Clips = { ...clips, text: (name) => hears[name] ?? clips.text(name) };
  const [model, carrier] = await Promise.all([
    startRealtimeSimulator({
      clips: heard,
      keys: [KEY],
      pace,
      ...(dialogue === undefined ? {} : { dialogue: () => dialogue }),
    }),
    startTwilioSimulator({
      account: facts,
      numbers: [{ phoneNumber: NUMBER }, ...others],
      pace: 'real',
      ...(called === undefined ? {} : { called }),
    }),
  ]);
  const closing = new AbortController();
  const playing: Promise<unknown>[] = [];
  const first = carrier.numbers.get(NUMBER);
  if (first !== undefined) {
    first.voice_url = `${publicUrl}/twiml`;
    first.status_callback = `${publicUrl}/status`;
  }
  return {
    carrier,
    model,
    number: NUMBER,
    environment: {
      OPENAI_API_KEY: KEY,
      OPENAI_REALTIME_URL: model.url,
      TWILIO_ACCOUNT_SID: carrier.account.sid,
      TWILIO_AUTH_TOKEN: carrier.account.authToken,
      TWILIO_API_URL: carrier.apiUrl,
    },
    play: (scenario) => {
      const story = runScenario(scenario, {
        dial: carrier.dial,
        to: NUMBER,
        clips,
        patienceMs: PATIENCE_MS,
        signal: closing.signal,
      });
      playing.push(story);
      return story;
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(playing);
      await Promise.all([carrier.close(), model.close()]);
    },
  };
}
