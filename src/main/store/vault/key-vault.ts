import { KEY_NAMES, type KeyName } from '../../../shared/keys/key-name';
import { tidyKey } from '../../../shared/keys/key-shape';
import { isToolSecretEntry, type ToolSecretEntry } from '../../../shared/keys/tool-secret';
import type { EntryStatus, KeyStatus, VaultStatus } from '../../../shared/keys/vault-status';
import { vaultState, type VaultProblem } from '../../../shared/keys/vault-status';
import { backoffMs, type Backoff } from '../../../shared/std/backoff';
import { within } from '../../../shared/std/deadline';
import type { Clock, Dispose, Log } from '../../ports/ports';
import type { Cipher, KeyOutcome, KeyVault } from '../../ports/ports-keys';
import { HeldKeys, type EntryName } from './held-keys';
import type { Disk } from './secret-file';
import { StoredKeys } from './stored-keys';

/** How long opening waits for a key store that may be asking a person for a password; then it goes on without. */
const OPEN_WAIT_MS = 3000;
/** Between attempts to open a locked key store. */
const RETRY: Backoff = { firstMs: 5000, longestMs: 60_000 };

export interface KeyVaultOptions {
  readonly folder: string;
  /** The system's. */
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly log: Log;
  /** From the environment: they count for this run, before what is stored. */
  readonly given?: Readonly<Partial<Record<KeyName, string | undefined>>>;
  readonly disk?: Disk;
}

/** Opens the vault of a data folder. Resolves within seconds, whatever the key store does; rejects never. */
export async function openKeyVault(options: KeyVaultOptions): Promise<KeyVault> {
  const vault = new FileKeyVault(options);
  await vault.open();
  return vault;
}

/** Keys in memory, and in a file of ciphertexts as far as there is something to protect them with. */
class FileKeyVault implements KeyVault {
  private readonly held = new HeldKeys();
  private readonly stored: StoredKeys;
  private readonly listeners = new Set<() => void>();
  private working: Promise<unknown> = Promise.resolve();
  private unlocking: Promise<void> | undefined;
  private stopRetry: Dispose = () => undefined;
  private retries = 0;
  private isOver = false;

  constructor(private readonly options: KeyVaultOptions) {
    this.stored = new StoredKeys(options);
    this.held.holdAll(options.given ?? {}, options.clock.wallMs(), 'environment');
  }

  async open(): Promise<void> {
    await this.stored.load();
    await this.tryUnlock();
  }

  status(): VaultStatus {
    const problem: VaultProblem | null = this.stored.problem();
    return {
      state: vaultState(problem),
      problem,
      protection: this.stored.protection() ?? 'this-run-only',
      canAcceptWeaker: this.stored.canAcceptWeaker(),
      keys: KEY_NAMES.map((name) => this.statusOf(name)),
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
    const names = new Set([...this.stored.names(), ...this.held.names()]);
    return [...names].filter(isToolSecretEntry).map((entry) => ({ ...this.entryStatus(entry), entry }));
  }

  put(entry: ToolSecretEntry, text: string): Promise<KeyOutcome> {
    return this.keep(entry, text);
  }

  remove(entry: ToolSecretEntry): Promise<KeyOutcome> {
    return this.forget(entry);
  }

  readEntry(entry: ToolSecretEntry): string | undefined {
    return this.held.read(entry);
  }

  acceptWeakerProtection(): Promise<KeyOutcome> {
    return this.inTurn(async () => {
      const outcome = await this.stored.acceptWeaker(this.held.waiting());
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
    return this.held.read(name);
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

  private statusOf(name: KeyName): KeyStatus {
    return { ...this.entryStatus(name), name };
  }

  private entryStatus(name: EntryName): EntryStatus {
    return this.held.status(name) ?? this.stored.statusOf(name) ?? { state: 'absent' };
  }

  private keep(name: EntryName, value: string): Promise<KeyOutcome> {
    return this.inTurn(async () => {
      const since = this.options.clock.wallMs();
      const outcome = await this.stored.put([{ name, value, since }]);
      if (outcome.ok) this.held.hold(name, value, since, this.stored.protection() ?? 'this-run-only');
      return outcome;
    });
  }

  private forget(name: EntryName): Promise<KeyOutcome> {
    return this.inTurn(async () => {
      const outcome = await this.stored.remove(name);
      if (outcome.ok) this.held.drop(name);
      return outcome;
    });
  }

  /** One attempt at a time; waits for it only so long, since a key store may be asking a person. */
  private async tryUnlock(): Promise<void> {
    if (!this.stored.wantsUnlocking()) return;
    this.stopRetry();
    this.unlocking ??= this.unlock().finally(() => (this.unlocking = undefined));
    await within(this.options.clock, OPEN_WAIT_MS, this.unlocking, undefined);
  }

  private async unlock(): Promise<void> {
    const opened = await this.stored.tryOpen();
    if (this.isOver) return;
    await this.inTurn(async () => {
      for (const { name, value, since, protection } of await this.stored.settle(opened)) {
        if (this.held.read(name) === undefined) this.held.hold(name, value, since, protection);
      }
      const waiting = this.held.waiting();
      if (waiting.length > 0 && (await this.stored.put(waiting)).ok) this.waitingAreStored();
      return { ok: true };
    });
    if (this.stored.isLocked()) this.retryLater();
  }

  private retryLater(): void {
    if (this.isOver) return;
    this.retries += 1;
    this.stopRetry = this.options.clock.after(backoffMs(RETRY, this.retries), () => void this.tryUnlock());
  }

  /** What counted for this run only has just been written. */
  private waitingAreStored(): void {
    const protection = this.stored.protection();
    if (protection === undefined) return;
    for (const { name, value, since } of this.held.waiting()) this.held.hold(name, value, since, protection);
  }

  /** One change after another, and then whoever listens is told. */
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
