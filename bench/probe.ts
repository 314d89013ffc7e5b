import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { answerParent } from './process/methods';

const RESOLUTION_MS = 10;

/** Resources a process used between `begin` and `end`. */
export interface Usage {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Delay of the event loop, without the probe's own interval. */
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  readonly residentMb: number;
}

const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let cpu = process.cpuUsage();
let beganAt = process.hrtime.bigint();

export const probeMethods = {
  begin: (): void => {
    delays.reset();
    cpu = process.cpuUsage();
    beganAt = process.hrtime.bigint();
  },
  end: (): Usage => {
    const { user, system } = process.cpuUsage(cpu);
    const beyond = (ns: number): number => Math.max(0, ns / 1e6 - RESOLUTION_MS);
    return {
      cpuMs: (user + system) / 1000,
      wallMs: Number(process.hrtime.bigint() - beganAt) / 1e6,
      loopDelayP99Ms: beyond(delays.percentile(99)),
      loopDelayMaxMs: beyond(delays.max),
      residentMb: process.memoryUsage.rss() / 1024 / 1024,
    };
  },
};

export type ProbeMethods = typeof probeMethods;

if (isMainThread) {
  delays.enable();
  answerParent(probeMethods);
  process.channel?.unref();
}
