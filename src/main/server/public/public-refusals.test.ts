import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../simulator/clock';
import { Refusals } from './public-refusals';

describe('Refusals', () => {
  it('says each reason at once, then seldom and with a count', () => {
    const time = new ManualClock();
    const lines: string[] = [];
    const ignore = (): void => undefined;
    const warn = (code: string, facts?: object): void => void lines.push(`${code} ${JSON.stringify(facts)}`);
    const refusals = new Refusals(
      { wallMs: () => 0, nowMs: () => time.nowMs(), after: (ms, run) => time.after(ms, run) },
      { info: ignore, warn, error: ignore },
    );
    for (let n = 0; n < 1000; n++) {
      refusals.add('route');
      time.advance(15);
    }
    refusals.add('signature');
    expect(lines).toEqual([
      'public-refused {"reason":"route","count":1}',
      'public-refused {"reason":"route","count":668}',
      'public-refused {"reason":"signature","count":1}',
    ]);
  });
});
