import { Button } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { freeName } from '../../shared/tool/new-tool';
import type { Tool } from '../../shared/tool/tool';
import { clashingNames } from '../../shared/tool/agent-function';
import { toolProblems } from '../../shared/tool/tool-problems';
import { Dot } from '../ui/dot';
import { Empty } from '../ui/empty';
import { IconButton } from '../ui/icon-button';
import { HiddenWords } from '../ui/text/hidden-words';
import { plainLine } from '../ui/text/plain-text';
import { AddToolMenu } from './add-tool-menu';
import { ToolFields } from './fields/tool-fields';
import { ACTS, KINDS } from './kind-labels';
import { Bench, type Filled } from './playground/bench';
import styles from './tool-list-editor.module.css';

/** More than an agent keeps apart. */
const MAX_TOOLS = 64;

interface ToolListEditorProps {
  readonly value: readonly Tool[];
  readonly onChange: (tools: Tool[]) => void;
}

/** The tools of an agent: a list, and the one that is being edited or tried. */
export function ToolListEditor({ value, onChange }: ToolListEditorProps) {
  const [chosen, setChosen] = useState(0);
  const [removed, setRemoved] = useState(0);
  const side = useRef<HTMLElement>(null);
  // The button that removed it is gone with it: the keyboard goes to the list.
  useEffect(() => {
    if (removed > 0) side.current?.querySelector<HTMLElement>('[aria-current], button')?.focus();
  }, [removed]);
  const taken = new Set(value.map(({ name }) => name));
  const clashes = clashingNames(value);
  const tool = value[chosen] ?? value[0];
  const index = tool === undefined ? -1 : value.indexOf(tool);

  const add = (added: Tool): void => {
    setChosen(value.length);
    onChange([...value, added]);
  };
  const duplicate = (): void => {
    if (tool === undefined || tool.kind === 'built-in') return;
    add({ ...tool, name: freeName(tool.name, taken) });
  };
  const remove = (): void => {
    setChosen(Math.max(0, index - 1));
    setRemoved(removed + 1);
    onChange(value.filter((_, at) => at !== index));
  };

  return (
    <div className={styles['tools']}>
      <nav ref={side} aria-label="Tools of the agent" className={styles['side']}>
        <ToolNames tools={value} chosen={index} clashes={clashes} onChoose={setChosen} />
        <AddToolMenu taken={taken} disabled={value.length >= MAX_TOOLS} onAdd={add} />
      </nav>
      {tool === undefined ? (
        <Empty title="This agent has no tools">
          <p>Without one it can only talk. Add a tool, or begin with an example.</p>
        </Empty>
      ) : (
        <ToolEditor
          key={index}
          tool={tool}
          hasClash={clashes.size > 0 && clashes.has(tool.name)}
          onChange={(next) => onChange(value.map((each, at) => (at === index ? next : each)))}
          onDuplicate={duplicate}
          onRemove={remove}
        />
      )}
    </div>
  );
}

interface ToolNamesProps {
  readonly tools: readonly Tool[];
  readonly chosen: number;
  readonly clashes: ReadonlySet<string>;
  readonly onChoose: (index: number) => void;
}

/** The tools of an agent by name: what kind each is, whether it asks first, and whether it can be published. */
function ToolNames({ tools, chosen, clashes, onChoose }: ToolNamesProps) {
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

interface ToolEditorProps {
  readonly tool: Tool;
  /** Another tool gives the model the same name. */
  readonly hasClash: boolean;
  readonly onChange: (tool: Tool) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** One tool: how it is set up, and the bench where it is tried. */
function ToolEditor({ tool, hasClash, onChange, onDuplicate, onRemove }: ToolEditorProps) {
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
