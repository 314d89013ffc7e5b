import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useRef, useState } from 'react';
import { matchLines } from '../lines/line-search';
import { destinationLabel, nameBeside } from '../lines/line-labels';
import type { ListedLine } from '../stores/lines-store';
import { displayNumber } from '../ui/text/phone-number';
import styles from './number-picker.module.css';

const ROW_PX = 40;
const SEARCH_FROM_NUMBERS = 6;

interface NumberPickerProps {
  readonly lines: readonly ListedLine[];
  readonly chosen: string | null;
  readonly onChoose: (number: string) => void;
}

/** One of the account's numbers, of which there may be hundreds; only those in view are in the page. */
export function NumberPicker({ lines, chosen, onChoose }: NumberPickerProps) {
  const [query, setQuery] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const found = matchLines(lines, query);
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: useCallback((index: number) => found[index]?.number ?? index, [found]),
    overscan: 6,
  });
  return (
    <fieldset className={styles['picker']}>
      <legend>Number</legend>
      {lines.length >= SEARCH_FROM_NUMBERS && (
        <TextInput
          aria-label="Search numbers"
          placeholder={`Search ${lines.length.toLocaleString('en')} numbers`}
          leftSection={<IconSearch size={15} stroke={1.8} aria-hidden />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      )}
      <div ref={scroller} className={styles['scroller']}>
        {found.length === 0 && <p className={styles['none']}>No number fits what you search for.</p>}
        <div className={styles['all']} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ key, index, start, size }) => {
            const line = found[index];
            if (line === undefined) return null;
            return (
              <div key={key} className={styles['row']} style={{ transform: `translateY(${start}px)`, height: size }}>
                <NumberChoice line={line} chosen={line.number === chosen} onChoose={onChoose} />
              </div>
            );
          })}
        </div>
      </div>
    </fieldset>
  );
}

interface NumberChoiceProps {
  readonly line: ListedLine;
  readonly chosen: boolean;
  readonly onChoose: (number: string) => void;
}

/** A number that can be chosen: its name, and where it points today. */
function NumberChoice({ line, chosen, onChoose }: NumberChoiceProps) {
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
        {canAnswer ? `points to ${destinationLabel(destination)}` : 'cannot answer voice calls'}
      </span>
    </label>
  );
}
