import { isKeyName, type KeyName } from '../../../shared/keys/key-name';
import type { KeyRefusal } from '../../../shared/keys/key-refusal';
import { isToolSecretEntry, lastFourOf, type ToolSecretEntry } from '../../../shared/keys/tool-secret';
import type { EntryStatus, Protection, VaultProblem } from '../../../shared/keys/vault-status';
import type { Cipher, CipherBackend, KeyOutcome } from '../../ports/ports-keys';
import { isWeaker, Sealing, type OpenedSecrets } from './sealing';
import {
  createSecretFile,
  NO_SECRETS,
  NotReadBack,
  type SecretContent,
  type SecretFile,
  type SecretFileOptions,
  type StoredSecret,
} from './secret-file';

/** Name of an entry in the vault: a key, or a secret of tools. */
export type EntryName = KeyName | ToolSecretEntry;

/** A key with the time it was added, in epoch ms. */
export interface KeptKey {
  readonly name: EntryName;
  readonly value: string;
  readonly since: number;
}

export interface StoredKeysOptions extends SecretFileOptions {
  /** The cipher of the system's key store. */
  readonly cipher: Cipher;
}

/** Result of an attempt to decrypt everything. */
interface Attempt extends OpenedSecrets {
  readonly backend: CipherBackend;
  readonly of: SecretContent;
}

/** Backend whose cipher keys are written with, if any. Nothing is written while `waiting`, `locked`, `unprotected` or `untouchable`. */
type Footing =
  | { readonly kind: 'stores'; readonly backend: CipherBackend }
  | { readonly kind: 'waiting' | 'locked' | 'unprotected' | 'untouchable' };

/**
 * Keys in the secret file. Unreadable ciphertexts are never overwritten: one stays in the file until its key is entered again.
 * Then the old file is kept under another name. Not safe for concurrent calls.
 */
export class StoredKeys {
  private readonly file: SecretFile;
  private readonly sealing: Sealing;
  private content: SecretContent = NO_SECRETS;
  private shut: ReadonlyMap<string, 'locked' | 'unreadable'> = new Map();
  private footing: Footing = { kind: 'waiting' };
  private foundProblem: VaultProblem | null = null;
  private hasKeptCopy = false;

  constructor(private readonly options: StoredKeysOptions) {
    this.file = createSecretFile(options);
    this.sealing = new Sealing(options.cipher, options.folder, options.clock);
  }

  /** Reads the file without asking any key store. */
  async load(): Promise<void> {
    const found = await this.file.read();
    switch (found.kind) {
      case 'newer':
      case 'unreadable':
        this.footing = { kind: 'untouchable' };
        this.foundProblem = found.kind === 'newer' ? 'newer-file' : 'unreadable-file';
        return;
      case 'lost':
        this.foundProblem = 'damaged-file';
        return;
      case 'restored':
        this.foundProblem = 'restored-from-copy';
        this.content = found.content;
        return;
      case 'good':
        this.content = found.content;
        return;
      case 'absent':
    }
  }

  problem(): VaultProblem | null {
    const { kind } = this.footing;
    if (kind === 'waiting') return 'waiting-for-key-store';
    if (kind === 'locked') return 'key-store-locked';
    if (this.shut.size > 0) return 'other-key-store';
    return this.foundProblem;
  }

  /** Protection of the keys; undefined when nothing is written. */
  protection(): 'os-key-store' | 'weaker-file' | undefined {
    if (this.footing.kind !== 'stores') return undefined;
    return this.footing.backend === 'key-file' ? 'weaker-file' : 'os-key-store';
  }

  canAcceptWeaker(): boolean {
    return this.footing.kind === 'locked' || this.footing.kind === 'unprotected';
  }

  isLocked(): boolean {
    return this.footing.kind === 'locked';
  }

  wantsUnlocking(): boolean {
    return this.footing.kind !== 'stores' && this.footing.kind !== 'untouchable';
  }

  /** Status of a key that is stored but not decrypted; undefined when none of that name is stored. */
  statusOf(name: EntryName): EntryStatus | undefined {
    const item = this.content.items.get(name);
    if (item === undefined) return undefined;
    return { state: this.shut.get(name) ?? 'locked', last4: item.last4, since: item.createdAt };
  }

  names(): readonly EntryName[] {
    return [...this.content.items.keys()].filter(
      (name): name is EntryName => isKeyName(name) || isToolSecretEntry(name),
    );
  }

  /** Asks the key store, which may take as long as a person does. Changes nothing. */
  async tryOpen(): Promise<Attempt> {
    const { content, options, sealing } = this;
    const backend = await options.cipher.backend();
    return { backend, of: content, ...(await sealing.unsealAll(content)) };
  }

