import type { KeyName } from '../../../shared/keys/key-name';
import { lastFourOf, type ToolSecretEntry } from '../../../shared/keys/tool-secret';
import type { EntryStatus, Protection } from '../../../shared/keys/vault-status';

/** What a vault keeps: a key, or a secret of tools. */
export type EntryName = KeyName | ToolSecretEntry;

interface HeldKey {
  readonly value: string;
  /** Epoch ms. */
  readonly since: number;
  readonly protection: Protection;
}

/** The keys in memory. Only `read` gives one away. */
export class HeldKeys {
  private readonly keys = new Map<EntryName, HeldKey>();

  read(name: EntryName): string | undefined {
    return this.keys.get(name)?.value;
  }

  hold(name: EntryName, value: string, since: number, protection: Protection): void {
    this.keys.set(name, { value, since, protection });
  }

  /** Holds each that has a value. */
  holdAll(values: Readonly<Partial<Record<KeyName, string | undefined>>>, since: number, protection: Protection): void {
    for (const [name, value] of Object.entries(values) as [KeyName, string | undefined][]) {
      if (value !== undefined) this.hold(name, value, since, protection);
    }
  }

  drop(name: EntryName): void {
    this.keys.delete(name);
  }

  protectionOf(name: EntryName): Protection | undefined {
    return this.keys.get(name)?.protection;
  }

  /** Those that count for this run only. */
  waiting(): readonly { readonly name: EntryName; readonly value: string; readonly since: number }[] {
    return [...this.keys]
      .filter(([, { protection }]) => protection === 'this-run-only')
      .map(([name, { value, since }]) => ({ name, value, since }));
  }

  /** Undefined: not held. */
  status(name: EntryName): EntryStatus | undefined {
    const held = this.keys.get(name);
    if (held === undefined) return undefined;
    const { value, since, protection } = held;
    return { state: 'set', last4: lastFourOf(name, value), since, protection };
  }

  names(): readonly EntryName[] {
    return [...this.keys.keys()];
  }

  clear(): void {
    this.keys.clear();
  }
}
