import { useEffect, useRef, useState } from 'react';
import { clashingNames } from '../../shared/tool/agent-function';
import { freeName } from '../../shared/tool/new-tool';
import type { Tool } from '../../shared/tool/tool';
import { Empty } from '../ui/empty';
import { AddToolMenu } from './add-tool-menu';
import { ToolEditor } from './tool-editor';
import styles from './tool-list-editor.module.css';
import { ToolNames } from './tool-names';

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
