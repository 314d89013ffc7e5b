import type { KeyName } from '../../shared/keys/key-name';
import type { NgrokCheck, OpenAiCheck, TwilioCheck } from '../../shared/keys/key-check';
import type { KeyRefusal } from '../../shared/keys/key-refusal';
import type { ToolSecretEntry } from '../../shared/keys/tool-secret';
import type { EntryStatus, VaultStatus } from '../../shared/keys/vault-status';
import type { Dispose } from './ports';

/** What is behind a cipher. `none`: nothing that would protect anything, so that nothing may be stored under it. */
export type CipherBackend = 'keychain' | 'dpapi' | 'secret-service' | 'portal' | 'key-file' | 'none';

/** Why a cipher did nothing. `unavailable`: it may later. `refused`: this text is not its own, or it never will. */
export type CipherFailure = 'unavailable' | 'refused';

/** Encrypts small texts. Resolves always, rejects never; may take as long as a person takes to type a password. */
export interface Cipher {
  backend(): Promise<CipherBackend>;
  encrypt(
    text: string,
  ): Promise<
    { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly failure: CipherFailure }
  >;
  /** `isStale`: it should be encrypted again, since the key behind it has changed. */
  decrypt(
    bytes: Uint8Array,
  ): Promise<
    | { readonly ok: true; readonly text: string; readonly isStale: boolean }
    | { readonly ok: false; readonly failure: CipherFailure }
  >;
}

export type KeyOutcome = { readonly ok: true } | { readonly ok: false; readonly refusal: KeyRefusal };

/** What the operator may do to keys: everything but read them. Resolve always, reject never. */
export interface KeyCommands {
  status(): VaultStatus;
  /** Takes the key as it was pasted. Resolves when it is kept as `status` then says. */
  set(name: KeyName, pasted: string): Promise<KeyOutcome>;
  /** Afterwards the key is nowhere in memory or in the file. */
  clear(name: KeyName): Promise<KeyOutcome>;
  /** The user would rather have keys stored under weaker protection than enter them at every start. */
  acceptWeakerProtection(): Promise<KeyOutcome>;
  /** Asks a key store that was locked once more. */
  retry(): Promise<VaultStatus>;
}

/** Secrets that a vault keeps beside the keys, for tools. Resolve always, reject never. */
export interface EntryVault {
  entries(): readonly (EntryStatus & { readonly entry: ToolSecretEntry })[];
  /** Takes the text as it is. */
  put(entry: ToolSecretEntry, text: string): Promise<KeyOutcome>;
  remove(entry: ToolSecretEntry): Promise<KeyOutcome>;
  /** For the main process alone. */
  readEntry(entry: ToolSecretEntry): string | undefined;
}

/** Keeps the keys. */
export interface KeyVault extends KeyCommands, EntryVault {
  /** For the main process alone: what this returns goes to its service and nowhere else. */
  read(name: KeyName): string | undefined;
  /** Called after every change of `status` or of a key. */
  subscribe(listener: () => void): Dispose;
  /** Resolves when what was begun is on the disk; nothing is kept in memory afterwards. */
  close(): Promise<void>;
}

/** Asks each service whether it takes the keys there are. Resolve always, reject never; within 30 s. */
export interface KeyChecks {
  openAi(): Promise<OpenAiCheck>;
  twilio(): Promise<TwilioCheck>;
  ngrok(): Promise<NgrokCheck>;
}

/** What became of asking for a secret of tools. `elsewhere`: it may not be sent to that origin. */
export type SecretAnswer =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly why: 'absent' | 'locked' | 'elsewhere' };

/** For tools alone: a secret by its name, to be sent to that origin and to no other. */
export type ReadToolSecret = (name: string, origin: string) => SecretAnswer;
