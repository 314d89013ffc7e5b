import { describe, expect, it } from 'vitest';
import { EMPTY_CONSOLE, type Line } from '../../shared/call/console';
import { problemWords } from '../../shared/line/line-problem';
import { lineOrder, lineStanding, modelStanding, spentToday, tunnelStanding } from './desk-words';

const line: Line = { number: '+14155550134', state: 'live', agentName: 'Front desk', since: 0 };

describe('the desk in words', () => {
  it.each([
    ['live', 'ok'],
    ['going live', 'attention'],
    ['degraded', 'attention'],
    ['off', 'off'],
  ] as const)('shows a line that is %s as %s', (state, tone) => {
    expect(lineStanding({ ...line, state })).toMatchObject({ name: '+1 415 555 0134', state, tone });
  });

  it('says why a line is not live, what to do, and who answers', () => {
    const words = problemWords('public-timed-out');
    const detail = `${words.sentence} ${words.remedy} Code: 504.`;
    expect(lineStanding({ ...line, state: 'degraded', problem: 'public-timed-out', detail }).sentences).toEqual([
      words.sentence,
      words.remedy,
      'Code: 504.',
      'Front desk answers.',
    ]);
    expect(lineStanding({ ...line, state: 'off', problem: 'not-put-back' })).toMatchObject({ tone: 'failing' });
    expect(lineStanding({ ...line, agentName: '' }).sentences).toEqual([]);
  });

  it('leads to the screen where something can be done', () => {
    expect(lineStanding(line).link.href).toBe('#/lines');
    expect(tunnelStanding(null).link.href).toBe('#/settings/reach');
    expect(modelStanding(null).link.href).toBe('#/settings/keys');
  });

  it('asks for a look when ngrok’s free plan is nearly used up', () => {
    const tunnel = { kind: 'ngrok', state: 'ok', publicUrl: 'https://a.ngrok-free.app/', since: 0 } as const;
    const use = { state: 'nearly', sentence: 'Nearly.', remedy: 'Pay.' } as const;
    expect(tunnelStanding(tunnel, { ...use, state: 'plenty' })).toMatchObject({ tone: 'ok' });
    expect(tunnelStanding(tunnel, use)).toMatchObject({ tone: 'attention' });
    expect(tunnelStanding(tunnel, use).sentences.slice(-2)).toEqual(['Nearly.', 'Pay.']);
  });

  it('names the tunnel and the model service', () => {
    expect(tunnelStanding(null)).toMatchObject({ name: 'tunnel', state: 'off', tone: 'off' });
    expect(tunnelStanding({ kind: 'this-machine', state: 'ok', since: 0 })).toMatchObject({
      name: 'this machine',
      tone: 'ok',
    });
    expect(modelStanding({ model: 'gpt-realtime-2.1', state: 'failing', detail: '401', since: 0 })).toMatchObject({
      name: 'gpt-realtime-2.1',
      state: 'failing',
      tone: 'failing',
      sentences: ['The last call did not reach the model.', '401'],
    });
  });

  it('orders lines by what needs a look', () => {
    const states = (['off', 'live', 'degraded', 'going live'] as const).map((state) => ({ ...line, state }));
    expect(lineOrder(states).map((each) => each.state)).toEqual(['degraded', 'going live', 'live', 'off']);
  });

  it('starts each day at nothing spent', () => {
    const state = { ...EMPTY_CONSOLE, spentUsd: 2.84, spentOn: '2026-03-01' };
    expect(spentToday(state, Date.UTC(2026, 2, 1, 23, 59))).toBe(2.84);
    expect(spentToday(state, Date.UTC(2026, 2, 2))).toBe(0);
  });
});
