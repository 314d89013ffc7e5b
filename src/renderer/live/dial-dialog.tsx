import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useConsole, useServices } from '../connection/services';
import { Dialog } from '../ui/dialog';
import { displayNumber, toE164 } from '../ui/phone-number';

const MAX_OPENING_CHARS = 2000;

interface DialDialogProps {
  readonly onClose: () => void;
  readonly onCalling: (callId: string) => void;
}

/** Calls somebody from a live line; the agent of that line speaks. */
export function DialDialog({ onClose, onCalling }: DialDialogProps) {
  const { operator } = useServices();
  const lines = useConsole((view) => view.console.lines);
  const live = [...lines.values()].filter((line) => line.state === 'live').map((line) => line.number);
  const [from, setFrom] = useState(live[0] ?? '');
  const [number, setNumber] = useState('');
  const [opening, setOpening] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  const call = async (): Promise<void> => {
    const to = toE164(number, from);
    if (to === null) {
      setProblem('This is no phone number. Write it with its country code, such as +1 415 555 0134.');
      return;
    }
    setSending(true);
    const answer = await operator.dial({ from, to, opening: opening.trim() });
    setSending(false);
    if (!answer.ok) {
      setProblem(answer.sentence);
      return;
    }
    onCalling(answer.callId);
    onClose();
  };

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
      {live.length === 0 ? (
        <p>No line is live. Take one live on the Lines screen first; the call goes out from it.</p>
      ) : (
        <NativeSelect
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
          data={live.map((value) => ({ value, label: displayNumber(value) }))}
        />
      )}
      <TextInput
        data-autofocus
        type="tel"
        label="To"
        placeholder="+1 415 555 0134"
        maxLength={32}
        value={number}
        error={problem}
        onChange={(event) => {
          setNumber(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <Textarea
        label="First words"
        description="What the agent says when they answer. Empty: its greeting."
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
