import type { AgentChange, DiffLine } from '../../../shared/agent/agent-diff';
import { HiddenWords } from '../../ui/text/hidden-words';
import styles from './diff-view.module.css';

/** Lines around a change that stay in sight. */
const CONTEXT_LINES = 2;

/** Lines of a difference, with long runs that are the same on both sides folded into a count. */
export function foldSame(lines: readonly DiffLine[]): readonly (DiffLine | { readonly folded: number })[] {
  const isNear = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some(({ kind }) => kind !== 'same'),
  );
  const shown: (DiffLine | { folded: number })[] = [];
  lines.forEach((line, index) => {
    const last = shown.at(-1);
    if (isNear[index] === true) shown.push(line);
    else if (last !== undefined && 'folded' in last) last.folded += 1;
    else shown.push({ folded: 1 });
  });
  return shown;
}

interface DiffViewProps {
  readonly changes: readonly AgentChange[];
  /** What the removed lines are of, and the added ones. */
  readonly from: string;
  readonly to: string;
}

const SIGNS: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', removed: '−', added: '+' };

/** What changed between two profiles of an agent, field by field; lines that stayed the same are folded away. */
export function DiffView({ changes, from, to }: DiffViewProps) {
  return (
    <div className={styles['changes']}>
      {changes.map(({ title, lines }) => (
        <section key={title} aria-label={`${title}, from ${from} to ${to}`}>
          <h3 className={styles['title']}>{title}</h3>
          <div className={styles['lines']}>
            {foldSame(lines).map((line, index) =>
              'folded' in line ? (
                <div key={index} className={styles['folded']}>
                  {line.folded === 1 ? '1 line is the same' : `${String(line.folded)} lines are the same`}
                </div>
              ) : (
                <div key={index} data-kind={line.kind} className={styles['line']}>
                  <span aria-hidden className={styles['sign']}>
                    {SIGNS[line.kind]}
                  </span>
                  {line.kind !== 'same' && (
                    <HiddenWords>{line.kind === 'removed' ? `${from}: ` : `${to}: `}</HiddenWords>
                  )}
                  <Pieces line={line} />
                </div>
              ),
            )}
          </div>
        </section>
      ))}
    </div>
  );
}

function Pieces({ line }: { readonly line: DiffLine }) {
  return (
    <span className={styles['text']}>
      {line.pieces.map(({ text, changed }, index) =>
        changed && line.pieces.length > 1 ? (
          <mark key={index} className={styles['changed']}>
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </span>
  );
}
