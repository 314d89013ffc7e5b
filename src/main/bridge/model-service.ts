import type { Journal, ModelConnector } from '../ports';

/** Says how the model service does, from what its legs see: a desk fact whenever that changes. */
export function watchModelService(models: ModelConnector, journal: Journal): ModelConnector {
  let last = '';
  function note(model: string, state: 'ok' | 'failing', detail?: string): void {
    const said = `${model} ${state} ${detail ?? ''}`;
    if (said === last) return;
    last = said;
    journal.record(null, { type: 'modelService.changed', model, state, ...(detail === undefined ? {} : { detail }) });
  }
  return {
    connect: (agent, onEvent) =>
      models.connect(agent, (event) => {
        if (event.type === 'ready') note(agent.model, 'ok');
        else if (event.type === 'failed') note(agent.model, 'failing', event.detail);
        onEvent(event);
      }),
  };
}
