import type { DeskEvent } from '../../shared/call/events';
import type { OpenAiCheck, OpenAiOutcome } from '../../shared/keys/key-check';
import type { Clock, Dispose, Journal } from '../ports/ports';
import type { AgentCommands } from '../ports/ports-agents';
import type { KeyVault } from '../ports/ports-keys';

/** Delay before another check after a transient failure. */
const ASK_AGAIN_AFTER_MS = 60_000;

/** Share of a rate limit from which on it is scarce. */
const SCARCE_PERCENT = 80;

/** Time until a rate limit that no call tells of any more is forgotten; the service counts by the minute. */
const RATE_HOLDS_MS = 60_000;

type ModelService = Omit<Extract<DeskEvent, { type: 'modelService.changed' }>, 'type'>;

const STATE_OF_CHECK: Readonly<Record<OpenAiOutcome, ModelService['state']>> = {
  ok: 'ok',
  'no-key': 'failing',
  'no-such-model': 'failing',
  'key-refused': 'failing',
  'no-quota': 'failing',
  'account-not-active': 'failing',
  'region-not-served': 'failing',
  'wrong-host': 'failing',
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
  /** Checks the key with the model service. Never rejects. */
  readonly check: () => Promise<OpenAiCheck>;
  readonly clock: Clock;
}

/**
 * Reports the model service's health to the journal. What a call saw counts until the next call, or another key or
 * model. Before any call the service is asked about the key.
 */
export class ModelHealth {
  private told: ModelService | undefined;
  private asked: { readonly model: string; readonly key: string | undefined } | undefined;
  private round = 0;
  private cancelAgain: Dispose = () => undefined;
  private scarce: Pick<ModelService, 'usedPercent'> = {};
  private forgetRate: Dispose = () => undefined;
  private readonly endings: Dispose[] = [];

  constructor(private readonly parts: ModelHealthParts) {}

  /** Checks now, and whenever the key or the answering agent's model changes. */
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

  /** Takes what a call saw of the model service. */
  readonly see = (model: string, state: 'ok' | 'failing', detail?: string): void => {
    this.forgetQuestion();
    this.tell({ model, state, ...this.scarce, ...(detail === undefined ? {} : { detail }) });
  };

  /** Takes the used share of a rate limit, 0 to 1: told in tens from 80 % on, and once when it is less again. */
  readonly seeRate = (model: string, share: number): void => {
    const usedPercent = Math.min(100, Math.floor(share * 10) * 10);
    const now = usedPercent < SCARCE_PERCENT ? {} : { usedPercent };
    this.forgetRate();
    if (now.usedPercent !== undefined)
      this.forgetRate = this.parts.clock.after(RATE_HOLDS_MS, () => this.seeRate(model, 0));
    if (now.usedPercent === this.scarce.usedPercent) return;
    this.scarce = now;
    this.see(model, 'ok');
  };

  /** Checks again after the machine woke up or changed its network, if the last news was a check that did not pass. */
  nudge(): void {
    if (this.told?.check !== undefined && this.told.state !== 'ok') void this.ask();
  }

  stop(): void {
    this.forgetQuestion();
    this.forgetRate();
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

  /** Discards the pending check, if any. */
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
