import { spentToday } from '../../shared/call/desk-limits';
import { describe, expect, it } from 'vitest';
import { EMPTY_CONSOLE, type Line } from '../../shared/call/console';
import { checkLabels } from '../../shared/keys/key-check-labels';
import { problemLabels } from '../../shared/line/line-problem';
import { lineItem, lineItems, modelItem, needsLook, tunnelItem } from './status-items';

const line: Line = { number: '+14155550134', state: 'live', agentName: 'Front desk', since: 0 };

describe('the desk in words', () => {
  it.each([
    ['live', 'ok'],
    ['going live', 'attention'],
    ['degraded', 'attention'],
    ['off', 'off'],
  ] as const)('shows a line that is %s as %s', (state, tone) => {
    expect(lineItem({ ...line, state })).toMatchObject({ name: '+1 415 555 0134', state, tone });
  });

  it('says why a line is not live, what to do, and who answers', () => {
    const words = problemLabels('public-timed-out');
    const detail = `${words.sentence} ${words.remedy} Code: 504.`;
    expect(lineItem({ ...line, state: 'degraded', problem: 'public-timed-out', detail }).sentences).toEqual([
      words.sentence,
      words.remedy,
      'Code: 504.',
    ]);
    expect(lineItem(line).sentences).toEqual(['Front desk answers.']);
    expect(lineItem({ ...line, state: 'going live', step: 'reachable' }).sentences).toEqual([
      'Step 4 of 7: Reached from outside.',
    ]);
    expect(lineItem({ ...line, state: 'off', problem: 'not-put-back' })).toMatchObject({ tone: 'failing' });
    expect(lineItem({ ...line, agentName: '' }).sentences).toEqual([]);
  });

  it('leads to the screen where something can be done', () => {
    expect(lineItem(line).link.href).toBe('#/lines');
    expect(tunnelItem(null).link.href).toBe('#/settings/reach');
    expect(modelItem(null).link.href).toBe('#/settings/keys');
  });

  it('asks for a look when ngrok’s free plan is nearly used up', () => {
    const tunnel = { kind: 'ngrok', state: 'ok', publicUrl: 'https://a.ngrok-free.app/', since: 0 } as const;
    const use = { state: 'nearly', sentence: 'Nearly.', remedy: 'Pay.' } as const;
    expect(tunnelItem(tunnel, { ...use, state: 'plenty' })).toMatchObject({ tone: 'ok' });
    expect(tunnelItem(tunnel, use)).toMatchObject({ tone: 'attention' });
    expect(tunnelItem(tunnel, use).sentences.slice(-2)).toEqual(['Nearly.', 'Pay.']);
  });

  it('names the tunnel and the model service', () => {
    expect(tunnelItem(null)).toMatchObject({ name: 'tunnel', state: 'off', tone: 'off' });
    expect(tunnelItem({ kind: 'this-machine', state: 'ok', since: 0 })).toMatchObject({
      name: 'this machine',
      tone: 'ok',
    });
    expect(modelItem({ model: 'gpt-realtime-2.1', state: 'failing', detail: '401', since: 0 })).toMatchObject({
      name: 'gpt-realtime-2.1',
      state: 'failing',
      tone: 'failing',
      sentences: ['The last call did not reach the model.', '401'],
    });
  });

  it('says why the model is as it is: what a call saw, or what came of asking with the key', () => {
    const model = 'gpt-realtime-2.1';
    const noKey = checkLabels({ service: 'openai', outcome: 'no-key', model });
    expect(modelItem({ model, state: 'failing', check: 'no-key', since: 0 })).toMatchObject({
      state: 'no key',
      tone: 'attention',
      sentences: [noKey.sentence, noKey.remedy],
    });
    const unreachable = checkLabels({ service: 'openai', outcome: 'unreachable', model });
    expect(modelItem({ model, state: 'failing', check: 'unreachable', since: 0 })).toMatchObject({
      state: 'failing',
      tone: 'failing',
      sentences: [unreachable.sentence, unreachable.remedy],
    });
    expect(modelItem({ model, state: 'ok', check: 'ok', since: 0 }).sentences).toEqual([
      'OpenAI takes the key, and the model is there.',
    ]);
    expect(modelItem({ model, state: 'ok', since: 0 }).sentences).toEqual(['The last call reached the model.']);
  });

  it('says that the rate limit of the model service runs short, and what to do', () => {
    const item = modelItem({ model: 'gpt-realtime-2.1', state: 'ok', usedPercent: 90, since: 0 });
    expect(item).toMatchObject({ state: '90 % of its rate limit', tone: 'attention', lasting: 'ok' });
    expect(item.sentences.at(-1)).toBe('Raise the limit with the service, or take fewer calls at once.');
  });

  it('counts the time of a tunnel that is down over all its attempts', () => {
    const detail = 'ngrok could not be reached. Check the network.';
    const connecting = tunnelItem({ kind: 'ngrok', state: 'connecting', detail, since: 5 });
    expect(connecting).toMatchObject({ tone: 'attention', lasting: 'down', since: 5 });
    expect(connecting.sentences).toEqual(['Connecting to ngrok…', detail]);
  });

  it('puts the lines first that need a look, whatever their number', () => {
    const states = (['off', 'live', 'degraded', 'going live'] as const).map((state, i) => ({
      ...line,
      number: `+1415555013${i}`,
      state,
    }));
    const stuck: Line = { ...line, number: '+14155550139', state: 'off', problem: 'not-put-back' };
    const items = lineItems([...states, stuck]);
    expect(items.map(({ state }) => state)).toEqual(['off', 'degraded', 'going live', 'live', 'off']);
    expect(items.map(needsLook)).toEqual([true, true, true, false, false]);
  });

  it('starts each day at nothing spent', () => {
    const state = { ...EMPTY_CONSOLE, spentUsd: 2.84, spentOn: '2026-03-01' };
    expect(spentToday(state, Date.UTC(2026, 2, 1, 23, 59))).toBe(2.84);
    expect(spentToday(state, Date.UTC(2026, 2, 2))).toBe(0);
  });
});
