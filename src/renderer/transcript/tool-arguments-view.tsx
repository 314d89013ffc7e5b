import { plainLine } from '../ui/text/plain-text';
import { Said } from '../ui/text/said';
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

/** A tool's arguments as the operator reads them. */
type ArgumentsView =
  | { readonly kind: 'none' }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'raw';
      readonly text: string;
      readonly note: 'Not valid JSON' | 'Not a flat list of values' | 'As it was written';
    };

const MAX_ROWS = 64;
/** White space between the parts of a JSON document; texts are kept as they are. */
const OUTSIDE_TEXTS = /("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g;

/**
 * Reads arguments as the model sent them, which may be no JSON at all. Never throws. Rows say exactly what was sent: a name given
 * twice, or a number that JavaScript would round, is shown as it was written.
 */
export function viewArguments(raw: string): ArgumentsView {
  if (raw.trim() === '') return { kind: 'none' };
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return { kind: 'raw', text: raw, note: 'Not valid JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nested(raw);
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length === 0) return { kind: 'none' };
  if (entries.length > MAX_ROWS || entries.some(([, each]) => typeof each === 'object' && each !== null))
    return nested(raw);
  if (JSON.stringify(value) !== raw.replaceAll(OUTSIDE_TEXTS, '$1'))
    return { kind: 'raw', text: raw, note: 'As it was written' };
  return { kind: 'rows', rows: entries.map(([name, each]) => [name, String(each)]) };
}

function nested(raw: string): ArgumentsView {
  return { kind: 'raw', text: raw, note: 'Not a flat list of values' };
}
