import type { ConsoleState } from '../../shared/call/console';
import { useConsole } from '../services/services';
import styles from '../ui/link-banner.module.css';

/** Says that events are not being kept, or that some were set aside or lost, for as long as that is so. */
export function JournalBanner() {
  const journal = useConsole((view) => view.console.journal);
  const labels = journalLabels(journal);
  if (labels === null) return null;
  return (
    <div role="status" className={styles['banner']}>
      <strong>{labels.title}</strong>
      <span className={styles['quiet']}>{labels.sentences.join(' ')}</span>
    </div>
  );
}

interface JournalLabels {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Labels of the banner; null: events are being kept, and none is missing. */
export function journalLabels(journal: ConsoleState['journal']): JournalLabels | null {
  if (journal === null) return null;
  const { state, code, lost, refused, setAside } = journal;
  const gaps = [
    lost > 0 ? `${events(lost)} of this run ${lost === 1 ? 'is' : 'are'} kept nowhere.` : '',
    refused > 0 ? `${events(refused)} could not be stored and went to journal.refused.jsonl in the data folder.` : '',
    setAside === undefined
      ? ''
      : `The journal was damaged and is now ${setAside} in the data folder. Earlier calls are in that file, not here.`,
  ].filter((sentence) => sentence !== '');
  if (state === 'behind') {
    const sentences = [
      reasonOf(code),
      'Calls go on. What you see from now on is gone if Switchboard ends first.',
      ...gaps,
    ];
    return { title: 'Calls are not being kept', sentences };
  }
  if (gaps.length === 0) return null;
  return { title: lost + refused > 0 ? 'Some events were not kept' : 'Earlier calls were set aside', sentences: gaps };
}

/** Sentence on the reason the disk does not take the journal, and on what to do about it. */
function reasonOf(code = 'UNKNOWN'): string {
  if (code.startsWith('SQLITE_FULL')) return 'The disk is full: make room on it.';
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code)) return 'Another program has the journal locked: close that program.';
  if (code === 'SLOW') return 'The disk does not answer.';
  return `The disk does not take the journal (${code}): check the data folder.`;
}

function events(count: number): string {
  return count === 1 ? '1 event' : `${count.toLocaleString('en')} events`;
}
