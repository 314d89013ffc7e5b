import { KEY_NAMES, type KeyName } from '../../../shared/keys/key-name';
import { tidyKey } from '../../../shared/keys/key-shape';
import { isToolSecretEntry, lastFourOf, type ToolSecretEntry } from '../../../shared/keys/tool-secret';
import { vaultState, type EntryStatus, type Protection, type VaultStatus } from '../../../shared/keys/vault-status';
import { backoffMs, type Backoff } from '../../../shared/std/backoff';
import { within } from '../../../shared/std/deadline';
import type { Clock, Dispose } from '../../ports/ports';
import type { KeyOutcome, KeyVault } from '../../ports/ports-keys';
import { StoredKeys, type EntryName, type KeptKey, type StoredKeysOptions } from './stored-keys';

/**
 * Longest wait for a key store at opening, in ms. It may be asking a person for a password; opening then continues without it.
 */
const OPEN_WAIT_MS = 3000;
/** Delays between attempts to open a locked key store. */
const RETRY: Backoff = { firstMs: 5000, longestMs: 60_000 };
const DONE: KeyOutcome = { ok: true };

export interface KeyVaultOptions extends StoredKeysOptions {
  /** Keys from the environment. They apply to this run only, and take precedence over stored ones. */
  readonly given?: GivenKeys;
}

/** Keys by name, as far as they were given. */
export type GivenKeys = Readonly<Partial<Record<KeyName, string | undefined>>>;

interface HeldKey extends KeptKey {
  readonly protection: Protection;
}

/** Opens the vault of a data folder. Resolves within seconds, whatever the key store does; never rejects. */
export async function openKeyVault(options: KeyVaultOptions): Promise<KeyVault> {
  const vault = new Vault(options.clock, options.given, new StoredKeys(options));
  await vault.open();
  return vault;
}

/** Creates a vault without a disk, for serve mode. Changes apply to this run only. */
export function createEnvironmentVault(given: GivenKeys, clock: Clock): KeyVault {
  return new Vault(clock, given, null);
}

/**
 * Keeps keys in memory, and encrypted in a file where there is something to protect them with. Only the read methods return a
 * key.
 */
class Vault implements KeyVault {
  private readonly held = new Map<EntryName, HeldKey>();
  private readonly listeners = new Set<() => void>();
  private working: Promise<unknown> = Promise.resolve();
  private unlocking: Promise<void> | undefined;
  private stopRetry: Dispose = () => undefined;
  private retries = 0;
  private isOver = false;

  constructor(
    private readonly clock: Clock,
    given: GivenKeys = {},
    private readonly stored: StoredKeys | null,
  ) {
    const since = clock.wallMs();
    for (const name of KEY_NAMES) {
      const value = given[name];
      if (value !== undefined) this.held.set(name, { name, value, since, protection: 'environment' });
    }
  }

  async open(): Promise<void> {
    await this.stored?.load();
    await this.tryUnlock();
  }

  status(): VaultStatus {
    const problem = this.stored?.problem() ?? null;
    return {
      state: vaultState(problem),
      problem,
      protection: this.stored === null ? 'environment' : this.protection(),
      canAcceptWeaker: this.stored?.canAcceptWeaker() ?? false,
      keys: KEY_NAMES.map((name) => ({ ...this.statusOf(name), name })),
    };
  }

  set(name: KeyName, pasted: string): Promise<KeyOutcome> {
    const tidy = tidyKey(name, pasted);
    if (!tidy.ok) return Promise.resolve(tidy);
    return this.keep(name, tidy.value);
  }

  clear(name: KeyName): Promise<KeyOutcome> {
    return this.forget(name);
  }

  entries(): readonly (EntryStatus & { readonly entry: ToolSecretEntry })[] {
    const names = new Set([...(this.stored?.names() ?? []), ...this.held.keys()]);
    return [...names].filter(isToolSecretEntry).map((entry) => ({ ...this.statusOf(entry), entry }));
  }

