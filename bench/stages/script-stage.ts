import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSender } from '../../src/main/tools/http/guarded-request';
import { BOMBS } from '../../src/main/tools/script/script-bombs.fixture';
import { createScriptTool } from '../../src/main/tools/script/script-tool';
import workerPath from '../../src/main/tools/script/script-worker?modulePath';
import { NO_SECRETS, runWith } from '../../src/main/tools/tools.fixture';

const LIMIT_MS = 300;
/** The resolution of the loop's own watch; what it reports is counted from here. */
const LOOK_EVERY_MS = 5;

/** Tries of one script that never ends by itself. */
export interface BombRun {
  readonly name: string;
  /** From the end of its time to its outcome, a value for each try; ms. */
  readonly overMs: readonly number[];
  /** The longest time in which this thread did nothing else, a value for each try; ms. */
  readonly stalledMs: readonly number[];
}

/** Runs each script that only its time limit ends, so many times, beside nothing else. */
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
