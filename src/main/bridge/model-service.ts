import type { ModelConnector } from '../ports';

/** Told what a leg saw of the model service. */
export type SeeModel = (model: string, state: 'ok' | 'failing', detail?: string) => void;

/** Passes every event on, and tells `see` how the model service does. */
export function watchModelService(models: ModelConnector, see: SeeModel): ModelConnector {
  return {
    connect: (agent, onEvent) =>
      models.connect(agent, (event) => {
        switch (event.type) {
          case 'ready':
            see(agent.model, 'ok');
            break;
          case 'failed':
            // A session that ran as long as it may says nothing against the service.
            if (event.failure !== 'expired') see(agent.model, 'failing', event.detail);
            break;
          default:
        }
        onEvent(event);
      }),
  };
}
