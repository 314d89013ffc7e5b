import { Button, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Call } from '../../../shared/call/call';
import type { ConsoleClient } from '../../client/transport';
import { useServices } from '../../services/services';
import { KINDS } from '../../tools/kind-labels';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { plainLine } from '../../ui/text/plain-text';
import { showRefusal } from '../../ui/refusal-toast';
import styles from './tools-dialog.module.css';

type FunctionsInCall = Extract<Awaited<ReturnType<ConsoleClient['call']['functions']>>, { ok: true }>['functions'];

interface ToolsDialogProps {
  readonly call: Call;
  readonly onClose: () => void;
}

/** Dialog that switches the agent's tools off and on, for this call alone. */
export function ToolsDialog({ call, onClose }: ToolsDialogProps) {
  const { run } = useServices();
  const [functions, setFunctions] = useState<FunctionsInCall | string | null>(null);
  useEffect(() => {
    let isShown = true;
    void run((api) => api.call.functions({ callId: call.id })).then((found) => {
      if (isShown) setFunctions(found.ok ? found.functions : found.sentence);
    });
    return () => {
      isShown = false;
    };
  }, [run, call.id]);
  const turn = async (name: string, isOn: boolean): Promise<void> => {
    const done = await run((api) => api.call.switchFunction({ callId: call.id, name, isOn }));
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
