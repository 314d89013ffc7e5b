import path from 'node:path';
import type { PracticeModel } from '../../shared/contract/practice-contract';
import { loadClips, type Clips } from '../../simulator/clips/clips';
import { startRealtimeSimulator } from '../../simulator/realtime/realtime-simulator';
import type { Clock, Secrets } from '../ports/ports';
import { simulatedModels, type PracticeModels } from './practice-side';

const SIMULATED_KEY = 'sk-simulated';

interface PracticeModelParts {
  readonly resourcesFolder: string;
  readonly secrets: Pick<Secrets, 'openAiKey'>;
  /** Models of real calls, used when there is a key. */
  readonly real: PracticeModels;
  readonly clock: Clock;
}

/** Models of one practice call, until closed. */
interface AnsweringModels {
  readonly models: PracticeModels;
  readonly model: PracticeModel;
  readonly close: () => Promise<void>;
}

/** Source of the models for practice: the model service when there is a key, else a new simulated one for each call. */
export class PracticeModelSource {
  private loaded: Clips | undefined;

  constructor(private readonly parts: PracticeModelParts) {}

  get clips(): Clips {
    this.loaded ??= loadClips(path.join(this.parts.resourcesFolder, 'clips'));
    return this.loaded;
  }

  /** Opens the models; rejects when a simulated service gets no port. */
  async open(): Promise<AnsweringModels> {
    if (this.parts.secrets.openAiKey() !== undefined)
      return { models: this.parts.real, model: 'real', close: () => Promise.resolve() };
    const simulator = await startRealtimeSimulator({ clips: this.clips, keys: [SIMULATED_KEY] });
    return {
      models: simulatedModels(simulator.url, SIMULATED_KEY, this.parts.clock),
      model: 'simulated',
      close: () => simulator.close(),
    };
  }
}
