import { describe, expect, it } from 'vitest';
import { Responses } from './responses';

/** A book, and the record of a response that runs. */
function running(id = 'r1') {
  const responses = new Responses();
  return { responses, response: responses.begin(id) };
}

describe('AgentResponse', () => {
  it('is generating, then done, and forgotten when the phone has played it', () => {
    const { responses, response } = running();
    expect(response).toMatchObject({ state: 'generating', purpose: 'reply', isRunning: true, isUnheard: false });
    response.count(800);
    response.sent('i1', 0, 800, 800);
    expect(response).toMatchObject({ hasSpoken: true, isUnheard: true, lastItem: { itemId: 'i1', bytes: 800 } });
    response.finish('i1');
    response.end();
    response.isRunning = false;
    expect(response).toMatchObject({ state: 'done', isOver: true, isUnheard: true });
    responses.heard(799);
    expect(responses.all).toHaveLength(1);
    responses.heard(800);
    expect(responses.all).toHaveLength(0);
    expect(response.isUnheard).toBe(false);
  });

  it('is kept while it runs, whatever the phone has played', () => {
    const { responses, response } = running();
    response.sent('i1', 0, 800, 800);
    responses.heard(800);
    response.end();
    responses.heard(800);
    expect(responses.of('r1')).toBe(response);
  });

  it('counts what was sent of each item, however their pieces take turns', () => {
    const { response } = running();
    response.opened('i2');
    for (const itemId of ['i1', 'i2', 'i1', 'i1']) response.sent(itemId, 0, 80, 800);
    expect([response.sentMs('i1'), response.sentMs('i2'), response.sentMs('i3')]).toEqual([30, 10, 0]);
    expect(response.finish('i1')).toBe(240);
    expect(response.openItems.map(({ itemId }) => itemId)).toEqual(['i2']);
  });

  it('that is dead tells of which items sound came too late, but for those that were cut', () => {
    const { response } = running();
    response.sent('i1', 0, 800, 800);
    response.opened('i2');
    response.silence();
    response.markDead();
    response.cut('i1', 0);
    for (const itemId of ['i1', 'i2', 'i3']) response.cameLate(itemId, 1);
    expect(response).toMatchObject({ isDead: true, isOver: false, isUnheard: false });
    expect(response.end().map(({ itemId, state }) => `${itemId} ${state}`)).toEqual(['i1 cut', 'i2 late', 'i3 late']);
    expect(response.isDead).toBe(false);
  });
});

describe('Responses', () => {
  it('keeps one record a response, found again by its id', () => {
    const { responses, response } = running();
    const other = responses.of('r2');
    expect([responses.of('r1'), responses.of('r2'), responses.of('r1')]).toEqual([response, other, response]);
    expect(responses.running).toEqual([response]);
    expect(responses.isRunning).toBe(true);
    other.markDead();
    expect(['r1', 'r2', 'r3'].map((id) => responses.isDead(id))).toEqual([false, true, false]);
    expect(responses.all).toHaveLength(2);
  });

  it('forgets what was never announced when the model announces another response', () => {
    const responses = new Responses();
    responses.of('dead').markDead();
    responses.of('unheard').sent('i1', 0, 800, 800);
    responses.begin('r1');
    expect(responses.all.map(({ id }) => id)).toEqual(['unheard', 'r1']);
    responses.heard(800);
    expect(responses.all.map(({ id }) => id)).toEqual(['r1']);
  });

  it('keeps no more than 64 records of a model that invents ids, and never loses the one that runs', () => {
    const { responses, response } = running();
    for (let i = 0; i < 1000; i += 1) responses.of(`ghost${String(i)}`);
    expect(responses.all).toHaveLength(64);
    expect(responses.of('r1')).toBe(response);
  });

  it('is empty after the model was replaced, and nothing counts as unheard any more', () => {
    const { responses, response } = running();
    response.sent('i1', 0, 800, 800);
    responses.clear();
    expect(responses.all).toHaveLength(0);
    expect(response.isUnheard).toBe(false);
    expect(responses.of('r1')).not.toBe(response);
  });
});
