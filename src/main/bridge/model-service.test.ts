import { describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import { RecordedSchema, type Recorded } from '../../shared/call/events';
import type { ModelEvent } from '../ports';
import { ScriptedModels } from './model.fixture';
import { watchModelService } from './model-service';

describe('watchModelService', () => {
  it('tells the desk when the model service changes, once, and passes every event on', () => {
    const models = new ScriptedModels();
    const journal: Recorded[] = [];
    const record = (callId: string | null, event: unknown): Recorded => {
      const recorded = RecordedSchema.parse({ seq: journal.length + 1, at: 0, callId, event });
      journal.push(recorded);
      return recorded;
    };
    const heard: ModelEvent[] = [];
    const watched = watchModelService(models, { record, subscribe: () => () => undefined });
    const failed = { type: 'failed', failure: 'unreachable', detail: 'no route' } as const;
    for (const event of [failed, failed, { type: 'ready', sessionId: 's' } as const]) {
      watched.connect(DEFAULT_AGENT, (passed) => heard.push(passed));
      models.last.tell(event, { type: 'responseStarted', responseId: 'r' });
    }
    expect(heard).toHaveLength(6);
    const model = DEFAULT_AGENT.model;
    expect(journal.map(({ event }) => event)).toEqual([
      { type: 'modelService.changed', model, state: 'failing', detail: 'no route' },
      { type: 'modelService.changed', model, state: 'ok' },
    ]);
  });
});
