import { keyLabel, type KeyName } from '../../shared/keys/key-name';
import { NOT_REACHED } from '../client/refusals/refusals';

interface Imported {
  readonly taken: readonly KeyName[];
  readonly domain: string | null;
  /** Files that were too many or too large. */
  readonly leftOut: number;
}

/** What came of an import, for a notice. */
export function importedWords(imported: Imported | 'not-reached'): {
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
