import type { ToolTurn } from '../../../shared/call/transcript';
import { plainLine } from '../../ui/text/plain-text';
import { ToolArguments } from '../../transcript/tool-arguments-view';
import styles from './tool-card.module.css';

/** A request that the agent has made anew since: to be seen, and not to be approved. */
export function StaleCard({ tool }: { readonly tool: ToolTurn }) {
  const name = plainLine(tool.name);
  return (
    <section aria-label={`${name}, out of date`} data-stale className={styles['card']}>
      <header className={styles['head']}>
        <h2 className={styles['name']}>{name}</h2>
        <span className={styles['stale']}>out of date</span>
      </header>
      <p className={styles['what']}>The agent has asked anew since. Nothing of this was run.</p>
      <div role="group" aria-label="Arguments that were asked for before" className={styles['arguments']}>
        <ToolArguments raw={tool.arguments} />
      </div>
    </section>
  );
}
