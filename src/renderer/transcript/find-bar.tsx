import { TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { Turn } from '../../shared/call/transcript';
import { useBox } from '../actions/use-actions';
import { IconButton } from '../ui/icon-button';
import styles from './find-bar.module.css';
import { turnLines } from './turn-words';

/** Search in the words of one call. */
export interface Finding {
  readonly isOpen: boolean;
  readonly text: string;
  /** Places of the turns that contain the text, in the transcript. */
  readonly places: readonly number[];
  /** Index in `places` of the one that is looked at; -1: none was found. */
  readonly at: number;
  /** Place of the turn that is looked at; null: none. */
  readonly place: number | null;
  readonly open: () => void;
  readonly close: () => void;
  readonly write: (text: string) => void;
  readonly step: (by: 1 | -1) => void;
}

/**
 * Searches every turn of a call, those that are not in the page included, which a browser's own search does not find.
 * `onFound` gets the place to show.
 */
export function useFinding(turns: readonly Turn[], callStart: number, onFound: (place: number) => void): Finding {
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState(0);
  const places = useMemo(
    () => (isOpen ? placesOf(text, turnLines(turns, callStart)) : []),
    [isOpen, text, turns, callStart],
  );
  const at = places.length === 0 ? -1 : Math.min(wanted, places.length - 1);
  const show = (index: number, among: readonly number[]): void => {
    setWanted(index);
    const place = among[index];
    if (place !== undefined) onFound(place);
  };
  return {
    isOpen,
    text,
    places,
    at,
    place: places[at] ?? null,
    open: () => setIsOpen(true),
    close: () => setIsOpen(false),
    write: (next) => {
      setText(next);
      const found = placesOf(next, turnLines(turns, callStart));
      show(Math.max(0, found.length - 1), found);
    },
    step: (by) => {
      if (places.length > 0) show((at + by + places.length) % places.length, places);
    },
  };
}

/** Places of the lines that contain the text, whatever the case of its letters. */
export function placesOf(text: string, lines: readonly string[]): readonly number[] {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return [];
  return lines.flatMap((line, place) => (line.toLocaleLowerCase().includes(wanted) ? [place] : []));
}

/** Box of a search in the transcript, with the number of turns found. */
export function FindBar({ finding }: { readonly finding: Finding }) {
  const box = useRef<HTMLInputElement>(null);
  const { isOpen, open } = finding;
  const target = useRef<Pick<HTMLElement, 'focus'>>(null);
  useImperativeHandle(target, () => ({
    focus: () => {
      open();
      box.current?.select();
    },
  }));
  useBox('find', target);
  if (!isOpen) return null;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') finding.close();
    else if (event.key === 'Enter') finding.step(event.shiftKey ? 1 : -1);
    else return;
    event.preventDefault();
  };
  const { places, at, text } = finding;
  return (
    <search className={styles['bar']}>
      <TextInput
        ref={box}
        // Opened by a key, it is where the person types next.
        autoFocus
        size="xs"
        aria-label="Find in the transcript"
        placeholder="Find in the transcript"
        value={text}
        onChange={(event) => finding.write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status" className={styles['count']}>
        {text.trim() === '' ? '' : places.length === 0 ? 'Not found' : `${String(at + 1)} of ${String(places.length)}`}
      </span>
      <IconButton
        size={26}
        position="bottom"
        label="Earlier (Enter)"
        icon={<IconChevronUp size={15} stroke={1.7} />}
        onClick={() => finding.step(-1)}
      />
      <IconButton
        size={26}
        position="bottom"
        label="Later (Shift Enter)"
        icon={<IconChevronDown size={15} stroke={1.7} />}
        onClick={() => finding.step(1)}
      />
      <IconButton
        size={26}
        position="bottom"
        label="Close (Esc)"
        icon={<IconX size={15} stroke={1.7} />}
        onClick={finding.close}
      />
    </search>
  );
}
