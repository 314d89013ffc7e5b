import type { Clock, Dispose } from '../../ports/ports';

/** Pause after which keys are complete; nobody takes longer to find the next one. */
const PAUSE_MS = 3000;
/** Most keys of one turn; a card number with its code has fewer. */
const MAX_KEYS = 32;
/** Key that says "that was all", as in every telephone menu. */
const END_KEY = '#';

/**
 * Collects the keys that the caller presses into turns: up to `#`, or up to a pause. Keys of before it is open wait, and
 * then make one turn.
 */
export class CallerKeys {
  private keys = '';
  private isOpen = false;
  private stopPause: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onTurn: (keys: string) => void,
  ) {}

  /** True while keys were pressed that are no turn yet. */
  get isGathering(): boolean {
    return this.keys !== '';
  }

  press(key: string): void {
    if (this.keys.length < MAX_KEYS) this.keys += key;
    if (!this.isOpen) return;
    this.stopPause();
    if (key === END_KEY || this.keys.length >= MAX_KEYS) this.end();
    else this.stopPause = this.clock.after(PAUSE_MS, () => this.end());
  }

  /** The model can be told from now on. */
  open(): void {
    this.isOpen = true;
    this.end();
  }

  dispose(): void {
    this.stopPause();
    this.keys = '';
  }

  private end(): void {
    const { keys } = this;
    this.keys = '';
    if (keys !== '') this.onTurn(keys);
  }
}
