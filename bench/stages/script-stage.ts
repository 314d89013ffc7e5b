import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSender } from '../../src/main/tools/http/guarded-request';
import { BOMBS } from '../../src/main/tools/script/script-bombs.fixture';
import { createScriptTool } from '../../src/main/tools/script/script-tool';
import workerPath from '../../src/main/tools/script/script-worker?modulePath';
import { NO_SECRETS, runWith } from '../../src/main/tools/tools.fixture';

const LIMIT_MS = 300;
/** Resolution of the event loop monitor, subtracted from its readings; ms. */
const LOOK_EVERY_MS = 5;

/** Runs of one script that never ends by itself. */
export interface BombRun {
  readonly name: string;
  /** Time from the end of its limit to its outcome, for each run; ms. */
  readonly overMs: readonly number[];
  /** Longest time in which this thread was blocked, for each run; ms. */
  readonly stalledMs: readonly number[];
}

/** Runs each script that only its time limit ends `times` times, with nothing else running. */
export async function scriptStage(times: number): Promise<readonly BombRun[]> {
  const clock = {
    after: (delayMs: number, run: () => void): (() => void) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
  };
  const execute = createScriptTool({ workerPath, clock, send: createSender(), readSecret: NO_SECRETS });
  const runs: BombRun[] = [];
  for (const { name, code } of BOMBS.filter(({ failure }) => failure === 'timed-out')) {
    const overMs: number[] = [];
    const stalledMs: number[] = [];
    for (let n = 0; n < times; n++) {
      const delays = monitorEventLoopDelay({ resolution: LOOK_EVERY_MS });
      const begun = { atMs: Number.NaN };
      const say = (): void => {
        if (Number.isNaN(begun.atMs)) begun.atMs = performance.now();
      };
      const tool = { kind: 'script', name: 'bomb', description: '', parameters: {}, timeoutMs: LIMIT_MS } as const;
      delays.enable();
      await runWith(execute, { ...tool, code: `console.log("begun"); ${code}` }, '{}', { say });
      overMs.push(performance.now() - begun.atMs - LIMIT_MS);
      delays.disable();
      stalledMs.push(Math.max(0, delays.max / 1e6 - LOOK_EVERY_MS));
    }
    runs.push({ name, overMs, stalledMs });
  }
  return runs;
}
