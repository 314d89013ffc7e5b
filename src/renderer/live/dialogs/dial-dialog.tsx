import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useAgents, useConsole, useServices } from '../../services/services';
import { MACHINE_HANDLINGS, type MachineHandling } from '../../../shared/line/machine-handling';
import { agentChoices, USUAL_AGENT } from '../../lines/published-agents';
import { Dialog } from '../../ui/dialog';
import { displayNumber, NOT_A_NUMBER, toE164 } from '../../ui/text/phone-number';
import { PhoneNumberField } from '../../ui/text/phone-number-field';
import styles from './dial-dialog.module.css';

const MAX_OPENING_CHARS = 2000;

/** Labels of what is done about a machine that answers. */
const MACHINE_LABELS: Readonly<Record<MachineHandling, string>> = {
  ignore: 'Do not detect',
  tell: 'Mark the call',
  'tell-after-beep': 'Mark the call after the beep',
  'hang-up': 'Hang up',
};

const MACHINE_SENTENCES: Readonly<Record<MachineHandling, string>> = {
  ignore: 'Whoever answers is spoken to, and the carrier charges nothing for listening.',
  tell: 'A call that a machine answers is marked as voicemail; the agent goes on speaking until you step in.',
  'tell-after-beep': 'It is marked as voicemail when the beep has sounded, so that a message can be spoken then.',
  'hang-up': 'A call that a machine answers ends as soon as the carrier is sure of it.',
};

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
  const [onMachine, setOnMachine] = useState<MachineHandling>('tell');
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
    const answer = await run((api) => api.operator.dial({ from, to, opening: opening.trim(), onMachine, ...agent }));
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
      <NativeSelect
        label="Answering machine"
        description={MACHINE_SENTENCES[onMachine]}
        value={onMachine}
        onChange={(event) =>
          setOnMachine(MACHINE_HANDLINGS.find((each) => each === event.currentTarget.value) ?? 'tell')
        }
        data={MACHINE_HANDLINGS.map((value) => ({ value, label: MACHINE_LABELS[value] }))}
      />
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
