import { describe, expect, it } from 'vitest';
import type { Line } from '../../shared/call/console';
import { problemLabels } from '../../shared/line/line-problem';
import { destinationLabel, lineStatus, lineTone, nameBeside, overriding, retryOf } from './line-labels';

const OFF = { state: 'off' } as const;
const told: Line = { number: '+14155550134', state: 'live', agentName: 'Front desk', since: 5 };
const words = problemLabels('public-timed-out');

describe('lineStatus', () => {
  it('takes what the feed told over what was listed', () => {
    expect(lineStatus(OFF, undefined, undefined, undefined)).toEqual({
      state: 'off',
      step: null,
      trouble: null,
      since: null,
    });
    expect(lineStatus(OFF, told, undefined, undefined)).toMatchObject({ state: 'live', since: 5 });
  });

  it('shows what was asked for before the feed has told of it', () => {
    expect(lineStatus(OFF, undefined, 'going live', undefined)).toMatchObject({ state: 'going live', step: 'keys' });
    expect(lineStatus(OFF, told, 'going off', undefined)).toMatchObject({ state: 'going off', trouble: null });
  });

  it('gives the sentence and the remedy, and what only this time is so', () => {
    const detail = `${words.sentence} ${words.remedy} Code: 504.`;
    const failed: Line = { ...told, state: 'off', step: 'reachable', problem: 'public-timed-out', detail };
    const status = lineStatus(OFF, failed, undefined, 'public-timed-out');
    expect(status).toMatchObject({ step: 'reachable', trouble: { ...words, extra: 'Code: 504.' } });
    expect(lineTone(status)).toBe('failing');
  });

  it('tells of a refusal that the feed did not tell of', () => {
    expect(lineStatus(OFF, undefined, undefined, 'stopping').trouble).toMatchObject(problemLabels('stopping'));
    expect(lineStatus(OFF, undefined, undefined, 'not-reached').trouble?.sentence).toContain('did not answer');
  });

  it('keeps silent about what the user cancelled', () => {
    const cancelled: Line = { ...told, state: 'off', step: 'tunnel', problem: 'cancelled' };
    expect(lineStatus(OFF, cancelled, undefined, 'cancelled')).toMatchObject({ step: null, trouble: null });
  });
});

describe('retryOf', () => {
  it.each([
    ['public-timed-out', 'go live'],
    ['not-put-back', 'go off'],
    ['edit-kept', null],
    ['cannot-answer', null],
  ] as const)('after %s offers: %s', (of, again) => {
    expect(retryOf({ of, sentence: '', remedy: '', extra: '' })).toBe(again);
  });
});

describe('the name beside a number', () => {
  it('is not the number once more', () => {
    const number = '+14155550134';
    expect(nameBeside({ number, name: number })).toBe('');
    expect(nameBeside({ number, name: '+1 415 555 0134' })).toBe('');
    expect(nameBeside({ number, name: '(415) 555-0134' })).toBe('');
    expect(nameBeside({ number: '+442079460991', name: '020 7946 0991' })).toBe('');
    expect(nameBeside({ number, name: '0134' })).toBe('0134');
    expect(nameBeside({ number, name: 'Bakery' })).toBe('Bakery');
  });
});

describe('where a number points', () => {
  it.each([
    [{ kind: 'nothing' }, 'nothing', null],
    [{ kind: 'server', host: 'example.com' }, 'your server at example.com', null],
    [{ kind: 'application', id: 'AP1' }, 'a TwiML app', 'application'],
    [{ kind: 'trunk', id: 'TK1' }, 'a SIP trunk', 'trunk'],
  ] as const)('%o is %s', (destination, said, consent) => {
    expect(destinationLabel(destination)).toBe(said);
    expect(overriding(destination)).toBe(consent);
  });
});
