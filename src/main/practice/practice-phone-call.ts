import type { PracticeModel } from '../../shared/contract/practice-contract';
import { Handset, type HandsetEar } from '../../simulator/twilio/media/handset';
import type { SimulatedCall } from '../../simulator/twilio/simulated-call';
import type { Dispose } from '../ports/ports';
import type { PracticePhone } from '../ports/ports-practice';

/** A call of the simulated carrier with somebody at its phone. */
export class PracticePhoneCall implements PracticePhone {
  private readonly handset = new Handset();

  constructor(
    private readonly call: SimulatedCall,
    readonly callId: string,
    readonly model: PracticeModel,
    readonly over: Promise<void>,
  ) {
    call.takeUp(this.handset);
  }

  speak(frame: Uint8Array): void {
    this.handset.speak(frame);
  }

  listen(hear: HandsetEar): Dispose {
    this.handset.hear(hear);
    return () => this.handset.hear(undefined);
  }

  hangUp(): void {
    this.call.hangUp();
  }
}
