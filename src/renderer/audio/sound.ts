import microphoneWorklet from './capture/microphone.worklet.ts?worker&url';
import playbackWorklet from './playback/playback.worklet.ts?worker&url';

/** Time a sound card may take to wake up, in ms. After this it will not wake by itself. */
const AWAKE_WITHIN_MS = 1500;

/** Interval between checks that the sound card still takes what is played, in ms. */
const LOOK_EVERY_MS = 1000;

/** State of the sound output. `blocked`: the browser waits for a click, or the system has taken the sound away. */
export type SoundState = 'off' | 'running' | 'blocked' | 'failed';

/** The page's only access to the sound card: awake while somebody uses it, asleep otherwise. */
export class Sound {
  private opened: Promise<AudioContext> | null = null;
  private context: AudioContext | null = null;
  private users = 0;
  private hasFailed = false;
  private speakerId = '';
  private waking: ReturnType<typeof setTimeout> | undefined;
  /** Time of the audio context at the last check, in s. */
  private lookedAt = NaN;
  private looking: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly onState: (state: SoundState) => void) {}

  /**
   * Wakes the sound card. Rejects when this machine has no sound; every call that resolves is paired with one of
   * `release`.
   */
  async acquire(): Promise<AudioContext> {
    this.users += 1;
    try {
      this.opened ??= this.open();
      const context = await this.opened;
      this.hasFailed = false;
      this.looking ??= setInterval(() => this.look(context), LOOK_EVERY_MS);
      this.wake();
      return context;
    } catch (error) {
      this.opened = null;
      this.hasFailed = true;
      this.users -= 1;
      this.tell();
      throw error;
    }
  }

  release(): void {
    this.users -= 1;
    if (this.users === 0) {
      clearInterval(this.looking);
      this.looking = undefined;
      void this.context?.suspend().catch(() => undefined);
    }
    this.tell();
  }

  /** Resumes sound that the browser held back until a user action. */
  wake(): void {
    // Stays pending while the browser wants a click; the state tells.
    if (this.users > 0) void this.context?.resume().catch(() => undefined);
    this.tell();
  }

  /**
   * Plays through that device from now on; an empty id means the system default. Resolves to false when the device is
   * missing and the default is used.
   */
  async choose(speakerId: string): Promise<boolean> {
    this.speakerId = speakerId;
    return this.context === null || this.useSpeaker(this.context);
  }

  /**
   * Restarts a context whose time stands still. A sound card that is gone, or was restarted, reports nothing, while the
   * context claims to run.
   */
  private look(context: AudioContext): void {
    const stoodStill = context.state === 'running' && context.currentTime === this.lookedAt;
    this.lookedAt = context.currentTime;
    if (!stoodStill) return;
    void context
      .suspend()
      .then(() => this.wake())
      .catch(() => undefined);
  }

  private async open(): Promise<AudioContext> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    context.addEventListener('statechange', () => this.tell());
    try {
      await context.audioWorklet.addModule(playbackWorklet);
      await context.audioWorklet.addModule(microphoneWorklet);
    } catch (error) {
      void context.close();
      throw error;
    }
    this.context = context;
    await this.useSpeaker(context);
    return context;
  }

  private async useSpeaker(context: AudioContext): Promise<boolean> {
    try {
      await context.setSinkId?.(this.speakerId);
      return true;
    } catch {
      await context.setSinkId?.('').catch(() => undefined);
      return false;
    }
  }

  private tell(): void {
    clearTimeout(this.waking);
    if (this.hasFailed) this.onState('failed');
    else if (this.users === 0) this.onState('off');
    else if (this.context?.state === 'running') this.onState('running');
    else this.waking = setTimeout(() => this.onState('blocked'), AWAKE_WITHIN_MS);
  }
}