  put(entry: ToolSecretEntry, text: string): Promise<KeyOutcome> {
    return this.keep(entry, text);
  }

  remove(entry: ToolSecretEntry): Promise<KeyOutcome> {
    return this.forget(entry);
  }

  readEntry(entry: ToolSecretEntry): string | undefined {
    return this.held.get(entry)?.value;
  }

  acceptWeakerProtection(): Promise<KeyOutcome> {
    const { stored } = this;
    if (stored === null) return Promise.resolve({ ok: false, refusal: 'not-needed' });
    return this.inTurn(async () => {
      const outcome = await stored.acceptWeaker(this.waiting());
      if (outcome.ok) this.waitingAreStored();
      return outcome;
    });
  }

  async retry(): Promise<VaultStatus> {
    this.retries = 0;
    await this.tryUnlock();
    return this.status();
  }

  read(name: KeyName): string | undefined {
    return this.held.get(name)?.value;
  }

  subscribe(listener: () => void): Dispose {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.isOver = true;
    this.stopRetry();
    await this.working;
    this.held.clear();
    this.listeners.clear();
  }

  private statusOf(name: EntryName): EntryStatus {
    const held = this.held.get(name);
    if (held === undefined) return this.stored?.statusOf(name) ?? { state: 'absent' };
    const { value, since, protection } = held;
    return { state: 'set', last4: lastFourOf(name, value), since, protection };
  }

  /** Protection of keys written from now on. */
  private protection(): Protection {
    return this.stored?.protection() ?? 'this-run-only';
  }

  private keep(name: EntryName, value: string): Promise<KeyOutcome> {
    return this.inTurn(async () => {
      const key: KeptKey = { name, value, since: this.clock.wallMs() };
      const outcome = (await this.stored?.put([key])) ?? DONE;
      if (outcome.ok) this.held.set(name, { ...key, protection: this.protection() });
      return outcome;
    });
  }

  private forget(name: EntryName): Promise<KeyOutcome> {
    return this.inTurn(async () => {
      const outcome = (await this.stored?.remove(name)) ?? DONE;
      if (outcome.ok) this.held.delete(name);
      return outcome;
    });
  }

  /** Runs one attempt at a time, with a limited wait, since a key store may be asking a person. */
  private async tryUnlock(): Promise<void> {
    const { stored } = this;
    if (stored?.wantsUnlocking() !== true) return;
    this.stopRetry();
    this.unlocking ??= this.unlock(stored).finally(() => (this.unlocking = undefined));
    await within(this.clock, OPEN_WAIT_MS, this.unlocking, undefined);
  }

  private async unlock(stored: StoredKeys): Promise<void> {
    const opened = await stored.tryOpen();
    if (this.isOver) return;
    await this.inTurn(async () => {
      for (const key of await stored.settle(opened)) if (!this.held.has(key.name)) this.held.set(key.name, key);
      const waiting = this.waiting();
      if (waiting.length > 0 && (await stored.put(waiting)).ok) this.waitingAreStored();
      return DONE;
    });
    if (stored.isLocked()) this.retryLater();
  }

  private retryLater(): void {
    if (this.isOver) return;
    this.retries += 1;
    this.stopRetry = this.clock.after(backoffMs(RETRY, this.retries), () => void this.tryUnlock());
  }

  /** Keys that are held for this run only. */
  private waiting(): readonly HeldKey[] {
    return [...this.held.values()].filter(({ protection }) => protection === 'this-run-only');
  }

  /** Records that the waiting keys have just been written. */
  private waitingAreStored(): void {
    const protection = this.protection();
    for (const key of this.waiting()) this.held.set(key.name, { ...key, protection });
  }

  /** Runs one change after another, and notifies the listeners after each. */
  private inTurn(change: () => Promise<KeyOutcome>): Promise<KeyOutcome> {
    const done = this.working.then(async () => {
      const outcome = await change();
      for (const listener of this.listeners) listener();
      return outcome;
    });
    this.working = done.catch(() => undefined);
    return done;
  }
}
