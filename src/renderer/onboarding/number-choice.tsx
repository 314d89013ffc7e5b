import type { ListedLine } from '../connection/lines-store';
import { destinationWords } from '../lines/line-words';
import { displayNumber } from '../ui/phone-number';
import { plainLine } from '../ui/plain-text';
import styles from './number-picker.module.css';

interface NumberChoiceProps {
  readonly line: ListedLine;
  readonly chosen: boolean;
  readonly onChoose: (number: string) => void;
}

/** A number that can be chosen: its name, and where it points today. */
export function NumberChoice({ line, chosen, onChoose }: NumberChoiceProps) {
  const { number, name, canAnswer, destination } = line;
  const shown = displayNumber(number);
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
      <b>{shown}</b>
      <span className={styles['name']}>{plainLine(name) === shown ? '' : plainLine(name)}</span>
      <span className={styles['points']}>
        {canAnswer ? `points to ${destinationWords(destination)}` : 'cannot answer voice calls'}
      </span>
    </label>
  );
}
