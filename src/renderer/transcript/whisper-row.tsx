import { assertNever } from '../../shared/std/assert-never';
import type { WhisperTurn } from '../../shared/call/transcript';
import { plainText } from '../ui/text/plain-text';
import styles from './whisper-row.module.css';

/** A private word to the agent, or one it is to say exactly, and what became of it. */
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

/** What became of a whisper, in a few words. */
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
