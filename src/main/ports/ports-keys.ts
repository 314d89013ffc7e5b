import type { KeyName } from '../../shared/keys/key-name';
import type { NgrokCheck, OpenAiCheck, TwilioCheck } from '../../shared/keys/key-check';
import type { KeyRefusal } from '../../shared/keys/key-refusal';
import type { ToolSecretEntry } from '../../shared/keys/tool-secret';
import type { EntryStatus, VaultStatus } from '../../shared/keys/vault-status';
import type { Dispose } from './ports';

/** Key store that backs a cipher. `none`: no real protection, so nothing may be stored with it. */
export type CipherBackend = 'keychain' | 'dpapi' | 'secret-service' | 'portal' | 'key-file' | 'none';

/** Reason a cipher refused. `unavailable`: it may work later. `refused`: the text is not its own, or it never will. */
export type CipherFailure = 'unavailable' | 'refused';

/** Encrypts small texts. Never rejects; may take as long as a person needs to type a password. */
export interface Cipher {
  backend(): Promise<CipherBackend>;
  encrypt(
    text: string,
  ): Promise<
    { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly failure: CipherFailure }
  >;
  /** `isStale`: the key behind the cipher has changed, so the text should be encrypted again. */
  decrypt(
    bytes: Uint8Array,
  ): Promise<
    | { readonly ok: true; readonly text: string; readonly isStale: boolean }
    | { readonly ok: false; readonly failure: CipherFailure }
  >;
}

export type KeyOutcome = { readonly ok: true } | { readonly ok: false; readonly refusal: KeyRefusal };

/** Operator commands on keys: everything except reading them. Never reject. */
export interface KeyCommands {
  status(): VaultStatus;
  /** Stores a key, pasted text and all. Resolves once it is stored as `status` then says. */
  set(name: KeyName, pasted: string): Promise<KeyOutcome>;
  /** Erases the key from memory and from the file. */
  clear(name: KeyName): Promise<KeyOutcome>;
  /** Accepts weaker protection, so that keys need not be entered again at every start. */
  acceptWeakerProtection(): Promise<KeyOutcome>;
  /** Tries a locked key store again. */
  retry(): Promise<VaultStatus>;
}

/** Tool secrets kept in a vault beside the keys. Never reject. */
export interface EntryVault {
  entries(): readonly (EntryStatus & { readonly entry: ToolSecretEntry })[];
  /** Stores the text unchanged. */
  put(entry: ToolSecretEntry, text: string): Promise<KeyOutcome>;
  remove(entry: ToolSecretEntry): Promise<KeyOutcome>;
  /** For the main process alone. */
  readEntry(entry: ToolSecretEntry): string | undefined;
}

/** The encrypted store of the keys and tool secrets. */
export interface KeyVault extends KeyCommands, EntryVault {
  /** Reads a key. For the main process alone: the value goes to its service and nowhere else. */
  read(name: KeyName): string | undefined;
  /** Called after every change of `status` or of a key. */
  subscribe(listener: () => void): Dispose;
  /** Resolves once pending writes are on disk; nothing stays in memory afterwards. */
  close(): Promise<void>;
}

/** Checks of the stored keys with their services. Never reject; resolve within 30 s. */
export interface KeyChecks {
  openAi(): Promise<OpenAiCheck>;
  twilio(): Promise<TwilioCheck>;
  ngrok(): Promise<NgrokCheck>;
}

/** Result of reading a tool secret. `elsewhere`: it may not be sent to that origin. */
export type SecretAnswer =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly why: 'absent' | 'locked' | 'elsewhere' };

/** Reads a tool secret by name, to be sent to `origin` and to no other. For tools alone. */
export type ReadToolSecret = (name: string, origin: string) => SecretAnswer;
