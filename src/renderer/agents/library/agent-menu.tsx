import { Button, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconDownload, IconPhoneIncoming, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { agentHref } from '../../routes/agent-route';
import { useAgents, useServices } from '../../services/services';
import type { AgentRefused } from '../../stores/agents-store';
import { Dialog } from '../../ui/dialog';
import { IconButton } from '../../ui/icon-button';
import { plainLine } from '../../ui/text/plain-text';
import { RefusedDialog } from './refused-dialog';

/** Lifetime of the download's URL, in ms: a browser may start reading only after the user has chosen a place. */
const KEEP_MS = 60_000;

/** Downloads a text as a file, to wherever the browser or system saves such files. */
function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}

interface AgentMenuProps {
  readonly agentId: string;
  readonly name: string;
  readonly isPublished: boolean;
}

/** Menu of commands for a whole agent: answer all other lines, duplicate, export, remove. */
export function AgentMenu({ agentId, name, isPublished }: AgentMenuProps) {
  const { agents } = useServices();
  const [, navigate] = useHashLocation();
  const isDefault = useAgents((view) => view.library?.defaultId === agentId);
  const [refused, setRefused] = useState<AgentRefused | null>(null);
  const [isRemoving, setRemoving] = useState(false);

  const duplicate = async (): Promise<void> => {
    const made = await agents.duplicate(agentId);
    if (typeof made === 'string') navigate(agentHref(made, 'words').slice(1));
    else setRefused(made);
  };
  const exportFile = async (): Promise<void> => {
    const file = await agents.export(agentId);
    if ('code' in file) setRefused(file);
    else saveFile(file.fileName, file.text);
  };

  return (
    <>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <IconButton label="More about this agent" icon={<IconDots size={18} stroke={1.7} />} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPhoneIncoming size={16} stroke={1.7} />}
            disabled={isDefault || !isPublished}
            onClick={() => void agents.assign(null, agentId).then(setRefused)}
          >
            Let it answer all other lines
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={16} stroke={1.7} />} onClick={() => void duplicate()}>
            Duplicate
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={16} stroke={1.7} />} onClick={() => void exportFile()}>
            Export as a file
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.7} />} onClick={() => setRemoving(true)}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RemoveDialog
        opened={isRemoving}
        name={name}
        onClose={() => setRemoving(false)}
        onRemove={async () => {
          setRemoving(false);
          const answer = await agents.remove(agentId);
          setRefused(answer);
          if (answer === null) navigate('/agents');
        }}
      />
      <RefusedDialog refused={refused} onClose={() => setRefused(null)} />
    </>
  );
}

interface RemoveDialogProps {
  readonly opened: boolean;
  readonly name: string;
  readonly onClose: () => void;
  readonly onRemove: () => Promise<void>;
}

/** Confirmation before an agent is removed with all its versions. */
function RemoveDialog({ opened, name, onClose, onRemove }: RemoveDialogProps) {
  return (
    <Dialog
      title={`Remove ${plainLine(name) || 'this agent'}?`}
      opened={opened}
      size={440}
      onClose={onClose}
      onSubmit={() => void onRemove()}
      actions={
        <>
          <Button variant="default" data-autofocus onClick={onClose}>
            Keep it
          </Button>
          <Button data-danger type="submit">
            Remove
          </Button>
        </>
      }
    >
      <p>
        Its draft and all its versions are gone for good; export it first to keep them as a file. Calls that are on go
        on with it.
      </p>
    </Dialog>
  );
}
