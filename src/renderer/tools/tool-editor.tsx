import { Button } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Tool } from '../../shared/tool/tool';
import { toolProblems } from '../../shared/tool/tool-problems';
import { IconButton } from '../ui/icon-button';
import { plainLine } from '../ui/text/plain-text';
import { Bench, type Filled } from './playground/bench';
import { KINDS } from './kind-words';
import styles from './tool-editor.module.css';
import { ToolFields } from './fields/tool-fields';

interface ToolEditorProps {
  readonly tool: Tool;
  /** Another tool gives the model the same name. */
  readonly hasClash: boolean;
  readonly onChange: (tool: Tool) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** One tool: how it is set up, and the bench where it is tried. */
export function ToolEditor({ tool, hasClash, onChange, onDuplicate, onRemove }: ToolEditorProps) {
  const [side, setSide] = useState<'set up' | 'try'>('set up');
  const [filled, setFilled] = useState<Filled>({});
  const [isRemoving, setRemoving] = useState(false);
  const problems = toolProblems(tool);
  const problemOf = (where: string): string | undefined => {
    if (where === 'name' && hasClash) return 'Another tool has this name; the model could not tell them apart';
    return problems.find((problem) => problem.where === where)?.sentence;
  };
  return (
    <section aria-label={plainLine(tool.name) || 'Tool without a name'} className={styles['editor']}>
      <header className={styles['head']}>
        <div role="tablist" aria-label="Set up or try" className={styles['tabs']}>
          {(['set up', 'try'] as const).map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              aria-selected={side === each}
              className={styles['tab']}
              onClick={() => setSide(each)}
            >
              {each === 'set up' ? 'Set up' : 'Try it'}
            </button>
          ))}
        </div>
        <span className={styles['kind']}>{KINDS[tool.kind].label}</span>
        {isRemoving ? (
          <>
            <Button variant="default" size="compact-sm" autoFocus onClick={() => setRemoving(false)}>
              Keep
            </Button>
            <Button data-danger variant="filled" size="compact-sm" onClick={onRemove}>
              Remove
            </Button>
          </>
        ) : (
          <>
            {tool.kind !== 'built-in' && (
              <IconButton
                label="Duplicate this tool"
                size={28}
                icon={<IconCopy size={16} stroke={1.7} />}
                onClick={onDuplicate}
              />
            )}
            <IconButton
              label="Remove this tool"
              size={28}
              icon={<IconTrash size={16} stroke={1.7} />}
              onClick={() => setRemoving(true)}
            />
          </>
        )}
      </header>
      {side === 'set up' ? (
        <ToolFields tool={tool} problemOf={problemOf} onChange={onChange} />
      ) : (
        <Bench tool={tool} problems={problems} filled={filled} onFill={setFilled} />
      )}
    </section>
  );
}
