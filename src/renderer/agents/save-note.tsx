import { useEffect, useState } from 'react';
import type { Edited } from '../stores/draft-editing';
import styles from './save-note.module.css';

/**
 * Duration of the "saved" note, in ms. It follows unsaved changes only: nobody reads "Saved" of what they did not
 * write.
 */
const SAID_MS = 2500;

/** Save state of the draft: whether the main process has all changes. Quiet while nothing happens. */
export function SaveNote({ edited }: { readonly edited: Edited }) {
  const { name } = edited.save;
  const [wasUnsaved, setWasUnsaved] = useState(false);
  if (name !== 'saved' && !wasUnsaved) setWasUnsaved(true);
  useEffect(() => {
    if (name !== 'saved' || !wasUnsaved) return undefined;
    const timer = setTimeout(() => setWasUnsaved(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [name, wasUnsaved]);
  const said = {
    saved: wasUnsaved ? 'Draft saved' : '',
    waiting: 'Saving…',
    saving: 'Saving…',
    'not saved': 'Not saved; trying again',
    conflict: 'Not saved',
  }[name];
  return (
    <span
      role="status"
      data-save={name}
      className={styles['note']}
      title={edited.save.name === 'not saved' ? edited.save.refusal.sentence : undefined}
    >
      {said}
    </span>
  );
}
