import type { SimulatedCall } from '../../src/simulator/twilio/simulated-call';
import { monotonicClock } from '../process/monotonic-clock';
import { quantiles, type Quantiles } from '../report/quantiles';
import { EchoCaller, type FrameCounts } from './echo-caller';
import { dialAll, pause, type Switch } from './switch';

const GRACE_MS = 3000;

export interface EchoResult {
  readonly frames: FrameCounts;
  readonly roundTripMs: Quantiles;
  /** Codes of the carrier's complaints about the bridge. */
  readonly complaints: readonly string[];
}

/** Callers who hear themselves: every frame must return once, to its own call. */
export class EchoLoad {
  private callers: { readonly caller: EchoCaller; readonly call: SimulatedCall }[] = [];
  private fromMs = 0;
  private toMs = 0;

  constructor(private readonly carrier: Switch) {}

  /** Resolves when every caller has heard its first frame return. */
  async dial(calls: number): Promise<void> {
    this.callers = await dialAll(calls, async (index) => {
      const caller = new EchoCaller(index);
      const call = this.carrier.dial(index, 'counted');
      call.feed(caller.speak);
      call.tap(caller.hear);
      await call.until('the echo is heard', () => caller.hasHeardOne);
      return { caller, call };
    });
  }

  async measure(seconds: number): Promise<void> {
    this.fromMs = monotonicClock.nowMs();
    await pause(seconds * 1000);
    this.toMs = monotonicClock.nowMs();
  }

  async finish(): Promise<EchoResult> {
    for (const { caller } of this.callers) caller.stop();
    const untilMs = monotonicClock.nowMs() + GRACE_MS;
    while (monotonicClock.nowMs() < untilMs && !this.callers.every(({ caller }) => caller.hasHeardAll)) await pause(20);
    const frames = this.callers.map(({ caller }) => caller.result()).reduce(sum);
    const trips = this.callers.flatMap(({ caller }) => caller.roundTripsMs(this.fromMs, this.toMs));
    for (const { call } of this.callers) call.hangUp();
    const ended = await Promise.all(this.callers.map(({ call }) => call.ended));
    const complaints = ended.flatMap(({ violations, codes }) => [
      ...violations.map((violation) => JSON.stringify(violation)),
      ...codes.map(String),
    ]);
    return { frames, roundTripMs: quantiles(trips), complaints: complaints.slice(0, 20) };
  }
}

function sum(a: FrameCounts, b: FrameCounts): FrameCounts {
  return {
    sent: a.sent + b.sent,
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
    misrouted: a.misrouted + b.misrouted,
    disordered: a.disordered + b.disordered,
    damaged: a.damaged + b.damaged,
  };
}
