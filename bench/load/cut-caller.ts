import type { Clips } from '../../src/simulator/clips/clips';
import { readWatermarks } from '../../src/simulator/realtime/dialogue/watermark';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { pause, type Switch } from './switch';

/** Conditions under which a call's agent is interrupted. */
export interface CutPlan {
  /** Agent audio that has to be heard first, over the whole call. */
  readonly afterHeardMs: number;
  /** True if the caller first speaks while the agent is quiet, and is answered. */
  readonly asksFirst: boolean;
  /** True to interrupt only after the agent has finished. */
  readonly afterTheEnd: boolean;
}

/** Audio the phone played of each of the agent's items, with the number of clears and the complaints. */
export interface CutResult {
  readonly heardMs: readonly number[];
  readonly clears: number;
  readonly complaints: readonly string[];
}

const QUIET_MS = 500;
const SETTLE_MS = 700;

/** One caller, up to the interruption and past it. */
export class CutCaller {
  private call: SimulatedCall | undefined;
  private readonly word: Buffer;

  constructor(
    private readonly carrier: Switch,
    clips: Clips,
  ) {
    this.word = clips.audio('anna-hello');
  }

  /** Dials and resolves at the moment to interrupt. */
  async begin({ afterHeardMs, asksFirst, afterTheEnd }: CutPlan): Promise<void> {
    const call = this.carrier.dial(0, 'kept');
    this.call = call;
    if (asksFirst) {
      await call.untilAgentQuiet(QUIET_MS);
      await call.speak(this.word);
    }
    await call.untilHeardMs(afterHeardMs);
    if (afterTheEnd) await call.untilAgentQuiet(QUIET_MS);
  }

  /** Makes the caller speak. */
  speak(): void {
    void this.call?.speak(this.word);
  }

  /** Waits for what is in transit, then hangs up. */
  async finish(): Promise<CutResult> {
    const { call } = this;
    if (call === undefined) throw new Error('There is no call');
    await pause(SETTLE_MS);
    call.hangUp();
    const { violations, codes } = await call.ended;
    const heardMs: number[] = [];
    for (const { answer } of readWatermarks(call.heard().bytes)) heardMs[answer] = (heardMs[answer] ?? 0) + 1;
    return {
      heardMs: Array.from(heardMs, (ms: number | undefined) => ms ?? 0),
      clears: call.heard().clears.length,
      complaints: [...violations.map((violation) => JSON.stringify(violation)), ...codes.map(String)],
    };
  }
}
