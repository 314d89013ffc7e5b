import { Button, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { MAX_WORDS_CHARS } from '../../shared/call/events/operator';
import { useConsole, useServices } from '../services/services';
import { showRefusal } from '../ui/refusal-toast';
import { KeyCap } from '../ui/keyboard/key-cap';
import styles from './caller-line.module.css';

/** Input line for the words of a rehearsal's caller, with a button that ends the rehearsal. */
export function CallerLine({ callId }: { readonly callId: string }) {
  const { rehearsal } = useServices();
  const isLive = useConsole((view) => view.console.calls.get(callId)?.phase.name === 'live');
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    const words = text.trim();
    if (words === '' || !isLive) return;
    setText('');
    const outcome = await rehearsal.write(words);
    if (outcome.ok) return;
    setRefusal(outcome.sentence);
    // Restore the unsent words, unless the field holds something else by now.
    setText((now) => (now === '' ? words : now));
  };
  const end = async (): Promise<void> => {
    const outcome = await rehearsal.end();
    if (!outcome.ok) showRefusal(outcome.sentence);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') event.currentTarget.blur();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void send();
  };
  return (
    <div className={styles['line']}>
      <TextInput
        data-autofocus
        autoFocus
        aria-label="What the caller says"
        placeholder="What the caller says…"
        maxLength={MAX_WORDS_CHARS}
        value={text}
        error={refusal}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setRefusal(null);
        }}
        onKeyDown={onKeyDown}
        rightSectionWidth={64}
        rightSection={<KeyCap>Enter</KeyCap>}
      />
      <Button data-danger variant="outline" onClick={() => void end()}>
        End rehearsal
      </Button>
    </div>
  );
}
