import type { ConsoleState } from '../../../shared/call/console';
import { freeShare, isFreeNgrok, NGROK_FREE, type FreeShare } from '../../../shared/line/ngrok-free';
import type { Refusal } from '../../client/refusals/refusals';
import { useConsole } from '../../services/services';
import { Notice } from '../../ui/notice';
import { useTimed } from '../../ui/time/timer';

/**
 * Notice of how much of ngrok's free plan this month's calls have used. `onlyWhenScarce` hides it while plenty is left.
 */
export function PlanUseNotice({ onlyWhenScarce = false }: { readonly onlyWhenScarce?: boolean }) {
  const tunnel = useConsole((view) => view.console.tunnel);
  const tunnelUse = useConsole((view) => view.console.tunnelUse);
  const hour = useTimed((now) => now - (now % 3_600_000));
  const use = planUse({ tunnel, tunnelUse }, hour);
  if (use === null || (onlyWhenScarce && use.state === 'plenty')) return null;
  const tone = use.state === 'plenty' ? 'plain' : use.state === 'nearly' ? 'attention' : 'failing';
  return <Notice tone={tone} sentence={use.sentence} remedy={use.remedy} />;
}

/** Description of ngrok's free plan, for a user who is choosing ngrok. */
export const FREE_PLAN = `ngrok’s free plan carries 1 GB and ${NGROK_FREE.monthlyRequests.toLocaleString('en')} requests a month, about 11 hours of calls, in up to ${NGROK_FREE.programs} programs at a time. Used up, no call comes through until the next month. The warning page it shows to browsers does not concern Twilio.`;

/** Use of ngrok's free plan so far, with a remedy. */
export interface PlanUse extends Refusal {
  readonly state: FreeShare['state'];
}

/**
 * Describes how much of ngrok's free plan this month's calls have used; `now` is epoch ms. Null when the plan is not
 * the free one, or unknown.
 */
export function planUse(
  { tunnel, tunnelUse }: Pick<ConsoleState, 'tunnel' | 'tunnelUse'>,
  now: number,
): PlanUse | null {
  if (tunnel?.kind !== 'ngrok' || !isFreeNgrok(tunnel.publicUrl)) return null;
  const { bytes, state } = freeShare(tunnelUse, now);
  const used = `${(bytes / 1e9).toFixed(2)} GB`;
  switch (state) {
    case 'plenty':
      return {
        state,
        sentence: `About ${used} of ngrok’s free 1 GB went to calls this month.`,
        remedy: 'Estimated from how long they lasted; other programs of the account count as well.',
      };
    case 'nearly':
      return {
        state,
        sentence: `About ${used} of ngrok’s free 1 GB went to calls this month: it is nearly used up.`,
        remedy:
          'Used up, no call comes through until the next month. A paid plan or a public URL of your own avoids that.',
      };
    case 'used-up':
      return {
        state,
        sentence: `About ${used} went to calls this month, more than ngrok’s free plan carries.`,
        remedy: 'Calls may stop coming through at any moment. Take a paid plan, or use a public URL of your own.',
      };
  }
}
