import type { DeskEvent } from '../../shared/call/events';
import type { OpenAiCheck, OpenAiOutcome } from '../../shared/keys/key-check';
import type { Clock, Dispose, Journal } from '../ports/ports';
import type { AgentCommands } from '../ports/ports-agents';
import type { KeyVault } from '../ports/ports-keys';

/** What may pass by itself is asked about again. */
const ASK_AGAIN_AFTER_MS = 60_000;

type ModelService = Omit<Extract<DeskEvent, { type: 'modelService.changed' }>, 'type'>;

const STATE_OF_CHECK: Readonly<Record<OpenAiOutcome, ModelService['state']>> = {
  ok: 'ok',
  'no-key': 'failing',
  'no-such-model': 'failing',
  'key-refused': 'failing',
  'no-quota': 'failing',
  'account-not-active': 'failing',
  'region-not-served': 'failing',
  'too-many-requests': 'failing',
  'service-trouble': 'failing',
  unreachable: 'failing',
  'timed-out': 'failing',
  // Neither says anything about calls: the key may be made for them alone, and other services list no models.
  'may-not-list': 'unproven',
  'not-understood': 'unproven',
};

const PASSING: ReadonlySet<OpenAiOutcome> = new Set([
  'too-many-requests',
  'service-trouble',
  'unreachable',
  'timed-out',
  'not-understood',
]);

export interface ModelHealthParts {
  readonly journal: Journal;
  readonly agents: Pick<AgentCommands, 'answering'>;
  readonly vault: Pick<KeyVault, 'read' | 'subscribe'>;
  /** Resolves always. */
  readonly check: () => Promise<OpenAiCheck>;
  readonly clock: Clock;
}

/**
 * Keeps the desk told how the model service does. What a call saw counts until the next call, or another key or model; before any
 * call the service is asked about the key.
 */
export class ModelHealth {
  private told: ModelService | undefined;
  private asked: { readonly model: string; readonly key: string | undefined } | undefined;
  private round = 0;
  private cancelAgain: Dispose = () => undefined;
  private readonly endings: Dispose[] = [];

  constructor(private readonly parts: ModelHealthParts) {}

  /** Asks now, and whenever the key or the model that answers is another one. */
  start(): void {
    const { journal, vault } = this.parts;
    const unfollow = journal.subscribe(({ event }) => {
      if (event.type === 'agents.changed') this.follow();
    });
    this.endings.push(
      unfollow,
      vault.subscribe(() => this.follow()),
    );
    this.follow();
  }

  /** A call saw it. */
  readonly see = (model: string, state: 'ok' | 'failing', detail?: string): void => {
    this.forgetQuestion();
    this.tell({ model, state, ...(detail === undefined ? {} : { detail }) });
  };

  /** The machine woke up, or its network is another one. */
  nudge(): void {
    if (this.told?.check !== undefined && this.told.state !== 'ok') void this.ask();
  }

  stop(): void {
    this.forgetQuestion();
    this.endings.splice(0).forEach((end) => end());
  }

  private follow(): void {
    const { agents, vault } = this.parts;
    const now = { model: agents.answering().model, key: vault.read('openAiKey') };
    if (now.model === this.asked?.model && now.key === this.asked.key) return;
    this.asked = now;
    this.tell({ model: now.model, state: 'unproven' });
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.forgetQuestion();
    const { round } = this;
    const { outcome, model } = await this.parts.check();
    if (round !== this.round) return;
    this.tell({ model, state: STATE_OF_CHECK[outcome], check: outcome });
    if (!PASSING.has(outcome)) return;
    this.cancelAgain = this.parts.clock.after(ASK_AGAIN_AFTER_MS, () => void this.ask());
  }

  /** Whatever it comes to is not waited for any more. */
  private forgetQuestion(): void {
    this.round += 1;
    this.cancelAgain();
  }

  private tell(now: ModelService): void {
    if (JSON.stringify(now) === JSON.stringify(this.told)) return;
    this.told = now;
    this.parts.journal.record(null, { type: 'modelService.changed', ...now });
  }
}
