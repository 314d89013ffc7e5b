import type { DeskLimits } from '../../shared/call/desk-limits';
import { profileOf, type Agent } from '../../shared/agent/agent';
import type { OnboardingStep, Reach } from '../../shared/contract/setup-contract';
import type { KeyCheck } from '../../shared/keys/key-check';
import type { KeyName, KeyService } from '../../shared/keys/key-name';
import { keyRefusalLabels, type KeyRefusal } from '../../shared/keys/key-refusal';
import type { VaultStatus } from '../../shared/keys/vault-status';
import { AGENT_REFUSAL_WORDS, SETUP_REFUSAL_WORDS, type Refusal } from '../client/refusals/refusals';
import type { Answer, Query } from '../client/run';
import type { ConsoleClient } from '../client/transport';
import { Store } from './store';

const SERVICES: Readonly<Record<KeyName, KeyService>> = {
  openAiKey: 'openai',
  twilioAccountSid: 'twilio',
  twilioAuthToken: 'twilio',
  twilioApiKeySid: 'twilio',
  twilioApiKeySecret: 'twilio',
  twilioSharedKeySecret: 'twilio',
  ngrokAuthtoken: 'ngrok',
};

/** Returns the service that can check the key. */
function serviceOf(name: KeyName): KeyService {
  return SERVICES[name];
}

type Setup = Awaited<ReturnType<ConsoleClient['setup']['get']>>;

/** State of a check of a service's keys, as far as this page knows. */
export type Check =
  | { readonly state: 'asking' }
  | { readonly state: 'not-reached' }
  | { readonly state: 'answered'; readonly check: KeyCheck };

/** The user's keys and choices, with their outcomes. Parts are null until the main process has sent them. */
export interface SetupView {
  readonly setup: Setup | null;
  readonly vault: VaultStatus | null;
  readonly agent: Agent | null;
  readonly checks: Readonly<Partial<Record<KeyService, Check>>>;
  /** True once the main process has been asked, successfully or not. */
  readonly asked: boolean;
}

type SetupOutcome = { readonly ok: true } | { readonly ok: false; readonly code: keyof typeof SETUP_REFUSAL_WORDS };
type KeyOutcome =
  { readonly ok: true; readonly status: VaultStatus } | { readonly ok: false; readonly code: KeyRefusal };

/**
 * Store of the user's keys and choices, shared by the screens. It holds no key: each passes through and is forgotten.
 */
export class SetupStore extends Store<SetupView> {
  readonly #query: Query;

  constructor(query: Query) {
    super({ setup: null, vault: null, agent: null, checks: {}, asked: false });
    this.#query = query;
  }

  /** Loads everything again; a part that does not arrive stays as it was. */
  async load(): Promise<void> {
    const [setup, vault, agent] = await Promise.all([
      this.#query((client) => client.setup.get()),
      this.#query((client) => client.key.status()),
      this.#query((client) => client.agent.answering()),
    ]);
    this.change({
      ...(setup.reached && { setup: setup.value }),
      ...(vault.reached && { vault: vault.value }),
      ...(agent.reached && { agent: agent.value }),
      asked: true,
    });
  }

  /** Hands a key to the main process and forgets it here. Null when the key was kept. */
  async setKey(name: KeyName, value: string): Promise<Refusal | null> {
    return this.#keyDone(name, await this.#query((client) => client.key.set({ name, value })));
  }

  async clearKey(name: KeyName): Promise<Refusal | null> {
    return this.#keyDone(name, await this.#query((client) => client.key.clear({ name })));
  }

  async acceptWeaker(): Promise<Refusal | null> {
    const answer = await this.#query((client) => client.key.acceptWeaker());
    if (!answer.reached) return answer.refusal;
    if (!answer.value.ok) return keyRefusalLabels(answer.value.code, 'openAiKey');
    this.change({ vault: answer.value.status });
    return null;
  }

  async retryVault(): Promise<void> {
    const answer = await this.#query((client) => client.key.retry());
    if (answer.reached) this.change({ vault: answer.value });
  }

  /** Asks the service about its keys; the answer is in `checks`. */
  async check(service: KeyService): Promise<void> {
    const asking: Check = { state: 'asking' };
    this.#check(service, asking);
    const answer = await this.#query((client) => client.key.check({ service }));
    if (this.get().checks[service] !== asking) return;
    this.#check(service, answer.reached ? { state: 'answered', check: answer.value } : { state: 'not-reached' });
  }

