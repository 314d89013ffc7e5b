import { DEFAULT_AGENT, profileOf } from '../../shared/agent/agent';
import type { AgentLibrary, AgentRecord } from '../../shared/agent/agent-library';
import { KEY_NAMES, type KeyName } from '../../shared/keys/key-name';
import type { KeyStatus, VaultStatus } from '../../shared/keys/vault-status';
import type { AllAnswers } from './answers';

const DONE = { ok: true as const };
/** Time at which everything of the usual console was set up; epoch ms. */
const LONG_AGO = Date.UTC(2026, 10, 2, 9, 30);

/** Number of the one line that a usual console has. */
export const NUMBER = '+14155550134';

/** Vault that holds these keys. */
export function vaultOf(names: readonly KeyName[], more: Partial<VaultStatus> = {}): VaultStatus {
  const protection = more.protection ?? 'os-key-store';
  const keys = KEY_NAMES.map((name): KeyStatus =>
    names.includes(name)
      ? { state: 'set', name, last4: 'x7Qd', since: LONG_AGO, protection }
      : { state: 'absent', name },
  );
  return { state: 'open', problem: null, protection, canAcceptWeaker: false, keys, ...more };
}

/** Agent that answers every line of a usual console. */
export const FRONT_DESK: AgentRecord = {
  id: DEFAULT_AGENT.id,
  draft: { profile: profileOf(DEFAULT_AGENT), revision: 1, at: LONG_AGO },
  published: { version: 1, at: LONG_AGO, profile: profileOf(DEFAULT_AGENT) },
};

/** Library of these agents, the first of which answers lines without one of their own. */
export function libraryOf(records: readonly AgentRecord[], more: Partial<AgentLibrary> = {}): AgentLibrary {
  return {
    agents: records.map(({ id, draft, published }) => ({
      id,
      name: draft.profile.name,
      model: draft.profile.model,
      voice: draft.profile.voice,
      published: published && { version: published.version, at: published.at, name: published.profile.name },
      isDraftAhead: published !== null && JSON.stringify(published.profile) !== JSON.stringify(draft.profile),
    })),
    defaultId: records[0]?.id ?? DEFAULT_AGENT.id,
    lines: {},
    notices: [],
    ...more,
  };
}

/** Answers of a console that is set up and in good order, and does what it is told. */
export const USUAL_ANSWERS: AllAnswers = {
  call: {
    end: DONE,
    dismiss: DONE,
    stopWords: DONE,
    answerTool: DONE,
    approveTool: DONE,
    rejectTool: DONE,
    switchFunction: DONE,
    functions: { ok: true, functions: [{ name: 'end_call', kind: 'built-in', isOn: true }] },
  },
  operator: {
    whisper: DONE,
    say: DONE,
    takeOver: DONE,
    muteMyself: DONE,
    microphoneLost: DONE,
    draftBrief: { text: 'The operator said where the order is.', by: 'model' },
    handBack: DONE,
    hold: DONE,
    muteAgent: DONE,
    pressKeys: DONE,
    listen: DONE,
    transfer: DONE,
    dial: { ok: true, callId: 'call_out' },
  },
  dictation: { begin: DONE, finish: { ok: true, text: 'Offer a refund.' }, cancel: DONE },
  line: {
    list: {
      ok: true,
      lines: [
        {
          number: NUMBER,
          name: 'Front desk line',
          canAnswer: true,
          state: 'off',
          destination: { kind: 'nothing' },
        },
      ],
    },
    goLive: DONE,
    goOff: DONE,
    test: [{ type: 'began', step: 'number' }],
  },
  key: {
    status: vaultOf(['openAiKey', 'twilioAccountSid', 'twilioAuthToken', 'ngrokAuthtoken']),
    set: ({ name }) => ({ ok: true, status: vaultOf([name]) }),
    clear: { ok: true, status: vaultOf([]) },
    acceptWeaker: { ok: true, status: vaultOf([], { protection: 'weaker-file' }) },
    retry: vaultOf(['openAiKey', 'twilioAccountSid', 'twilioAuthToken']),
    check: ({ service }) =>
      service === 'openai'
        ? { service, outcome: 'ok', model: DEFAULT_AGENT.model }
        : service === 'twilio'
          ? { service, outcome: 'ok', accountName: 'Kestrel Bikes', notes: [] }
          : { service, outcome: 'looks-right' },
  },
  setup: {
    get: {
      onboarding: 'done',
      reach: { way: 'ngrok', domain: '' },
      fallbackUrl: '',
      operatorReturnSeconds: 8,
      practising: false,
      reachFixed: false,
    },
    reachOnboarding: DONE,
    chooseReach: DONE,
    chooseFallback: DONE,
    chooseOperatorReturn: DONE,
    importEnv: { taken: ['openAiKey'], domain: null },
    practise: ({ on }) => ({ on }),
  },
  agent: {
    list: libraryOf([FRONT_DESK]),
    answering: DEFAULT_AGENT,
    get: { ok: true, agent: FRONT_DESK },
    create: { ok: true, agent: FRONT_DESK },
    duplicate: { ok: true, agent: FRONT_DESK },
    saveDraft: ({ revision }) => ({ ok: true, revision: revision + 1 }),
    publish: { ok: true, version: 2 },
    versions: [{ version: 1, at: LONG_AGO, name: DEFAULT_AGENT.name, isReadable: true }],
    version: { ok: true, published: { version: 1, at: LONG_AGO, profile: profileOf(DEFAULT_AGENT) } },
    restore: { ok: true, agent: FRONT_DESK },
    remove: DONE,
    assign: DONE,
    export: { ok: true, fileName: 'front-desk.agent.json', text: '{}', removed: 0 },
    import: { ok: true, agent: FRONT_DESK },
    applyToCall: DONE,
  },
  tool: {
    tryOut: { outcome: { ok: true, output: '{"status":"shipped"}' }, tookMs: 212, log: [] },
    listMcp: { ok: true, functions: [], unusable: [] },
    schemaFault: { fault: null },
    secrets: [],
    setSecret: DONE,
    clearSecret: DONE,
  },
  practice: {
    call: { ok: true, callId: 'call_practice', model: 'real' },
    hangUp: undefined,
    beginText: { ok: true, callId: 'call_practice', model: 'real' },
    write: DONE,
  },
};
