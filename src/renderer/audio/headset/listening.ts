import type { Api, Outcome } from '../../client/run';
import { NOT_DONE } from '../../client/refusals/refusals';
import type { HeadsetEngine } from '../engine';
import type { HeadsetLine } from './headset-line';

/** Call the operator listens to. `hears`: its sound is on. */
export interface Listened {
  readonly callId: string;
  readonly hears: boolean;
}

/** Sentence shown when this machine plays no sound. */
const NO_SOUND = 'This machine plays no sound. Check its sound settings, then try again.';

interface ListeningParts {
  readonly headsetId: string;
  readonly line: Pick<HeadsetLine, 'ensure'>;
  readonly playback: HeadsetEngine['playback'];
  readonly api: Api;
  readonly onChange: (listened: Listened | null) => void;
}

/** Listens to one call at a time. The last request counts, and no frame of another call is ever played. */
export class Listening {
  private listened: Listened | null = null;
  private announced: string | null = null;

  constructor(private readonly parts: ListeningParts) {}

  get callId(): string | null {
    return this.listened?.callId ?? null;
  }

  /** Listens to that call, or to none for null. Never rejects. */
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

  /** Joins the call again after a lost channel was reopened. */
  rejoin(): void {
    if (this.listened === null) return;
    this.show({ ...this.listened, hears: false });
    void this.join(this.listened.callId);
  }

  /** Handles the main process's announcement of whose frames follow. */
  onAnnounced(callId: string | null): void {
    this.announced = callId;
    if (this.listened === null) return;
    this.parts.playback.forget();
    this.show({ ...this.listened, hears: callId === this.listened.callId });
  }

  onFrame(message: Uint8Array): void {
    if (this.listened !== null && this.announced === this.listened.callId) this.parts.playback.hear(message);
  }

  /** Stops listening to that call, because it is over. */
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

  /** Silences playback at once; telling the main process can wait. */
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
