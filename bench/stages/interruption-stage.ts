import { quantiles, type Quantiles } from '../report/quantiles';
import type { Usage } from '../probe';
import { openSetting } from './setting';

const ANSWER_MS = 20_000;
/** Warm-up after which every call's first answer is under way; ms. */
const WARM_UP_MS = 6000;
const LATEST_MS = 500;
/** Tolerance, in ms, for the model's log: it notes an event after sending it, and under load the answer may come first. */
const NOTED_LATE_MS = 5;

export interface InterruptionRun {
  readonly calls: number;
  /** Latency from `speech_started` leaving the model to `clear` arriving at the phone. */
  readonly latencyMs: Quantiles;
  /** Number of interruptions that no `clear` followed. */
  readonly missed: number;
  readonly usage: Usage;
}

/** Runs callers who interrupt a talking agent every three seconds. */
export async function interruptionStage(calls: number, seconds: number): Promise<InterruptionRun> {
  const setting = await openSetting({ subject: 'switchboard', model: { echoes: false, answersMs: [[ANSWER_MS]] } });
  try {
    await setting.subject.ask.begin(undefined);
    const clears = await setting.load.ask.talk({ calls, seconds });
    const usage = await setting.subject.ask.end(undefined);
    const sessions = await setting.model.ask.sessions(undefined);
    const latencies: number[] = [];
    let missed = 0;
    for (const { session, atMs } of clears) {
      const speeches = session === null ? [] : (sessions[session]?.speechStartedAtMs ?? []);
      const warmAtMs = (speeches[0] ?? 0) + WARM_UP_MS;
      speeches.forEach((speechMs, index) => {
        const sentMs = speechMs - NOTED_LATE_MS;
        const untilMs = Math.min(speechMs + LATEST_MS, (speeches[index + 1] ?? Infinity) - NOTED_LATE_MS);
        const clearMs = atMs.find((each) => each >= sentMs && each < untilMs);
        if (clearMs !== undefined) latencies.push(Math.max(0, clearMs - speechMs));
        else if (speechMs > warmAtMs) missed += 1;
      });
    }
    return { calls, latencyMs: quantiles(latencies), missed, usage };
  } finally {
    await setting.close();
  }
}
