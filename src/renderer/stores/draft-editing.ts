import type { AgentProfile } from '../../shared/agent/agent';
import type { AgentRecord } from '../../shared/agent/agent-library';
import { isTooLarge } from '../../shared/agent/agent-file';
import { changedFields } from '../../shared/agent/profile-fields';
import type { Surroundings } from '../client/console-connection';
import { AGENT_REFUSAL_WORDS, NOT_TAKEN, TOO_LARGE, type Refusal } from '../client/refusals/refusals';
import type { Query } from '../client/run';

/**
 * Pause after an edit before it is saved, ms. Long enough that typing is one save, short enough that a crash takes no
 * sentence.
 */
const SAVE_AFTER_MS = 500;
/** Longest time without a save, ms, for somebody who types without a pause. */
const SAVE_AT_LEAST_EVERY_MS = 3000;
const TRY_AGAIN_AFTER_MS = 4000;

/**
 * Save state of a draft. `not saved` is tried again by itself; `refused` needs another edit first. In a `conflict`, another console saved the draft in between, and `theirs` is what it saved.
 */
export type SaveState =
  | { readonly name: 'saved' }
  | { readonly name: 'waiting' }
  | { readonly name: 'saving' }
  | { readonly name: 'not saved' | 'refused'; readonly refusal: Refusal }
  | { readonly name: 'conflict'; readonly theirs: AgentRecord };

/** Refusals of what is written, which the same draft would only meet again. */
const FINAL: ReadonlySet<Refusal> = new Set([TOO_LARGE, NOT_TAKEN, AGENT_REFUSAL_WORDS['too-large']]);

/** One agent as this page is editing it. */
export interface Edited {
  /** Record as the main process last had it. */
  readonly record: AgentRecord;
  /** Profile as it is written on this page. */
  readonly profile: AgentProfile;
  readonly save: SaveState;
}

/** Draft of one agent while it is edited. Every change reaches the main process half a second later. */
export class DraftEditing {
  readonly #query: Query;
  readonly #after: Surroundings['after'];
  readonly #onChange: (edited: Edited) => void;
  #edited: Edited;
  #cancelSave: (() => void) | null = null;
  #cancelLatest: (() => void) | null = null;
  #saving: Promise<void> | null = null;

  constructor(record: AgentRecord, query: Query, after: Surroundings['after'], onChange: (edited: Edited) => void) {
    this.#query = query;
    this.#after = after;
    this.#onChange = onChange;
    this.#edited = { record, profile: record.draft.profile, save: { name: 'saved' } };
  }

  get now(): Edited {
    return this.#edited;
  }

  /** True when the main process has everything that was written here. */
  get isSaved(): boolean {
    return this.#edited.save.name === 'saved';
  }

  edit(change: Partial<AgentProfile>): void {
    const profile = { ...this.#edited.profile, ...change };
    if (this.#edited.save.name === 'conflict') {
      this.#change({ profile });
      return;
    }
    this.#change({ profile, save: { name: 'waiting' } });
    this.#cancelSave?.();
    this.#cancelSave = this.#after(SAVE_AFTER_MS, () => void this.flush());
    this.#cancelLatest ??= this.#after(SAVE_AT_LEAST_EVERY_MS, () => void this.flush());
  }

  /** Saves the draft now. Resolves when it is saved or refused. */
  async flush(): Promise<void> {
    this.#cancelTimers();
    await this.#saving;
    if (this.isSaved || this.#edited.save.name === 'conflict') return;
    this.#saving = this.#store().finally(() => (this.#saving = null));
    await this.#saving;
  }

  /**
   * Adopts a new record from the main process: another draft, or another published version. Unsaved changes on this
   * page stay.
   */
  renew(record: AgentRecord): void {
    const isNewer = record.draft.revision !== this.#edited.record.draft.revision;
    if (!isNewer) {
      this.#change({ record });
    } else if (this.isSaved) {
      this.#change({ record, profile: record.draft.profile });
    } else {
      this.#conflict(record);
    }
  }

  /** Resolves a conflict in favour of the other console's draft; the one written here is discarded. */
  takeTheirs(): void {
    if (this.#edited.save.name !== 'conflict') return;
    const { theirs } = this.#edited.save;
    this.#change({ record: theirs, profile: theirs.draft.profile, save: { name: 'saved' } });
  }

  /** Resolves a conflict in favour of the draft written here, which replaces the other console's. */
  async keepMine(): Promise<void> {
    if (this.#edited.save.name !== 'conflict') return;
    this.#change({ record: this.#edited.save.theirs, save: { name: 'waiting' } });
    await this.flush();
  }

  /** Stops saving for good. */
  dispose(): void {
    this.#cancelTimers();
  }

  async #store(): Promise<void> {
    const { profile, record } = this.#edited;
    const { id, draft } = record;
    if (isTooLarge(profile)) {
      this.#failed(AGENT_REFUSAL_WORDS['too-large']);
      return;
    }
    this.#change({ save: { name: 'saving' } });
    const answer = await this.#query((client) => client.agent.saveDraft({ id, profile, revision: draft.revision }));
    if (!answer.reached) this.#failed(answer.refusal);
    else if (answer.value.ok) this.#stored(profile, answer.value.revision);
    else if (answer.value.code === 'changed-elsewhere') await this.#askForTheirs(id);
    else this.#failed(AGENT_REFUSAL_WORDS[answer.value.code]);
  }

  #stored(profile: AgentProfile, revision: number): void {
    const { record, profile: written } = this.#edited;
    const draft = { ...record.draft, profile, revision };
    const isAll = changedFields(written, profile).length === 0;
    this.#change({ record: { ...record, draft }, save: { name: isAll ? 'saved' : 'waiting' } });
    if (!isAll) this.#cancelSave ??= this.#after(SAVE_AFTER_MS, () => void this.flush());
  }

  async #askForTheirs(id: string): Promise<void> {
    const answer = await this.#query((client) => client.agent.get({ id }));
    if (!answer.reached) this.#failed(answer.refusal);
    else if (answer.value.ok) this.#conflict(answer.value.agent);
    else this.#failed(AGENT_REFUSAL_WORDS[answer.value.code]);
  }

  #conflict(theirs: AgentRecord): void {
    this.#cancelTimers();
    if (changedFields(theirs.draft.profile, this.#edited.profile).length === 0)
      this.#change({ record: theirs, save: { name: 'saved' } });
    else this.#change({ save: { name: 'conflict', theirs } });
  }

  #failed(refusal: Refusal): void {
    const isFinal = FINAL.has(refusal);
    this.#change({ save: { name: isFinal ? 'refused' : 'not saved', refusal } });
    if (!isFinal) this.#cancelSave ??= this.#after(TRY_AGAIN_AFTER_MS, () => void this.flush());
  }

  #cancelTimers(): void {
    this.#cancelSave?.();
    this.#cancelLatest?.();
    this.#cancelSave = null;
    this.#cancelLatest = null;
  }

  #change(change: Partial<Edited>): void {
    this.#edited = { ...this.#edited, ...change };
    this.#onChange(this.#edited);
  }
}
