import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import styles from './tool-card.module.css';

const MAX_REASON_CHARS = 500;
const REJECTED = 'The operator rejected this.';

interface ApproveFormProps {
  readonly isSending: boolean;
  readonly onApprove: () => void;
  readonly onReject: (reason: string) => void;
}

/** Form that approves a tool call before it runs, or rejects it with a reason. */
export function ApproveForm({ isSending, onApprove, onReject }: ApproveFormProps) {
  const [reason, setReason] = useState('');
  return (
    <>
      <TextInput
        data-answer-box
        aria-label="Why you reject it"
        placeholder="Why, if you reject it"
        maxLength={MAX_REASON_CHARS}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className={styles['actions']}>
        <Button disabled={isSending} onClick={onApprove}>
          Approve
        </Button>
        <Button variant="default" disabled={isSending} onClick={() => onReject(reason.trim() || REJECTED)}>
          Reject
        </Button>
      </div>
    </>
  );
}
