import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DeskEvent, Recorded } from '../../shared/call/events';
import { startFaultyProxy, type FaultyProxy } from '../../simulator/network/faulty-proxy';
import type { NumberRecord, NumberSeed } from '../../simulator/twilio/rest/phone-numbers';
import { startTwilioSimulator, type TwilioSimulator } from '../../simulator/twilio/twilio-simulator';
import { systemClock } from '../clock';
import { createLines, type Lines, type LinesParts } from '../lines/lines';
import { createReachability } from '../lines/reachability';
import { ManualClock } from '../manual-clock.fixture';
import type { Journal } from '../ports';
import { startPublicListener } from '../server/public-listener';
import { openSavedRoutings } from '../store/saved-routings';
import { webhookUrl } from '../twilio/public-urls';
import { createTelephony } from '../twilio/telephony';

export type LineChanged = Extract<DeskEvent, { type: 'line.changed' }>;

/** A journal in memory that can be waited for. */
export interface KeptJournal extends Journal {
  readonly changes: LineChanged[];
  readonly removed: string[];
  /** `off`, `going live keys`, … of one line, in order. */
  of(number: string): readonly string[];
  last(number: string): LineChanged | undefined;
  until(isSo: () => boolean): Promise<void>;
}

export function createKeptJournal(onChange: (change: LineChanged) => void = () => undefined): KeptJournal {
  const changes: LineChanged[] = [];
  const removed: string[] = [];
  let seq = 0;
  let waiting: (() => void)[] = [];
  const record = (callId: string | null, event: unknown): Recorded => {
    const recorded = { seq: ++seq, at: 0, callId, event } as Recorded;
    if (recorded.callId !== null) return recorded;
    if (recorded.event.type === 'line.removed') removed.push(recorded.event.number);
    if (recorded.event.type === 'line.changed') {
      changes.push(recorded.event);
      onChange(recorded.event);
    }
    for (const check of waiting) check();
    return recorded;
  };
  return {
    record,
    subscribe: () => () => undefined,
    changes,
    removed,
    of: (number) =>
      changes
        .filter((change) => change.number === number)
        .map(({ state, step, problem }) => [state, step, problem].filter((word) => word !== undefined).join(' ')),
    last: (number) => changes.filter((change) => change.number === number).at(-1),
    until: (isSo) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!isSo()) return;
          waiting = waiting.filter((other) => other !== check);
          resolve();
        };
        waiting.push(check);
        check();
      }),
  };
}

/** A carrier, a tunnel, a public listener and one run of the engine behind them, on a clock of its own. */
export interface LinesRig {
  readonly simulator: TwilioSimulator;
  readonly tunnel: FaultyProxy;
  readonly folder: string;
  readonly clock: ManualClock;
  readonly logged: string[];
  /** Where the carrier reaches us; undefined: no tunnel. */
  base: URL | undefined;
  keys: { accountSid: string; authToken: string } | undefined;
  /** The engine's parts as the product builds them, on a fresh reading of the disk. */
  parts(journal: Journal): Promise<LinesParts>;
  /** Lets the engine's clock run, twenty times as fast as the real one, until `promise` is settled. */
  quick<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function startLinesRig(numbers: readonly NumberSeed[]): Promise<LinesRig> {
  const simulator = await startTwilioSimulator({ numbers });
  const { sid: accountSid, authToken } = simulator.account;
  const facts: Pick<LinesRig, 'base' | 'keys'> = { base: undefined, keys: { accountSid, authToken } };
  const secrets = { openAiKey: () => undefined, twilio: () => facts.keys };
  const logged: string[] = [];
  const keep = (code: string, words?: object): void => void logged.push(`${code} ${JSON.stringify(words)}`);
  const log = { info: keep, warn: keep, error: keep };
  const clock = new ManualClock();
  const refuse = { status: 403, reason: 'test' } as const;
  const listener = await startPublicListener({
    port: 0,
    publicBase: () => facts.base,
    secrets: { ...secrets, twilio: () => ({ accountSid, authToken }) },
    clock: systemClock,
    log,
    door: { answer: () => refuse, admit: () => ({ admitted: false, ...refuse }) },
  });
  const tunnel = await startFaultyProxy({ targetPort: listener.port });
  facts.base = new URL(`${tunnel.url}/phone`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-lines-'));

  return Object.assign(facts, {
    simulator,
    tunnel,
    folder,
    clock,
    logged,
    parts: async (journal: Journal): Promise<LinesParts> => ({
      telephony: createTelephony(secrets, simulator.apiUrl),
      savedRoutings: await openSavedRoutings({ folder, clock, log }),
      journal,
      clock,
      log,
      publicBase: () => facts.base,
      webhooks: (base) => ({ voice: webhookUrl(base, '/twiml'), status: webhookUrl(base, '/status') }),
      proveReachable: createReachability({ offerNonce: () => listener.offerNonce(), clock: systemClock }),
      isListening: () => listener.isListening(),
      accountId: () => secrets.twilio()?.accountSid,
      agentNameFor: () => 'Front desk',
      caller: { call: () => Promise.reject(new Error('nobody rehearses here')) },
      checkModel: () => Promise.reject(new Error('nobody rehearses here')),
    }),
    async quick<T>(promise: Promise<T>): Promise<T> {
      const ticking = setInterval(() => clock.advance(100), 5);
      try {
        return await promise;
      } finally {
        clearInterval(ticking);
      }
    },
    async close() {
      await simulator.close();
      await tunnel.close();
      await listener.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/** A run of the engine on what the disk holds. */
export async function startRun(
  rig: LinesRig,
  change: (parts: LinesParts) => Partial<LinesParts> = () => ({}),
): Promise<{ readonly lines: Lines; readonly journal: KeptJournal; readonly parts: LinesParts }> {
  const journal = createKeptJournal();
  const given = await rig.parts(journal);
  const parts = { ...given, ...change(given) };
  return { lines: createLines(parts), journal, parts };
}

/** A number as the carrier has it, with unset as it may be shown either way, and without the time of its last change. */
export function asItIs(simulator: TwilioSimulator, number: string): Readonly<Record<string, unknown>> {
  const record: NumberRecord | undefined = simulator.numbers.get(number);
  if (!record) throw new Error(`${number} is no number of this account`);
  const { date_updated: _date, ...fields } = record;
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value ?? '']));
}

/** Somebody else changes a number, in the carrier's own console. */
export function editElsewhere(simulator: TwilioSimulator, number: string, fields: Partial<NumberRecord>): void {
  const record = simulator.numbers.get(number);
  if (!record) throw new Error(`${number} is no number of this account`);
  Object.assign(record, fields);
}
