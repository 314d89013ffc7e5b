import type { EchoResult } from '../load/echo-load';
import type { Usage } from '../probe';
import { openSetting, type Subject } from './setting';

export interface EchoRun extends EchoResult {
  readonly subject: Subject;
  readonly calls: number;
  readonly usage: Usage;
  readonly cpuMsPerCallSecond: number;
  /** Events the attached console received; 0 without one. */
  readonly eventsTold: number;
}

/** Warm-up, in seconds, until the code that carries a call is fully compiled, on both sides alike. */
const SETTLE_SECONDS = 10;

/** Runs callers who hear themselves through the subject. */
export async function echoStage(
  subject: Subject,
  calls: number,
  seconds: number,
  acceptsAfterMs?: number,
): Promise<EchoRun> {
  const setting = await openSetting({
    subject,
    model: {
      echoes: true,
      answersMs: [[1000]],
      ...(acceptsAfterMs === undefined ? {} : { faults: { acceptsAfterMs } }),
    },
  });
  try {
    const { load, subject: measured } = setting;
    await load.ask.dialEchoes({ calls });
    await load.ask.measureEchoes({ seconds: SETTLE_SECONDS });
    await measured.ask.begin(undefined);
    await load.ask.measureEchoes({ seconds });
    const usage = await measured.ask.end(undefined);
    const result = await load.ask.finishEchoes(undefined);
    return {
      ...result,
      subject,
      calls,
      usage,
      cpuMsPerCallSecond: usage.cpuMs / calls / (usage.wallMs / 1000),
      eventsTold: setting.console?.told.events ?? 0,
    };
  } finally {
    await setting.close();
  }
}
