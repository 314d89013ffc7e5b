import { z } from 'zod';
import type { ConsoleState } from './console';

/** Most calls at once, whatever is chosen. */
export const MAX_DESK_CALLS = 250;

/** Limits of the whole desk. `calls`: at once, practice apart. `spendUsd`: on the model service each day (UTC), null: no limit. */
export const DeskLimitsSchema = z.object({
  calls: z.int().min(1).max(MAX_DESK_CALLS),
  spendUsd: z.number().min(0.01).max(100_000).nullable(),
});

export type DeskLimits = Readonly<z.infer<typeof DeskLimitsSchema>>;

export const WIDEST_DESK_LIMITS: DeskLimits = { calls: MAX_DESK_CALLS, spendUsd: null };

/** Amount spent on the day (UTC) of `now`, in USD. */
export function spentToday({ spentUsd, spentOn }: Pick<ConsoleState, 'spentUsd' | 'spentOn'>, now: number): number {
  return spentOn === new Date(now).toISOString().slice(0, 10) ? spentUsd : 0;
}

/** Limit that keeps a new call from beginning; undefined: none does. Calls that are on go on. */
export function reachedDeskLimit(
  { calls: mostCalls, spendUsd }: DeskLimits,
  { calls, spentUsd }: { readonly calls: number; readonly spentUsd: number },
): 'desk-full' | 'spend-reached' | undefined {
  if (spendUsd !== null && spentUsd >= spendUsd) return 'spend-reached';
  return calls >= mostCalls ? 'desk-full' : undefined;
}
