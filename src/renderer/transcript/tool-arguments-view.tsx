import { plainLine } from '../ui/text/plain-text';
import { Said } from '../ui/text/said';
import { viewArguments } from './tool-arguments';
import styles from './tool-arguments-view.module.css';

/** The arguments of a tool call, by name where they are a flat list of values, else as the model sent them. */
export function ToolArguments({ raw }: { readonly raw: string }) {
  const view = viewArguments(raw);
  if (view.kind === 'none') return <span className={styles['note']}>No arguments</span>;
  if (view.kind === 'raw') {
    return (
      <div className={styles['raw']}>
        <span className={styles['note']}>{view.note}</span>
        <Said text={view.text} />
      </div>
    );
  }
  return (
    <dl className={styles['rows']}>
      {view.rows.map(([name, value]) => (
        <div key={name} className={styles['row']}>
          <dt>{plainLine(name)}</dt>
          <dd>
            <Said text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
