import { describe, expect, it } from 'vitest';
import { journalLabels } from './journal-banner';

const WELL = { state: 'ok', lost: 0, refused: 0, since: 0 } as const;

describe('the banner of the journal', () => {
  it('is there while events are not being kept, and says why and what to do', () => {
    expect(journalLabels({ ...WELL, state: 'behind', code: 'SQLITE_FULL' })).toEqual({
      title: 'Calls are not being kept',
      sentences: [
        'The disk is full: make room on it.',
        'Calls go on. What you see from now on is gone if Switchboard ends first.',
      ],
    });
    expect(journalLabels({ ...WELL, state: 'behind', code: 'SQLITE_IOERR' })?.sentences[0]).toContain('SQLITE_IOERR');
  });

  it('stays for what was lost or set aside, and is gone when nothing was', () => {
    expect(journalLabels({ ...WELL, lost: 1, refused: 2000 })).toEqual({
      title: 'Some events were not kept',
      sentences: [
        '1 event of this run is kept nowhere.',
        '2,000 events could not be stored and went to journal.refused.jsonl in the data folder.',
      ],
    });
    expect(journalLabels({ ...WELL, setAside: 'journal.sqlite.corrupt-1' })?.title).toBe(
      'Earlier calls were set aside',
    );
    expect(journalLabels(WELL)).toBeNull();
    expect(journalLabels(null)).toBeNull();
  });
});
