import { useRef, useState } from 'react';
import { type KeyName, keyLabel } from '../../shared/keys/key-name';
import { useServices } from '../services/services';
import { Notice, type NoticeTone } from '../ui/notice';
import { QuietButton } from '../ui/quiet-button';
import styles from './env-import.module.css';
import { NOT_REACHED } from '../client/refusals/refusals';

interface Imported {
  readonly taken: readonly KeyName[];
  readonly domain: string | null;
  /** Files that were too many or too large. */
  readonly leftOut: number;
}

/** Describes the result of an import, for a notice. */
export function importedLabel(imported: Imported | 'not-reached'): {
  readonly tone: 'ok' | 'attention' | 'failing';
  readonly sentence: string;
  readonly remedy: string;
} {
  if (imported === 'not-reached') return { tone: 'failing', ...NOT_REACHED };
  const { domain, leftOut } = imported;
  const found = [...new Set(imported.taken)].map(keyLabel);
  if (domain !== null) found.push(`the ngrok domain ${domain}`);
  const rest = leftOut > 0 ? 'Only two files of up to 64 kB are read; the others were left out.' : '';
  if (found.length === 0) {
    return {
      tone: 'attention',
      sentence: 'No key was found there.',
      remedy: rest || 'Choose the demo’s two files: webapp/.env and websocket-server/.env. They may be hidden.',
    };
  }
  return { tone: 'ok', sentence: `Taken: ${listed(found)}.`, remedy: rest };
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** The predecessor has two; characters each, as the contract takes them. */
const MAX_FILES = 2;
const MAX_FILE_BYTES = 64 * 1024;

interface Said {
  readonly tone: NoticeTone;
  readonly sentence: string;
  readonly remedy: string;
}

/** Takes the keys out of the predecessor's `.env` files, so that nobody has to copy them again. */
export function EnvImport() {
  const { setup } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const [reading, setReading] = useState(false);

  const take = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    setReading(true);
    setSaid(await importFiles(files));
    setReading(false);
  };
  const importFiles = async (files: readonly File[]): Promise<Said> => {
    const chosen = files.slice(0, MAX_FILES).filter(({ size }) => size <= MAX_FILE_BYTES);
    const taken: KeyName[] = [];
    let domain: string | null = null;
    for (const file of chosen) {
      const answer = await setup.importEnv(await file.text());
      if (answer === null) return importedLabel('not-reached');
      taken.push(...answer.taken);
      domain = answer.domain ?? domain;
    }
    return importedLabel({ taken, domain, leftOut: files.length - chosen.length });
  };

  return (
    <div className={styles['import']}>
      <p>
        You have OpenAI’s Twilio demo?{' '}
        <QuietButton disabled={reading} onClick={() => input.current?.click()}>
          Import from the demo’s .env files
        </QuietButton>
      </p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="The demo’s .env files"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void take(files);
        }}
      />
      <div aria-live="polite">{said !== null && <Notice {...said} />}</div>
    </div>
  );
}
