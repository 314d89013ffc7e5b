import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../shared/call/events';
import { RANG, recorded, stateAfter } from '../client/console.fixture';
import { NOT_REACHED } from '../client/refusals/refusals';
import { TextPracticeStore } from './text-practice-store';
import { createRun, type Query } from '../client/run';

const ENDED: CallEvent = { type: 'call.ended', by: 'operator', reason: 'operator-ended' };

/** A store whose main process answers these, one after the other; null: it is not reached. */
function storeAnswered(...answers: readonly unknown[]): TextPracticeStore {
  const left = [...answers];
  const query = (async () => {
    const value = left.shift() ?? null;
    return value === null ? { reached: false, refusal: NOT_REACHED } : { reached: true, value };
  }) as Query;
  return new TextPracticeStore({ query, run: createRun(query) });
}

const BEGUN = { ok: true, callId: 'call_1', model: 'real' };

describe('a practice in writing', () => {
  it('is on until the feed says that its call is over, and stays to be read', async () => {
    const store = storeAnswered(BEGUN, { ok: true });
    expect(await store.begin('front-desk')).toEqual({ ok: true });
    expect(store.get()).toEqual({ name: 'on', agentId: 'front-desk', callId: 'call_1', model: 'real' });
    expect(await store.write('Hello')).toEqual({ ok: true });
    store.setCalls(stateAfter(recorded('call_1', [RANG])).calls);
    expect(store.get()?.name).toBe('on');
    store.setCalls(stateAfter(recorded('call_1', [RANG, ENDED])).calls);
    expect(store.get()?.name).toBe('over');
    expect(await store.write('Hello?')).toEqual({ ok: false, sentence: 'The call is already over.' });
    store.dismiss();
    expect(store.get()).toBeNull();
  });

  it('says why it cannot begin, and why words were not taken', async () => {
    const problems = [{ where: 'model', sentence: 'Choose a model, or enter its name.' }];
    const store = storeAnswered({ ok: false, code: 'draft-not-usable', problems }, BEGUN, {
      ok: false,
      code: 'not-live',
    });
    expect(await store.begin('front-desk')).toEqual({
      ok: false,
      sentence: 'The draft could not answer a call yet. Choose a model, or enter its name.',
    });
    expect(store.get()).toBeNull();
    await store.begin('front-desk');
    expect(await store.write('Hello')).toMatchObject({ ok: false, sentence: 'The agent is not on the line yet.' });
    expect(await store.end()).toMatchObject({ ok: false });
  });
});
