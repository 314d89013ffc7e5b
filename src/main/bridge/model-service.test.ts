import { expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import type { ModelEvent } from '../ports';
import { ScriptedModels } from './model.fixture';
import { watchModelService } from './model-service';

it('tells what legs see of the model service, and passes every event on', () => {
  const models = new ScriptedModels();
  const seen: unknown[] = [];
  const heard: ModelEvent[] = [];
  const watched = watchModelService(models, (...what) => seen.push(what));
  const failed = { type: 'failed', failure: 'unreachable', detail: 'no route' } as const;
  const expired = { ...failed, failure: 'expired' } as const;
  for (const event of [failed, expired, { type: 'ready', sessionId: 's' } as const]) {
    watched.connect(DEFAULT_AGENT, (passed) => heard.push(passed));
    models.last.tell(event, { type: 'responseStarted', responseId: 'r' });
  }
  expect(heard).toHaveLength(6);
  const { model } = DEFAULT_AGENT;
  expect(seen).toEqual([
    [model, 'failing', 'no route'],
    [model, 'ok'],
  ]);
});
