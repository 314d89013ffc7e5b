import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { TOOL_EXAMPLES } from '../../shared/tool/examples';
import { freeName, newAct, newTool } from '../../shared/tool/new-tool';
import { BUILT_INS, type Tool } from '../../shared/tool/tool';
import styles from './add-tool-menu.module.css';
import { ACTS, KINDS } from './kind-labels';

interface AddToolMenuProps {
  readonly taken: ReadonlySet<string>;
  readonly disabled: boolean;
  readonly onAdd: (tool: Tool) => void;
}

const KINDS_TO_ADD = ['operator', 'http', 'script', 'mcp'] as const;

/** Adds a tool: from nothing, an act of the call, or an example. */
export function AddToolMenu({ taken, disabled, onAdd }: AddToolMenuProps) {
  return (
    <Menu position="bottom-start" width={330}>
      <Menu.Target>
        <Button variant="default" disabled={disabled} leftSection={<IconPlus size={15} stroke={1.9} />}>
          Add a tool
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles['menu'] ?? ''}>
        {KINDS_TO_ADD.map((kind) => {
          const { icon: Icon, label, sentence } = KINDS[kind];
          return (
            <Menu.Item
              key={kind}
              leftSection={<Icon size={17} stroke={1.7} aria-hidden />}
              onClick={() => onAdd(newTool(kind, taken))}
            >
              <Choice label={label} sentence={sentence} />
            </Menu.Item>
          );
        })}
        <Menu.Divider />
        <Menu.Label>Acts of the call</Menu.Label>
        {BUILT_INS.filter((name) => !taken.has(name)).map((name) => (
          <Menu.Item key={name} onClick={() => onAdd(newAct(name))}>
            <Choice {...ACTS[name]} />
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>Examples that work</Menu.Label>
        {TOOL_EXAMPLES.map(({ title, sentence, tool }) => (
          <Menu.Item key={title} onClick={() => onAdd(renamed(tool, taken))}>
            <Choice label={title} sentence={sentence} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice({ label, sentence }: { readonly label: string; readonly sentence: string }) {
  return (
    <span className={styles['choice']}>
      {label}
      <span>{sentence}</span>
    </span>
  );
}

function renamed(tool: Tool, taken: ReadonlySet<string>): Tool {
  return tool.kind === 'built-in' ? tool : { ...tool, name: freeName(tool.name, taken) };
}
