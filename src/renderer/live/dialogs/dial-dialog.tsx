import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAgents, useConsole, useServices } from '../../services/services';
import { agentChoices, USUAL_AGENT } from '../../lines/published-agents';
import { Dialog } from '../../ui/dialog';
import { displayNumber, NOT_A_NUMBER, toE164 } from '../../ui/text/phone-number';
import { PhoneNumberField } from '../../ui/text/phone-number-field';
import styles from './dial-dialog.module.css';

const MAX_OPENING_CHARS = 2000;

interface DialDialogProps {
  readonly onClose: () => void;
  readonly onCalling: (callId: string) => void;
}

/** Calls somebody from a live line: whom, who speaks, and how it begins. */
export function DialDialog({ onClose, onCalling }: DialDialogProps) {
  const { run } = useServices();
  const lines = useConsole((view) => view.console.lines);
  const live = [...lines.values()].filter((line) => line.state === 'live').map((line) => line.number);
  const library = useAgents((view) => view.library);
  const [from, setFrom] = useState(live[0] ?? '');
  const [agentId, setAgentId] = useState(USUAL_AGENT);
  const [number, setNumber] = useState('');
  const [opening, setOpening] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  const call = async (): Promise<void> => {
    const to = toE164(number, from);
    if (to === null) {
      setProblem(NOT_A_NUMBER);
      return;
    }
    setSending(true);
    const agent = agentId === USUAL_AGENT ? {} : { agentId };
    const answer = await run((api) => api.operator.dial({ from, to, opening: opening.trim(), ...agent }));
    setSending(false);
    if (!answer.ok) {
      setProblem(answer.sentence);
      return;
    }
    onCalling(answer.callId);
    onClose();
  };

  if (live.length === 0) return <NoLineToCallFrom onClose={onClose} />;
  return (
    <Dialog
      title="Call out"
      onClose={onClose}
      onSubmit={() => void call()}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={number.trim() === '' || from === ''} loading={sending}>
            Call
          </Button>
        </>
      }
    >
      <PhoneNumberField
        value={number}
        problem={problem}
        onChange={(typed) => {
          setNumber(typed);
          setProblem(null);
        }}
      />
      <div className={styles['pair']}>
        <NativeSelect
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          data={live.map((value) => ({ value, label: displayNumber(value) }))}
        />
        {library !== null && (
          <NativeSelect
            label="Agent"
            value={agentId}
            onChange={(event) => setAgentId(event.currentTarget.value)}
            data={[...agentChoices(library, from)]}
          />
        )}
      </div>
      <Textarea
        label="First words"
        description="What the agent says when they answer. Left empty, its greeting."
        placeholder="Hello, this is the front desk calling about your order."
        autosize
        minRows={2}
        maxRows={6}
        maxLength={MAX_OPENING_CHARS}
        value={opening}
        onChange={(event) => setOpening(event.currentTarget.value)}
      />
    </Dialog>
  );
}

function NoLineToCallFrom({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      title="Call out"
      onClose={onClose}
      onSubmit={() => {
        onClose();
        location.hash = '#/lines';
      }}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" data-autofocus>
            Open Lines
          </Button>
        </>
      }
    >
      <p>No line is live. Take one live on the Lines screen first; the call goes out from it.</p>
    </Dialog>
  );
}
