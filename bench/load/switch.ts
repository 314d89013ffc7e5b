import { startFaultyProxy, type FaultyProxy } from '../../src/simulator/network/faulty-proxy';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulator/twilio/twilio-simulator';
import { monotonicClock } from '../process/monotonic-clock';
import { ACCOUNT } from './account';

const NUMBER = '+14155550134';
/** The line that suffers the faults, beside the first one. */
export const SECOND_NUMBER = '+14155550135';
const DIAL_GAP_MS = 25;

export interface SwitchOptions {
  /** Local URL that is requested when a call comes in. */
  readonly voiceUrl: string;
  /** Delay of the network between the carrier and the bridge, in each direction; ms. */
  readonly oneWayDelayMs: number;
}

/** The simulated carrier of the benchmarks: its callers, and optionally a slow network before the bridge. */
export class Switch {
  private constructor(
    private readonly twilio: TwilioSimulator,
    private readonly proxy: FaultyProxy | undefined,
  ) {}

  static async open({ voiceUrl, oneWayDelayMs }: SwitchOptions): Promise<Switch> {
    const { port, origin } = new URL(voiceUrl);
    const proxy = oneWayDelayMs === 0 ? undefined : await startFaultyProxy({ targetPort: Number(port), oneWayDelayMs });
    const twilio = await startTwilioSimulator({
      account: ACCOUNT,
      clock: monotonicClock,
      numbers: [NUMBER, SECOND_NUMBER].map((phoneNumber) => ({ phoneNumber, voiceUrl })),
      ...(proxy === undefined ? {} : { publicBases: { [origin]: proxy.url } }),
    });
    return new Switch(twilio, proxy);
  }

  get apiUrl(): string {
    return this.twilio.apiUrl;
  }

  /** Dials as the caller with this index. */
  dial(index: number, audio: 'kept' | 'counted', to = NUMBER): SimulatedCall {
    return this.twilio.dial({ from: `+1212555${String(1000 + index)}`, to, audio });
  }

  async close(): Promise<void> {
    await this.twilio.close();
    await this.proxy?.close();
  }
}

/** Runs `dial` for each of `count` callers, 25 ms apart, and waits for all. */
export async function dialAll<T>(count: number, dial: (index: number) => Promise<T>): Promise<T[]> {
  const dialled: Promise<T>[] = [];
  for (let index = 0; index < count; index += 1) {
    dialled.push(dial(index));
    await pause(DIAL_GAP_MS);
  }
  return Promise.all(dialled);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => monotonicClock.after(ms, resolve));
}