  /** Applies an attempt and returns the keys that are readable now. Does nothing when the file has changed since. */
  async settle(attempt: Attempt): Promise<readonly (KeptKey & { protection: Protection })[]> {
    const { backend, of, values, shut, stale } = attempt;
    if (of !== this.content || !this.wantsUnlocking()) return [];
    this.shut = shut;
    const isLocked = [...shut.values()].includes('locked');
    const { log } = this.options;
    if (backend !== 'none' && !isLocked) {
      this.footing = { kind: 'stores', backend };
      await this.sealAnew(values, stale);
    } else if (of.backend === 'key-file') this.footing = { kind: 'stores', backend: 'key-file' };
    else this.footing = { kind: isLocked ? 'locked' : 'unprotected' };
    log.info('secrets.settled', { footing: this.footing.kind, backend, readable: values.size, shut: shut.size });
    return [...values].flatMap(([name, value]) => {
      const item = this.content.items.get(name);
      if (item === undefined || !(isKeyName(name) || isToolSecretEntry(name))) return [];
      return [{ name, value, since: item.createdAt, protection: isWeaker(item.ct) ? 'weaker-file' : 'os-key-store' }];
    });
  }

  /** Writes keys, if anything is written at all. */
  async put(keys: readonly KeptKey[]): Promise<KeyOutcome> {
    const { footing } = this;
    if (footing.kind !== 'stores') return { ok: true };
    const items = new Map<string, StoredSecret>();
    for (const { name, value, since } of keys) {
      const sealed = await this.sealing.seal(footing.backend, name, value);
      if (!sealed.ok) return refused('key-store-refused');
      items.set(name, { ct: sealed.ct, createdAt: since, last4: lastFourOf(name, value) });
    }
    return this.replace(items, new Map(keys.map(({ name, value }) => [name, value])), footing.backend);
  }

  async remove(name: EntryName): Promise<KeyOutcome> {
    const { content, footing } = this;
    if (!content.items.has(name) && !(name in content.others)) return { ok: true };
    if (footing.kind !== 'stores' && footing.kind !== 'unprotected') return refused('locked');
    const items = new Map([...content.items].filter(([other]) => other !== name));
    const others = Object.fromEntries(Object.entries(content.others).filter(([other]) => other !== name));
    const outcome = await this.write({ ...content, items, others }, new Map());
    if (outcome.ok) this.open([name]);
    return outcome;
  }

  /** Switches to a key in a file beside the secrets. Keys in `waiting` are written first. */
  async acceptWeaker(waiting: readonly KeptKey[]): Promise<KeyOutcome> {
    if (this.footing.kind === 'stores') return refused('not-needed');
    if (!this.canAcceptWeaker()) return refused('locked');
    const before = this.footing;
    this.footing = { kind: 'stores', backend: 'key-file' };
    const outcome = await this.put(waiting);
    if (!outcome.ok) this.footing = before;
    return outcome;
  }

  /** Encrypts keys again that are stored under weaker protection, or under a key that has changed. */
  private async sealAnew(values: ReadonlyMap<string, string>, stale: ReadonlySet<string>): Promise<void> {
    const { items, backend } = this.content;
    const old = [...items].filter(([name, { ct }]) => stale.has(name) || (values.has(name) && isWeaker(ct)));
    if (old.length === 0 && backend !== 'key-file') return;
    const { footing } = this;
    if (footing.kind !== 'stores') return;
    const anew = new Map<string, StoredSecret>();
    for (const [name, item] of old) {
      const sealed = await this.sealing.seal(footing.backend, name, values.get(name) ?? '');
      if (sealed.ok) anew.set(name, { ...item, ct: sealed.ct });
    }
    const outcome = await this.replace(anew, values, footing.backend);
    const isLast = ![...this.content.items.values()].some(({ ct }) => isWeaker(ct));
    if (outcome.ok && isLast) await this.sealing.weaker.forget().catch(() => undefined);
  }

  private async replace(
    items: ReadonlyMap<string, StoredSecret>,
    values: ReadonlyMap<string, string>,
    backend: CipherBackend,
  ): Promise<KeyOutcome> {
    const { content, options } = this;
    if (!this.hasKeptCopy && [...items.keys()].some((name) => this.shut.has(name) || name in content.others)) {
      try {
        await this.file.keepCopy();
      } catch {
        options.log.error('secrets.not-kept');
        return refused('cannot-save');
      }
      this.hasKeptCopy = true;
    }
    const others = Object.fromEntries(Object.entries(content.others).filter(([name]) => !items.has(name)));
    const next = { backend, items: new Map([...content.items, ...items]), others };
    const outcome = await this.write(next, new Map([...items.keys()].map((name) => [name, values.get(name)])));
    if (outcome.ok) this.open([...items.keys()]);
    return outcome;
  }

  private async write(next: SecretContent, written: ReadonlyMap<string, string | undefined>): Promise<KeyOutcome> {
    try {
      await this.file.write(next, async ({ items }) => {
        if (items.size !== next.items.size) return false;
        for (const [name, value] of written) {
          const opened = await this.sealing.unseal(name, items.get(name)?.ct ?? '');
          if (!opened.ok || opened.value !== value) return false;
        }
        return true;
      });
    } catch (error) {
      this.options.log.error('secrets.not-saved', { readBack: !(error instanceof NotReadBack) });
      return refused(error instanceof NotReadBack ? 'key-store-refused' : 'cannot-save');
    }
    this.content = next;
    return { ok: true };
  }

  private open(names: readonly string[]): void {
    this.shut = new Map([...this.shut].filter(([name]) => !names.includes(name)));
  }
}

function refused(refusal: KeyRefusal): KeyOutcome {
  return { ok: false, refusal };
}
