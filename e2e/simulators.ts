import path from 'node:path';
import { REPOSITORY } from './binaries';
import { loadClips, type Clips } from '../src/simulator/clips/clips';
import type { Dialogue } from '../src/simulator/realtime/dialogue/dialogue';
import { startRealtimeSimulator, type RealtimeSimulator } from '../src/simulator/realtime/realtime-simulator';
import type { Pace } from '../src/simulator/realtime/responses/session-context';
import { runScenario, type CallerResult, type Scenario } from '../src/simulator/scenarios/scenario-runner';
import type { CalledScript } from '../src/simulator/twilio/called/called-person';
import type { NumberSeed } from '../src/simulator/twilio/rest/phone-numbers';
import type { AccountFacts } from '../src/simulator/twilio/rest/rest-routes';
import { startTwilioSimulator, type TwilioSimulator } from '../src/simulator/twilio/twilio-simulator';

const NUMBER = '+14155550134';
const KEY = 'sk-simulated';
/** Callers' timeout, in ms: an agent may be late because the machine is slow. */
const PATIENCE_MS = 120_000;

/** A simulated carrier and model service on this machine, and the people who call. */
export interface Simulators {
  readonly carrier: TwilioSimulator;
  readonly model: RealtimeSimulator;
  /** The account's first number; it leads to the console under test. */
  readonly number: string;
  /** Environment with which the console uses them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Plays a scenario's callers now. Settles when the last of them has hung up. */
  readonly play: (scenario: Scenario) => Promise<readonly CallerResult[]>;
  readonly close: () => Promise<void>;
}

/** Options of the simulated carrier and model. */
export interface SimulatorOptions {
  /** Further numbers of the account. */
  readonly others?: readonly NumberSeed[];
  /** The account's properties; paid and active by default. */
  readonly facts?: Partial<AccountFacts>;
  /** Chooses the behaviour of a called phone by its number; it answers by default. */
  readonly called?: (number: string) => CalledScript | undefined;
  /** Dialogue of the model; the shop's agent by default. */
  readonly dialogue?: Dialogue;
  readonly pace?: Partial<Pace>;
  /** Transcript of a caller's clip, by its name; the spoken words by default. */
  readonly hears?: Readonly<Record<string, string>>;
}

/** Starts both; calls are connected to `publicUrl`. */
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
