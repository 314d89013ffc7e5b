import { useConsole } from '../../services/services';
import { Notice } from '../../ui/notice';
import { planUse } from './ngrok-plan-words';
import { useTimed } from '../../ui/time/use-timed';

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
