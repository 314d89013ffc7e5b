import type { ExitRun } from '../stages/exit-stage';
import type { FaultRun } from '../stages/fault-stage';
import type { KillRun } from '../stages/kill-stage';
import { MAX_STALL_MS, type ListingRun } from '../stages/listing-stage';
import { quantiles } from './quantiles';
import { ms, table } from './tables';

/** A table, and whether every promise was kept. */
export interface Verdict {
  readonly text: string;
  readonly isKept: boolean;
}

/** Markdown table of faults and of the calls beside them. */
export function faultVerdict(runs: readonly FaultRun[]): Verdict {
  const rows = runs.map(({ name, control, usage, crowdCalls, felt, broken }) => [
    name,
    felt,
    String(crowdCalls),
    String(control?.frames.sent ?? 0),
    control === undefined
      ? ''
      : `${String(control.frames.lost)} / ${String(control.frames.doubled)} / ${String(control.frames.misrouted)}`,
    control === undefined ? '' : `${ms(control.roundTripMs.p99)} / ${ms(control.roundTripMs.max)}`,
    usage === undefined ? '' : ms(usage.loopDelayMaxMs),
    broken.join('; ') || 'kept',
  ]);
  return {
    text: table(
      [
        'fault',
        'what came of it',
        'calls that suffer',
        'control frames',
        'lost / doubled / misrouted',
        'round trip p99 / max ms',
        'longest stall ms',
        'promise',
      ],
      rows,
    ),
    isKept: runs.every(({ broken }) => broken.length === 0),
  };
}

/** Markdown table of kills, and what the journal had of what consoles had shown. */
export function killVerdict({ kills, shown, marked, lost, gaps }: KillRun): Verdict {
  const named = lost.length === 0 ? '' : ` (${lost.slice(0, 5).join(', ')})`;
  return {
    text: table(
      ['kills', 'events shown', 'of them lost', 'shown as not stored', 'journals with a gap'],
      [[String(kills), String(shown), `${String(lost.length)}${named}`, String(marked), String(gaps)]],
    ),
    isKept: shown > 0 && lost.length === 0 && gaps === 0,
  };
}

/** Markdown table of exits by state. */
export function exitVerdict(runs: readonly ExitRun[]): Verdict {
  return {
    text: table(
      ['mode', 'state', 'exits', 'took p50 / p99 / max ms', 'ended with', 'promise'],
      runs.map(({ mode, state, tookMs, ends, broken }) => {
        const { count, p50, p99, max } = quantiles(tookMs);
        const counted = [...ends].map(([end, times]) => `${end} × ${String(times)}`).join(', ');
        const took = `${p50.toFixed(0)} / ${p99.toFixed(0)} / ${max.toFixed(0)}`;
        return [mode, state, String(count), took, counted, broken.join('; ') || 'kept'];
      }),
    ),
    isKept: runs.every(({ broken }) => broken.length === 0),
  };
}

/** Markdown table of generated listings, and of the stretches in which they kept the main loop. */
export function listingVerdict(run: ListingRun): Verdict {
  const [read, checked] = [quantiles(run.readMs), quantiles(run.checkMs)];
  return {
    text: table(
      [
        'listings',
        'tools',
        'offered',
        'of them with patterns',
        'checks',
        'crashes',
        'loop stood still, a listing p50 / p99 / max ms',
        'loop stood still, a check p50 / p99 / max ms',
      ],
      [
        [
          String(run.listings),
          String(run.tools),
          String(run.offered),
          String(run.withPatterns),
          String(run.checks),
          String(run.crashes.length),
          `${ms(read.p50)} / ${ms(read.p99)} / ${ms(read.max)}`,
          `${ms(checked.p50)} / ${ms(checked.p99)} / ${ms(checked.max)}`,
        ],
      ],
    ),
    isKept: run.crashes.length === 0 && run.offered > 0 && Math.max(read.max, checked.max) <= MAX_STALL_MS,
  };
}
