import { schemaForService } from '../../src/shared/tool/schema/for-service';
import { createArgumentCheck } from '../../src/main/tools/check/argument-check';
import { offerOf } from '../../src/main/tools/mcp/mcp-listing';
import { sampleArguments, sampleListings } from '../../src/main/tools/mcp/mcp-listing.fixture';
import { monotonicClock } from '../process/monotonic-clock';

const TOOLS_PER_LISTING = 20;
const CHECKS_PER_LISTING = 3;
/** Longest that the main loop may stand still; ms. */
export const MAX_STALL_MS = 50;

/** Generated listings of MCP servers, and what they cost the thread that reads them. */
export interface ListingRun {
  readonly listings: number;
  readonly tools: number;
  readonly offered: number;
  readonly checks: number;
  readonly withPatterns: number;
  readonly crashes: readonly string[];
  /** Longest stretches in which the loop stood still while a listing was read, one for each; ms. */
  readonly readMs: readonly number[];
  /** Times of the checks of arguments, each of which is one stretch; ms. */
  readonly checkMs: readonly number[];
}

/** Reads this many generated listings, and checks generated arguments against each function that is offered. */
export async function listingStage(times: number): Promise<ListingRun> {
  const listings = sampleListings(times, TOOLS_PER_LISTING);
  const given = sampleArguments(CHECKS_PER_LISTING * times);
  const check = createArgumentCheck();
  const run = { offered: 0, checks: 0, withPatterns: 0 };
  const crashes: string[] = [];
  const readMs: number[] = [];
  const checkMs: number[] = [];
  for (const listed of listings) {
    try {
      const { value, stalledMs } = await watched(() => offerOf(listed));
      readMs.push(stalledMs);
      for (const { parameters } of value.functions) {
        run.offered += 1;
        if (JSON.stringify(parameters).includes('"pattern')) run.withPatterns += 1;
        for (let checked = 0; checked < CHECKS_PER_LISTING; checked += 1) {
          const fromMs = monotonicClock.nowMs();
          schemaForService(parameters);
          check(parameters, given[run.checks++ % given.length] ?? '{}');
          checkMs.push(monotonicClock.nowMs() - fromMs);
        }
      }
    } catch (error) {
      crashes.push(error instanceof Error ? error.message : String(error));
    }
  }
  return { listings: times, tools: times * TOOLS_PER_LISTING, ...run, crashes, readMs, checkMs };
}

/** Runs `work` and measures the longest stretch in which the loop had no turn. */
async function watched<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly stalledMs: number }> {
  let lastMs = monotonicClock.nowMs();
  let stalledMs = 0;
  let isOver = false;
  const turn = (): void => {
    const nowMs = monotonicClock.nowMs();
    stalledMs = Math.max(stalledMs, nowMs - lastMs);
    lastMs = nowMs;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const value = await work();
  isOver = true;
  turn();
  return { value, stalledMs };
}
