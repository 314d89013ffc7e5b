import type { CallEvent, DeskEvent, Recorded } from '../../shared/call/events';
import { WIDEST_DESK_LIMITS } from '../../shared/call/desk-limits';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import type { Clock, Journal, Log, SetupOutcome } from '../ports/ports';
import type { AgentCommands } from '../ports/ports-agents';
import type { KeyOutcome } from '../ports/ports-keys';
import type { Calls, LiveCall } from '../ports/ports-operator';
import type { HeadsetCommands } from './headset/headsets';
import type { ConsoleParts } from './router';

/** The system clock. */
export const REAL_CLOCK: Clock = {
  wallMs: () => Date.now(),
  nowMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** A journal in memory. */
export function createMemoryJournal(): Journal & { readonly listeners: () => number; readonly all: Recorded[] } {
  const listeners = new Set<(recorded: Recorded) => void>();
  const all: Recorded[] = [];
  const record: Journal['record'] = (callId: string | null, event: CallEvent | DeskEvent) => {
    const recorded = { seq: all.length + 1, at: 1_795_000_000_000 + all.length, callId, event } as Recorded;
    all.push(recorded);
    for (const listener of listeners) listener(recorded);
    return recorded;
  };
  return {
    all,
    record,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    listeners: () => listeners.size,
  };
}

/** A log that stores its codes. */
export function createKeptLog(): { readonly log: Log; readonly codes: string[]; readonly facts: unknown[] } {
  const codes: string[] = [];
  const facts: unknown[] = [];
  const keep = (code: string, more?: unknown): void => {
    codes.push(code);
    facts.push(more);
  };
  return { log: { info: keep, warn: keep, error: keep }, codes, facts };
}

/** Calls on which every act succeeds and is recorded with the call's id; the call `over` is over. */
export function createKeptCalls(): {
  readonly calls: Calls;
  readonly headsets: HeadsetCommands;
  readonly done: unknown[][];
} {
  const done: unknown[][] = [];
  const keep =
    (...first: unknown[]) =>
    (...rest: unknown[]): undefined =>
      void done.push([...first, ...rest]);
  const live = (callId: string): LiveCall => ({
    stopWords: keep('stopWords', callId),
    applyAgent: keep('applyAgent', callId),
    transfer: keep('transfer', callId),
    tools: {
      answer: keep('answerTool', callId),
      reject: keep('rejectTool', callId),
      approve: keep('approveTool', callId),
      list: () => [],
      switchFunction: keep('switchFunction', callId),
    },
    operator: {
      whisper: keep('whisper', callId),
      say: keep('say', callId),
      listen: ({ id }) => {
        done.push(['listen', callId, id]);
        return () => void done.push(['stop listening', callId, id]);
      },
      takeOver: keep('takeOver', callId),
      speak: (headsetId, frame) => void done.push(['speak', callId, headsetId, frame.length]),
      muteMyself: keep('muteMyself', callId),
      lost: keep('operatorLost', callId),
      draftBrief: () => Promise.resolve({ text: `About ${callId}`, by: 'model' }),
      handBack: keep('handBack', callId),
      hold: keep('hold', callId),
      muteAgent: keep('muteAgent', callId),
      pressKeys: keep('pressKeys', callId),
    },
  });
  return {
    done,
    calls: {
      find: (callId) => (callId === 'over' ? 'call-over' : live(callId)),
      end: (callId, when) => {
        done.push(['end', callId, when]);
        return callId === 'over' ? 'call-over' : undefined;
      },
    },
    headsets: {
      listen: (headsetId, callId) => keep('headset listens')(callId ?? 'nothing', headsetId),
      takeOver: (callId, headsetId, microphone) => keep('headset takes over')(callId, headsetId, microphone),
      beginDictation: (headsetId, language) => keep('headset dictates')(headsetId, language),
      finishDictation: async () => ({ ok: true, text: 'Offer a refund.' }),
      cancelDictation: (headsetId) => keep('headset forgets')(headsetId),
    },
  };
}

export const RANG: CallEvent = {
  type: 'call.rang',
  from: '+12125550187',
  to: '+14155550134',
  agent: { id: 'front-desk', name: 'Front desk', version: 1 },
  carrierCallId: 'CA00000000000000000000000000000001',
  practice: false,
};

export function opened(itemId: string): CallEvent {
  return { type: 'agent.openedTurn', responseId: 'resp', itemId, after: null };
}

export function said(itemId: string, delta: string): CallEvent {
  return { type: 'agent.transcriptGrew', itemId, delta };
}

/** A console with nothing but calls: no lines, no keys, no settings. */
export function createBareConsole(): Pick<
  ConsoleParts,
  'lines' | 'keys' | 'checks' | 'setup' | 'agents' | 'outbound' | 'tools' | 'practice' | 'textPractice'
> {
  const status = () =>
    ({ state: 'open', problem: null, protection: 'environment', canAcceptWeaker: false, keys: [] }) as const;
  const kept = (): Promise<KeyOutcome> => Promise.resolve({ ok: true });
  const chosen = (): SetupOutcome => ({ ok: true });
  const line = () => Promise.resolve({ ok: true } as const);
  return {
    lines: {
      list: () => Promise.resolve({ ok: true, lines: [] }),
      goLive: line,
      goOff: line,
      test: async () => undefined,
    },
    outbound: {
      dial: () => Promise.resolve({ ok: false, code: 'line-not-live', detail: '' }),
    },
    tools: {
      tryOut: () => Promise.resolve({ outcome: { ok: true, output: '' }, tookMs: 0, log: [] }),
      listMcp: () => Promise.resolve({ ok: true, functions: [], unusable: [] }),
      schemaFault: () => undefined,
      secrets: () => [],
      setSecret: () => Promise.resolve({ ok: true }),
      clearSecret: () => Promise.resolve({ ok: true }),
    },
    keys: { status, set: kept, clear: kept, acceptWeakerProtection: kept, retry: () => Promise.resolve(status()) },
    checks: {
      openAi: () => Promise.resolve({ service: 'openai', outcome: 'no-key', model: DEFAULT_AGENT.model }),
      twilio: () => Promise.resolve({ service: 'twilio', outcome: 'no-keys', accountName: null, notes: [] }),
      ngrok: () => Promise.resolve({ service: 'ngrok', outcome: 'no-key' }),
    },
    setup: {
      get: () => ({
        onboarding: 'model',
        reach: { way: 'ngrok', domain: '' },
        fallbackUrl: '',
        operatorReturnSeconds: 8,
        deskLimits: WIDEST_DESK_LIMITS,
        practising: false,
        reachFixed: false,
      }),
      reachOnboarding: chosen,
      chooseReach: chosen,
      chooseFallback: chosen,
      chooseOperatorReturn: chosen,
      chooseDeskLimits: chosen,
      importEnv: () => Promise.resolve({ taken: [], domain: null }),
      practise: (on) => Promise.resolve({ on }),
    },
    agents: createBareAgents(),
    practice: {
      call: () => Promise.resolve({ ok: false, code: 'no-such-agent', problems: [] }),
      hangUp: () => undefined,
    },
    textPractice: {
      begin: () => Promise.resolve({ ok: false, code: 'no-such-agent', problems: [] }),
      write: () => 'no-such-call',
    },
  };
}

/** A library in which the default agent answers and no other is found. */
function createBareAgents(): AgentCommands {
  const none = { ok: false, code: 'no-such-agent', problems: [] } as const;
  const noneLater = () => Promise.resolve(none);
  return {
    answering: () => DEFAULT_AGENT,
    agentFor: () => DEFAULT_AGENT,
    agentOf: () => undefined,
    list: () => ({ agents: [], defaultId: DEFAULT_AGENT.id, lines: {}, notices: [] }),
    get: () => none,
    create: noneLater,
    duplicate: noneLater,
    saveDraft: noneLater,
    publish: noneLater,
    versions: () => Promise.resolve([]),
    version: noneLater,
    restore: noneLater,
    remove: noneLater,
    assign: noneLater,
    export: () => none,
    import: noneLater,
  };
}
