import type { KeyName } from '../../shared/keys/key-name';
import { lastFour } from '../../shared/keys/key-shape';
import type { KeyStatus, Protection } from '../../shared/keys/vault-status';

interface HeldKey {
  readonly value: string;
  /** Epoch ms. */
  readonly since: number;
  readonly protection: Protection;
}

/** The keys in memory. Only `read` gives one away. */
export class HeldKeys {
  private readonly keys = new Map<KeyName, HeldKey>();

  read(name: KeyName): string | undefined {
    return this.keys.get(name)?.value;
  }

  hold(name: KeyName, value: string, since: number, protection: Protection): void {
    this.keys.set(name, { value, since, protection });
  }

  /** Holds each that has a value. */
  holdAll(values: Readonly<Partial<Record<KeyName, string | undefined>>>, since: number, protection: Protection): void {
    for (const [name, value] of Object.entries(values) as [KeyName, string | undefined][]) {
      if (value !== undefined) this.hold(name, value, since, protection);
    }
  }

  drop(name: KeyName): void {
    this.keys.delete(name);
  }

  protectionOf(name: KeyName): Protection | undefined {
    return this.keys.get(name)?.protection;
  }

  /** Those that count for this run only. */
  waiting(): readonly { readonly name: KeyName; readonly value: string; readonly since: number }[] {
    return [...this.keys]
      .filter(([, { protection }]) => protection === 'this-run-only')
      .map(([name, { value, since }]) => ({ name, value, since }));
  }

  /** Undefined: not held. */
  status(name: KeyName): KeyStatus | undefined {
    const held = this.keys.get(name);
    if (held === undefined) return undefined;
    const { value, since, protection } = held;
    return { state: 'set', name, last4: lastFour(value), since, protection };
  }

  clear(): void {
    this.keys.clear();
  }
}
