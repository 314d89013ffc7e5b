import type { ListedLine } from '../stores/lines-store';
import { destinationWords, nameBeside } from '../lines/line-words';
import { displayNumber } from '../ui/text/phone-number';
import styles from './number-picker.module.css';

interface NumberChoiceProps {
  readonly line: ListedLine;
  readonly chosen: boolean;
  readonly onChoose: (number: string) => void;
}

/** A number that can be chosen: its name, and where it points today. */
export function NumberChoice({ line, chosen, onChoose }: NumberChoiceProps) {
  const { number, canAnswer, destination } = line;
  return (
    <label className={styles['choice']} data-chosen={chosen}>
      <input
        type="radio"
        name="line"
        value={number}
        checked={chosen}
        disabled={!canAnswer}
        onChange={() => onChoose(number)}
      />
      <b>{displayNumber(number)}</b>
      <span className={styles['name']}>{nameBeside(line)}</span>
      <span className={styles['points']}>
        {canAnswer ? `points to ${destinationWords(destination)}` : 'cannot answer voice calls'}
      </span>
    </label>
  );
}
