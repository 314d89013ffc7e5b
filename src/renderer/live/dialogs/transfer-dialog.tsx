import { Button, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Call } from '../../../shared/call/call';
import type { TransferWay } from '../../../shared/tool/transfer-way';
import { useServices } from '../../services/services';
import { Notice } from '../../ui/notice';
import { Dialog } from '../../ui/dialog';
import { NOT_A_NUMBER, toE164 } from '../../ui/text/phone-number';
import { PhoneNumberField } from '../../ui/text/phone-number-field';
import { isAnothers } from '../../labels/phase-labels';
import { otherParty } from '../../labels/other-party';
import styles from './transfer-dialog.module.css';

const MAX_ANNOUNCEMENT_CHARS = 500;

interface TransferDialogProps {
  readonly call: Call;
  readonly onClose: () => void;
}

/** Puts the caller through to a person. Busy, or no answer: the caller comes back to the agent. */
export function TransferDialog({ call, onClose }: TransferDialogProps) {
  const { run, consoleId } = useServices();
  const [number, setNumber] = useState('');
  const [way, setWay] = useState<TransferWay>('announced');
  const [announcement, setAnnouncement] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);

  const transfer = async (): Promise<void> => {
    const to = toE164(number, call.direction === 'in' ? call.to : call.from);
    if (to === null) {
      setProblem(NOT_A_NUMBER);
      return;
    }
    setSending(true);
    const said = way === 'announced' ? announcement.trim() : '';
    const outcome = await run((api) => api.operator.transfer({ callId: call.id, to, way, announcement: said }));
    setSending(false);
    if (outcome.ok) onClose();
    else setProblem(outcome.sentence);
  };

  return (
    <Dialog
      title={`Transfer ${otherParty(call)}`}
      onClose={onClose}
      onSubmit={() => void transfer()}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={number.trim() === ''} loading={sending}>
            Transfer
          </Button>
        </>
      }
    >
      {isAnothers(call, consoleId) && (
        <Notice
          tone="attention"
          sentence="Another operator is speaking with this caller."
          remedy="A transfer ends their turn."
        />
      )}
      <PhoneNumberField
        value={number}
        problem={problem}
        onChange={(typed) => {
          setNumber(typed);
          setProblem(null);
        }}
      />
      <Radio.Group label="How" value={way} onChange={(value) => setWay(value === 'blind' ? 'blind' : 'announced')}>
        <div className={styles['ways']}>
          <Radio
            value="announced"
            label="Announced"
            description="The person hears first who is calling and why; then the caller is put through."
          />
          <Radio
            value="blind"
            label="Blind"
            description="The caller hears it ring, at once after the agent’s last words."
          />
        </div>
      </Radio.Group>
      {way === 'announced' && (
        <TextInput
          label="What they hear first"
          description="In the agent’s language. Left empty: who is calling. Then they are asked to stay on the line or press 1, or 2 to decline."
          maxLength={MAX_ANNOUNCEMENT_CHARS}
          value={announcement}
          onChange={(event) => setAnnouncement(event.currentTarget.value)}
        />
      )}
      <p>When nobody answers, the caller comes back to the agent, who tells them so.</p>
    </Dialog>
  );
}
