import { startDemo, type Demo } from '../../simulator/demo/demo';
import type { PhoneSide } from '../app/phone-side';
import { openPracticeSide, simulatedModels, type PracticeParts } from './practice-side';

/** Simulated callers, who ring through a side of their own beside whatever is live. */
export class Practice {
  private running: Promise<{ readonly demo: Demo; readonly side: PhoneSide }> | undefined;

  constructor(private readonly parts: PracticeParts) {}

  get isOn(): boolean {
    return this.running !== undefined;
  }

  /** Turns practice on; does nothing when it is on. Rejects when it gets no port. */
  async begin(): Promise<void> {
    this.running ??= this.open();
    try {
      await this.running;
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }

  /** Ends the practice calls and stops the simulators. */
  async end(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    if (running === undefined) return;
    const { demo, side } = await running;
    await side.stop();
    await demo.close();
  }

  private async open(): Promise<{ readonly demo: Demo; readonly side: PhoneSide }> {
    const demo = await startDemo(this.parts.resourcesFolder);
    const models = simulatedModels(demo.realtimeUrl, demo.openAiKey, this.parts.clock);
    const side = await openPracticeSide(this.parts, demo.carrier, models, () => demo.agent);
    demo.ring();
    return { demo, side };
  }
}
