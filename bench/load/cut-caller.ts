import type { Clips } from '../../src/simulator/clips/clips';
import { readWatermarks } from '../../src/simulator/realtime/dialogue/watermark';
import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { pause, type Switch } from './switch';

/** How far a call goes before the agent is interrupted. */
export interface CutPlan {
  /** So much of the agent was heard, over the whole call. */
  readonly afterHeardMs: number;
  /** The caller first says something while the agent is quiet, and is answered. */
  readonly asksFirst: boolean;
  /** The agent has nothing more to say. */
  readonly afterTheEnd: boolean;
}

/** What the phone played of each of the agent's items, and how often it was told to be silent. */
export interface CutResult {
  readonly heardMs: readonly number[];
  readonly clears: number;
  readonly complaints: readonly string[];
}

const QUIET_MS = 500;
const SETTLE_MS = 700;

/** One caller, up to the moment of interruption and beyond it. */
export class CutCaller {
  private call: SimulatedCall | undefined;
  private readonly word: Buffer;

  constructor(
    private readonly carrier: Switch,
    clips: Clips,
  ) {
    this.word = clips.audio('anna-hello');
  }

  /** Resolves at the moment to interrupt. */
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

  /** The caller speaks. */
  speak(): void {
    void this.call?.speak(this.word);
  }

  /** Lets what is under way arrive, then hangs up. */
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
