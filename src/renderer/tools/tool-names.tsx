import type { Tool } from '../../shared/tool/tool';
import { toolProblems } from '../../shared/tool/tool-problems';
import { Dot } from '../ui/dot';
import { HiddenWords } from '../ui/text/hidden-words';
import { plainLine } from '../ui/text/plain-text';
import { ACTS, KINDS } from './kind-words';
import styles from './tool-names.module.css';

interface ToolNamesProps {
  readonly tools: readonly Tool[];
  readonly chosen: number;
  readonly clashes: ReadonlySet<string>;
  readonly onChoose: (index: number) => void;
}

/** The tools of an agent by name: what kind each is, whether it asks first, and whether it can be published. */
export function ToolNames({ tools, chosen, clashes, onChoose }: ToolNamesProps) {
  return (
    <ul className={styles['names']}>
      {tools.map((tool, index) => {
        const { icon: Icon, label } = KINDS[tool.kind];
        const isFaulty = clashes.has(tool.name) || toolProblems(tool).length > 0;
        return (
          <li key={index}>
            <button
              type="button"
              aria-current={index === chosen ? 'true' : undefined}
              className={styles['name']}
              onClick={() => onChoose(index)}
            >
              <Icon size={16} stroke={1.7} aria-hidden className={styles['icon']} />
              <span className={styles['words']}>
                <strong>{plainLine(tool.name) || 'No name'}</strong>
                <span>{tool.kind === 'built-in' ? ACTS[tool.name].label : label}</span>
              </span>
              {isFaulty && (
                <>
                  <Dot tone="failing" />
                  <HiddenWords>cannot be published</HiddenWords>
                </>
              )}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
