import type { Api, Outcome } from '../../client/run';
import { NOT_DONE } from '../../client/refusals/refusals';
import type { HeadsetEngine } from '../engine';
import type { HeadsetLine } from './headset-line';

/** The call the operator listens to. `hears`: its sound is on. */
export interface Listened {
  readonly callId: string;
  readonly hears: boolean;
}

/** Shown when this machine plays nothing. */
const NO_SOUND = 'This machine plays no sound. Check its sound settings, then try again.';

interface ListeningParts {
  readonly headsetId: string;
  readonly line: Pick<HeadsetLine, 'ensure'>;
  readonly playback: HeadsetEngine['playback'];
  readonly api: Api;
  readonly onChange: (listened: Listened | null) => void;
}

/** Which call is heard. The last wish counts, and no frame of another call is ever played. */
export class Listening {
  private listened: Listened | null = null;
  private announced: string | null = null;

  constructor(private readonly parts: ListeningParts) {}

  get callId(): string | null {
    return this.listened?.callId ?? null;
  }

  /** Hears that call, or none. Never rejects. */
  async listen(callId: string | null): Promise<Outcome> {
    if (callId === null) return this.leave();
    if (this.callId === callId) return { ok: true };
    this.show({ callId, hears: false });
    this.parts.playback.forget();
    try {
      await this.parts.playback.start();
    } catch {
      return this.callId === callId ? this.giveUp(NO_SOUND) : { ok: true };
    }
    return this.join(callId);
  }

  /** The channel was lost and is open again. */
  rejoin(): void {
    if (this.listened === null) return;
    this.show({ ...this.listened, hears: false });
    void this.join(this.listened.callId);
  }

  /** The main process says whose frames follow. */
  onAnnounced(callId: string | null): void {
    this.announced = callId;
    if (this.listened === null) return;
    this.parts.playback.forget();
    this.show({ ...this.listened, hears: callId === this.listened.callId });
  }

  onFrame(message: Uint8Array): void {
    if (this.listened !== null && this.announced === this.listened.callId) this.parts.playback.hear(message);
  }

  /** There is nothing more to hear of that call. */
  onCallOver(callId: string): void {
    if (this.callId === callId) void this.leave();
  }

  private async join(callId: string): Promise<Outcome> {
    const { headsetId, line, api } = this.parts;
    try {
      await line.ensure();
    } catch {
      return this.callId === callId ? this.giveUp(NOT_DONE) : { ok: true };
    }
    if (this.callId !== callId) return { ok: true };
    const heard = await api.run(({ operator }) => operator.listen({ headsetId, callId }));
    return heard.ok || this.callId !== callId ? { ok: true } : this.giveUp(heard.sentence);
  }

  private giveUp(sentence: string): Outcome {
    void this.leave();
    return { ok: false, sentence };
  }

  /** The ear is quiet at once; that the main process knows can wait. */
  private async leave(): Promise<Outcome> {
    const { headsetId, playback, api } = this.parts;
    const wasJoined = this.listened !== null;
    this.show(null);
    playback.stop();
    if (wasJoined) await api.query(({ operator }) => operator.listen({ headsetId, callId: null }));
    return { ok: true };
  }

  private show(listened: Listened | null): void {
    this.listened = listened;
    this.parts.onChange(listened);
  }
}
