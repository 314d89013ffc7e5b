import { assertNever } from '../../shared/std/assert-never';
import type { WhisperTurn } from '../../shared/call/transcript';
import { plainText } from '../ui/text/plain-text';
import styles from './whisper-row.module.css';

/** Row of a private word to the agent, or of one it is to say exactly, with its receipt. */
export function WhisperRow({ turn }: { readonly turn: WhisperTurn }) {
  return (
    <span className={styles['whisper']}>
      <span dir="auto">
        {turn.way === 'whisper' ? 'Whisper: ' : 'Say: '}
        {plainText(turn.text)}
      </span>
      <span className={styles['receipt']} data-state={turn.receipt.state}>
        {receiptWords(turn)}
      </span>
    </span>
  );
}

/** Describes in a few words what became of a whisper. */
export function receiptWords({ way, receipt }: WhisperTurn): string {
  switch (receipt.state) {
    case 'sent':
      return 'sending';
    case 'delivered':
      return way === 'whisper' ? 'delivered, not used yet' : 'waits for the agent’s turn';
    case 'used':
      return way === 'whisper' ? 'used in the next reply' : 'said';
    case 'failed':
      return `not taken up: ${receipt.detail}`;
    default:
      return assertNever(receipt);
  }
}
