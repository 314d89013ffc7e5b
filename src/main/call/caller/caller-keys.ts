import type { Clock, Dispose } from '../../ports/ports';
import type { AskedKeys, CallerKeypad, KeysEnd } from '../../ports/ports-tools';

/** Pause after which keys are complete; nobody takes longer to find the next one. */
const PAUSE_MS = 3000;
/** Most keys of one turn; a card number with its code has fewer. */
const MAX_KEYS = 32;
/** Key that says "that was all", as in every telephone menu. */
const END_KEY = '#';

/**
 * Collects the keys that the caller presses into turns: up to `#`, or up to a pause. Keys of before it is open wait, and
 * then make one turn. Keys that somebody asked for go to them instead.
 */
export class CallerKeys implements CallerKeypad {
  private keys = '';
  private isOpen = false;
  private asked: AskedKeys | null = null;
  /** Ending key that the caller may still press after the last of the keys they were asked for. */
  private lateEnd: string | null = null;
  private stopPause: Dispose = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly onTurn: (keys: string) => void,
  ) {}

  /** True while keys were pressed that are no turn yet. */
  get isGathering(): boolean {
    return this.keys !== '';
  }

  /** True while the next key is one that no event may have. */
  get areSecret(): boolean {
    return this.asked?.isSecret === true;
  }

  press(key: string): void {
    const { asked } = this;
    if (asked !== null) {
      this.pressAsked(asked, key);
      return;
    }
    const isLate = key === this.lateEnd;
    this.lateEnd = null;
    if (isLate) return;
    if (this.keys.length < MAX_KEYS) this.keys += key;
    if (!this.isOpen) return;
    this.stopPause();
    if (key === END_KEY || this.keys.length >= MAX_KEYS) this.end();
    else this.awaitPause();
  }

  ask(asked: AskedKeys): Dispose | undefined {
    if (this.asked !== null) return undefined;
    const { keys } = this;
    this.keys = '';
    this.asked = asked;
    this.awaitAsked(asked);
    for (const key of keys) this.press(key);
    return () => {
      if (this.asked !== asked) return;
      this.asked = null;
      this.stopPause();
      if (asked.isSecret) this.keys = '';
      if (this.isGathering) this.awaitPause();
    };
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

  private pressAsked(asked: AskedKeys, key: string): void {
    const isEnd = key === asked.endKey;
    if (!isEnd) this.keys += key;
    if (isEnd) this.give(asked, 'key');
    else if (this.keys.length >= asked.most) this.give(asked, 'count');
    else this.awaitAsked(asked);
  }

  private give(asked: AskedKeys, end: KeysEnd): void {
    const { keys } = this;
    this.stopPause();
    this.keys = '';
    this.asked = null;
    if (end === 'count') {
      this.lateEnd = asked.endKey;
      this.stopPause = this.clock.after(PAUSE_MS, () => (this.lateEnd = null));
    }
    asked.onKeys(keys, end);
  }

  private awaitAsked(asked: AskedKeys): void {
    this.stopPause();
    this.stopPause = asked.afterPause(() => this.give(asked, 'pause'));
  }

  private awaitPause(): void {
    this.stopPause = this.clock.after(PAUSE_MS, () => this.end());
  }

  private end(): void {
    const { keys } = this;
    this.keys = '';
    if (keys !== '') this.onTurn(keys);
  }
}
