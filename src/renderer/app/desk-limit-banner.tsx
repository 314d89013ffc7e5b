import { reachedDeskLimit, spentToday, type DeskLimits } from '../../shared/call/desk-limits';
import type { ConsoleState } from '../../shared/call/console';
import { useConsole, useSetup } from '../services/services';
import styles from '../ui/link-banner.module.css';
import { formatUsd } from '../ui/text/format';
import { useTimed } from '../ui/time/timer';

/** Says that no new call is taken because a limit of the desk is reached, for as long as that is so. */
export function DeskLimitBanner() {
  const limits = useSetup((view) => view.setup?.deskLimits);
  const minute = useTimed((now) => now - (now % 60_000));
  const words = useConsole(({ console }) => (limits === undefined ? null : deskLimitWords(limits, console, minute)));
  if (words === null) return null;
  return (
    <div role="status" className={styles['banner']}>
      <strong>New calls are refused</strong>
      <span className={styles['quiet']}>{words}</span>
    </div>
  );
}

/** Words of the banner; null: no limit is reached. */
export function deskLimitWords(limits: DeskLimits, state: ConsoleState, now: number): string | null {
  const calls = [...state.calls.values()].filter(({ phase, practice }) => phase.name !== 'ended' && !practice).length;
  const reached = reachedDeskLimit(limits, { calls, spentUsd: spentToday(state, now) });
  if (reached === undefined) return null;
  const why =
    reached === 'desk-full'
      ? `There are as many calls as the desk may have, ${String(limits.calls)}: callers hear that all lines are busy.`
      : `Today has cost ${formatUsd(limits.spendUsd ?? 0)}, the most it may: callers hear an apology until midnight, UTC.`;
  return `${why} Settings, Limits changes that.`;
}
