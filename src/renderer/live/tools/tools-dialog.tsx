import { Button, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Call } from '../../../shared/call/call';
import type { FunctionInCall } from '../../client/call-commands';
import { useServices } from '../../services/services';
import { KINDS } from '../../tools/kind-words';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { plainLine } from '../../ui/text/plain-text';
import { showRefusal } from '../../ui/refusal-toast';
import styles from './tools-dialog.module.css';

interface ToolsDialogProps {
  readonly call: Call;
  readonly onClose: () => void;
}

/** What the agent may use in this call: switched off and on here, for this call alone. */
export function ToolsDialog({ call, onClose }: ToolsDialogProps) {
  const { commands } = useServices();
  const [functions, setFunctions] = useState<readonly FunctionInCall[] | string | null>(null);
  useEffect(() => {
    let isShown = true;
    void commands.functions(call.id).then((found) => {
      if (isShown) setFunctions(found);
    });
    return () => {
      isShown = false;
    };
  }, [commands, call.id]);
  const turn = async (name: string, isOn: boolean): Promise<void> => {
    const done = await commands.switchFunction(call.id, name, isOn);
    if (!done.ok) showRefusal(done.sentence);
  };
  return (
    <Dialog
      title="Tools in this call"
      onClose={onClose}
      onSubmit={onClose}
      actions={
        <Button type="submit" variant="default">
          Done
        </Button>
      }
    >
      <p className={styles['note']}>What is switched off here, the agent may not use until this call ends.</p>
      {typeof functions === 'string' && <Notice tone="failing" sentence={functions} />}
      {Array.isArray(functions) && functions.length === 0 && <p className={styles['note']}>The agent has no tools.</p>}
      {functions !== null && typeof functions !== 'string' && (
        <ul className={styles['functions']}>
          {functions.map(({ name, kind }) => (
            <li key={name}>
              <Switch
                label={plainLine(name)}
                description={KINDS[kind].label}
                checked={!call.switchedOff.includes(name)}
                onChange={(event) => void turn(name, event.currentTarget.checked)}
              />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