  async chooseReach(reach: Reach): Promise<Refusal | null> {
    return this.#setupDone(await this.#query((client) => client.setup.chooseReach(reach)), { reach });
  }

  async chooseFallback(url: string): Promise<Refusal | null> {
    return this.#setupDone(await this.#query((client) => client.setup.chooseFallback({ url })), { fallbackUrl: url });
  }

  async chooseOperatorReturn(seconds: number): Promise<Refusal | null> {
    const chosen = { operatorReturnSeconds: seconds };
    return this.#setupDone(await this.#query((client) => client.setup.chooseOperatorReturn({ seconds })), chosen);
  }

  async chooseDeskLimits(limits: DeskLimits): Promise<Refusal | null> {
    const answer = await this.#query((client) => client.setup.chooseDeskLimits(limits));
    return this.#setupDone(answer, { deskLimits: limits });
  }

  async reachOnboarding(step: OnboardingStep): Promise<Refusal | null> {
    return this.#setupDone(await this.#query((client) => client.setup.reachOnboarding({ step })), { onboarding: step });
  }

  async practise(on: boolean): Promise<Refusal | null> {
    const answer = await this.#query((client) => client.setup.practise({ on }));
    if (!answer.reached) return answer.refusal;
    this.#changeSetup({ practising: answer.value.on });
    return null;
  }

  /**
   * Imports a text of settings and returns the keys and the domain that were found and kept. Null when the main process
   * was not reached.
   */
  async importEnv(
    text: string,
  ): Promise<{ readonly taken: readonly KeyName[]; readonly domain: string | null } | null> {
    const answer = await this.#query((client) => client.setup.importEnv({ text }));
    if (!answer.reached) return null;
    const { taken, domain } = answer.value;
    for (const name of taken) this.#check(serviceOf(name), undefined);
    if (domain !== null && this.get().setup?.reachFixed !== true) await this.chooseReach({ way: 'ngrok', domain });
    await this.load();
    return answer.value;
  }

  /** Replaces the agent of lines without one of their own; takes effect at once. */
  async saveAgent(agent: Agent): Promise<Refusal | null> {
    const refusal = await this.#publish(agent);
    if (refusal !== null) return refusal;
    const saved = await this.#query((client) => client.agent.answering());
    const before = this.get().agent;
    this.change({ agent: saved.reached ? saved.value : agent });
    if (before?.model !== agent.model) this.#check('openai', undefined);
    return null;
  }

  async #publish(agent: Agent): Promise<Refusal | null> {
    const { id } = agent;
    const found = await this.#query((client) => client.agent.get({ id }));
    if (!found.reached) return found.refusal;
    if (!found.value.ok) return AGENT_REFUSAL_WORDS[found.value.code];
    const { revision } = found.value.agent.draft;
    const saved = await this.#query((client) => client.agent.saveDraft({ id, profile: profileOf(agent), revision }));
    if (!saved.reached) return saved.refusal;
    if (!saved.value.ok) return AGENT_REFUSAL_WORDS[saved.value.code];
    const draft = saved.value.revision;
    const published = await this.#query((client) => client.agent.publish({ id, revision: draft }));
    if (!published.reached) return published.refusal;
    return published.value.ok ? null : AGENT_REFUSAL_WORDS[published.value.code];
  }

  #keyDone(name: KeyName, answer: Answer<KeyOutcome>): Refusal | null {
    if (!answer.reached) return answer.refusal;
    if (!answer.value.ok) return keyRefusalLabels(answer.value.code, name);
    this.#check(serviceOf(name), undefined);
    this.change({ vault: answer.value.status });
    return null;
  }

  #setupDone(answer: Answer<SetupOutcome>, change: Partial<Setup>): Refusal | null {
    if (!answer.reached) return answer.refusal;
    if (!answer.value.ok) return SETUP_REFUSAL_WORDS[answer.value.code];
    this.#changeSetup(change);
    return null;
  }

  #changeSetup(change: Partial<Setup>): void {
    const { setup } = this.get();
    if (setup !== null) this.change({ setup: { ...setup, ...change } });
  }

  #check(service: KeyService, check: Check | undefined): void {
    const checks = { ...this.get().checks };
    if (check === undefined) delete checks[service];
    else checks[service] = check;
    this.change({ checks });
  }
}
