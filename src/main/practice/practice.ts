import type { Level } from '../../shared/contract/levels';
import { startDemo, type Demo } from '../../simulator/demo/demo';
import type { CallSide } from '../calls/all-calls';
import type { PhoneSide } from '../app/phone-side';
import type { PhoneCommands } from '../ports/ports-transfer';
import { openPracticeSide, simulatedModels, type PracticeParts } from './practice-side';

/** Simulated callers who ring in through a side of their own, beside whatever is live. */
export class Practice {
  private running: Promise<{ readonly demo: Demo; readonly side: PhoneSide }> | undefined;
  private side: PhoneSide | undefined;

  constructor(private readonly parts: PracticeParts) {}

  get isOn(): boolean {
    return this.running !== undefined;
  }

  get sides(): readonly CallSide[] {
    return this.side === undefined ? [] : [this.side.exchange];
  }

  get phones(): readonly PhoneCommands[] {
    return this.side === undefined ? [] : [this.side.phone];
  }

  levels(): readonly Level[] {
    return this.side?.exchange.levels() ?? [];
  }

  /** On already: does nothing. Rejects when there is no port for it. */
  async begin(): Promise<void> {
    this.running ??= this.open();
    try {
      await this.running;
    } catch (error) {
      this.running = undefined;
      throw error;
    }
  }

  /** Ends the practice calls and takes the simulators down. */
  async end(): Promise<void> {
    const running = this.running;
    this.running = undefined;
    this.side = undefined;
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
    this.side = side;
    return { demo, side };
  }
}
