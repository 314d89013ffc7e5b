import { WIDEST_DESK_LIMITS } from '../../shared/call/desk-limits';
import { implement } from '@orpc/server';
import { keyContract } from '../../shared/contract/key-contract';
import { lineContract } from '../../shared/contract/line-contract';
import { setupContract, type Setup } from '../../shared/contract/setup-contract';
import type { KeyCheck } from '../../shared/keys/key-check';
import { KEY_NAMES, type KeyName } from '../../shared/keys/key-name';
import type { KeyStatus, VaultStatus } from '../../shared/keys/vault-status';
import type { LineProblem } from '../../shared/line/line-problem';
import type { LineTestNews } from '../../shared/line/line-test';
import { AgentsScript, scriptedAgents } from './agents.fixture';
import type { ListedLine } from './lines-store';

/** A vault with these keys, each ending in `last`. */
export function vaultOf(...names: readonly KeyName[]): VaultStatus {
  const keys = KEY_NAMES.map((name): KeyStatus => {
    if (!names.includes(name)) return { state: 'absent', name };
    return { state: 'set', name, last4: 'last', since: 0, protection: 'os-key-store' };
  });
  return { state: 'open', problem: null, protection: 'os-key-store', canAcceptWeaker: false, keys };
}

/** Script of a main process: its choices, and everything it was asked to keep. */
export class SetupScript {
  setup: Setup & { practising: boolean } = {
    onboarding: 'model',
    reach: { way: 'ngrok', domain: '' },
    fallbackUrl: '',
    operatorReturnSeconds: 8,
    deskLimits: WIDEST_DESK_LIMITS,
    practising: false,
  };
  readonly keys = new Map<KeyName, string>();
  readonly agents = new AgentsScript();
  lines: readonly ListedLine[] = [];
  /** Answer of `goLive` and `goOff`; null on success. */
  problem: LineProblem | null = null;
  /** News that a line test sends, in order. With `isLineTestCutOff`, the line test breaks off after them. */
  lineTest: readonly LineTestNews[] = [];
  isLineTestCutOff = false;
  /** Answer to a check of the OpenAI key; a test decides when it comes. */
  check: () => Promise<KeyCheck> = async () => ({ service: 'openai', outcome: 'ok', model: 'gpt-realtime-2.1' });
}

/** Handlers of keys, lines, set-up and agent, backed by a script. */
export function scriptedSetup(script: SetupScript) {
  const done = { ok: true as const };
  const key = implement(keyContract);
  const line = implement(lineContract);
  const setup = implement(setupContract);
  const status = (): VaultStatus => vaultOf(...script.keys.keys());
  const outcome = () => (script.problem === null ? done : { ok: false as const, problem: script.problem });
  return {
    key: key.router({
      status: key.status.handler(status),
      set: key.set.handler(({ input }) => {
        script.keys.set(input.name, input.value);
        return { ok: true as const, status: status() };
      }),
      clear: key.clear.handler(({ input }) => {
        script.keys.delete(input.name);
        return { ok: true as const, status: status() };
      }),
      acceptWeaker: key.acceptWeaker.handler(() => ({ ok: false as const, code: 'not-needed' as const })),
      retry: key.retry.handler(status),
      check: key.check.handler(() => script.check()),
    }),
    line: line.router({
      list: line.list.handler(() => ({ ok: true as const, lines: script.lines })),
      goLive: line.goLive.handler(outcome),
      goOff: line.goOff.handler(outcome),
      test: line.test.handler(async function* () {
        for (const news of script.lineTest) {
          await Promise.resolve();
          yield news;
        }
        if (script.isLineTestCutOff) throw new Error('cut off');
      }),
    }),
    setup: setup.router({
      get: setup.get.handler(() => script.setup),
      reachOnboarding: setup.reachOnboarding.handler(({ input }) => {
        script.setup = { ...script.setup, onboarding: input.step };
        return done;
      }),
      chooseReach: setup.chooseReach.handler(() => ({ ok: false as const, code: 'fixed' as const })),
      chooseFallback: setup.chooseFallback.handler(() => done),
      chooseOperatorReturn: setup.chooseOperatorReturn.handler(() => done),
      chooseDeskLimits: setup.chooseDeskLimits.handler(() => done),
      importEnv: setup.importEnv.handler(() => ({ taken: ['openAiKey' as const], domain: null })),
      practise: setup.practise.handler(({ input }) => input),
    }),
    agent: scriptedAgents(script.agents),
  };
}
