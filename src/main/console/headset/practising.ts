import type { PracticeRefusal } from '../../../shared/contract/practice-contract';
import type { Dispose } from '../../ports/ports';
import type { PracticeBegun, PracticeCalls, PracticePhone } from '../../ports/ports-practice';

/** Headsets as phones of practice calls. */
export interface HeadsetPhones {
  /** Reserves a headset for a practice call. */
  reservePhone(headsetId: string): HeadsetPhone | 'no-headset' | 'already-practising';
}

/** Practice calls made with headsets, one at a time for each. */
export class Practising {
  private readonly phones = new Map<string, PracticePhone>();

  constructor(
    private readonly calls: PracticeCalls,
    private readonly headsets: HeadsetPhones,
  ) {}

  /** Calls an agent's draft; never rejects. */
  async call(agentId: string, headsetId: string): Promise<PracticeBegun> {
    const headset = this.headsets.reservePhone(headsetId);
    if (typeof headset === 'string') return refused(headset);
    const outcome = await this.calls.call(agentId);
    if (!outcome.ok) {
      headset.leave();
      return outcome;
    }
    const { phone } = outcome;
    this.phones.set(headsetId, phone);
    headset.connect(phone);
    void phone.over.then(() => {
      headset.leave();
      if (this.phones.get(headsetId) === phone) this.phones.delete(headsetId);
    });
    return { ok: true, callId: phone.callId, model: phone.model };
  }

  hangUp(headsetId: string): void {
    this.phones.get(headsetId)?.hangUp();
  }
}

function refused(code: PracticeRefusal): PracticeBegun {
  return { ok: false, code, problems: [] };
}

/** Headset as the phone of a practice call. If it is put down before the call connects, it hangs up on connecting. */
export class HeadsetPhone {
  private line: PracticePhone | null = null;
  private isPutDown = false;

  /** `leave`: gives the headset back after its call. */
  constructor(readonly leave: () => void) {}

  connect(line: PracticePhone): void {
    this.line = line;
    if (this.isPutDown) line.hangUp();
  }

  speak(frame: Uint8Array): void {
    this.line?.speak(frame);
  }

  /** Listens to a call; undefined: this is the phone of another call, or of none yet. */
  listen(callId: string, hear: (own: Uint8Array, other: Uint8Array) => void): Dispose | undefined {
    return this.line?.callId === callId ? this.line.listen(hear) : undefined;
  }

  putDown(): void {
    this.isPutDown = true;
    this.line?.hangUp();
  }
}
