import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, vi } from 'vitest';
import type { LineProblem } from '../../src/shared/line/line-problem';
import { startFaultyProxy, type FaultyProxy } from '../../src/simulator/network/faulty-proxy';
import type { NumberRecord, NumberSeed } from '../../src/simulator/twilio/rest/phone-numbers';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulator/twilio/twilio-simulator';
import { systemClock } from '../../src/main/app/clock';
import { Lines, type LinesParts } from '../../src/main/lines/lines';
import { createReachability } from '../../src/main/lines/reachability';
import { ManualClock } from '../../src/main/ports/manual-clock.fixture';
import type { Journal } from '../../src/main/ports/ports';
import { startPublicListener } from '../../src/main/server/public/public-listener';
import { openSavedRoutings } from '../../src/main/store/settings/saved-routings';
import { webhookUrl } from '../../src/main/twilio/webhooks/public-urls';
import { createTelephony } from '../../src/main/twilio/telephony';
import { createKeptJournal, type KeptJournal } from './kept-journal.fixture';

/** Numbers of the account. */
export const LINE = '+14155550134';
export const OTHER = '+442079460991';
/** A number that is already routed elsewhere. */
export const BUSY: NumberSeed = { phoneNumber: LINE, voiceUrl: 'https://old.example/voice', voiceMethod: 'GET' };
/** Going live without permission to take over a number that is routed elsewhere. */
export const ASKED = { takesOverOtherRouting: false };
export const OK = { ok: true };
/** Answer to a request that has this problem. */
export const refused = (problem: LineProblem) => ({ ok: false, problem });

/** A carrier, a tunnel, a public listener and one run of the engine behind them, with its own clock. */
export interface LinesRig {
  readonly simulator: TwilioSimulator;
  readonly tunnel: FaultyProxy;
  readonly folder: string;
  readonly clock: ManualClock;
  readonly logged: string[];
  /** Public address by which the carrier reaches us; undefined without a tunnel. */
  base: URL | undefined;
  keys: { accountSid: string; authToken: string } | undefined;
  /** The engine's parts as the product builds them, from a fresh read of the disk. */
  parts(journal: Journal): Promise<LinesParts>;
  /** Runs the engine's clock at twenty times real time until `promise` is settled. */
  quick<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

async function startLinesRig(numbers: readonly NumberSeed[]): Promise<LinesRig> {
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
    webhooks: { answer: () => refuse, admit: () => ({ admitted: false, ...refuse }) },
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
      telephony: createTelephony(secrets, clock, simulator.apiUrl),
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
      caller: { call: () => Promise.reject(new Error('nobody tests a line here')) },
      checkModel: () => Promise.reject(new Error('nobody tests a line here')),
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

/**
 * Creates rigs with these numbers for the tests of a file; each is closed after its test. Real servers and disks may be
 * slow.
 */
export function useLinesRigs(): (...numbers: readonly NumberSeed[]) => Promise<LinesRig> {
  vi.setConfig({ testTimeout: 60_000 });
  const rigs: LinesRig[] = [];
  afterEach(async () => {
    for (const rig of rigs.splice(0)) await rig.close();
  });
  return async (...numbers) => {
    const rig = await startLinesRig(numbers);
    rigs.push(rig);
    return rig;
  };
}

/** Starts a run of the engine on what the disk holds. */
export async function startRun(
  rig: LinesRig,
  change: (parts: LinesParts) => Partial<LinesParts> = () => ({}),
): Promise<{ readonly lines: Lines; readonly journal: KeptJournal; readonly parts: LinesParts }> {
  const journal = createKeptJournal();
  const given = await rig.parts(journal);
  const parts = { ...given, ...change(given) };
  return { lines: new Lines(parts), journal, parts };
}

/** The carrier's record of a number, without the time of its last change and with unset fields normalised. */
export function asItIs(simulator: TwilioSimulator, number: string): Readonly<Record<string, unknown>> {
  const record: NumberRecord | undefined = simulator.numbers.get(number);
  if (!record) throw new Error(`${number} is no number of this account`);
  const { date_updated: _date, ...fields } = record;
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value ?? '']));
}

/** Changes a number from outside, as in the carrier's own console. */
export function editElsewhere(simulator: TwilioSimulator, number: string, fields: Partial<NumberRecord>): void {
  const record = simulator.numbers.get(number);
  if (!record) throw new Error(`${number} is no number of this account`);
  Object.assign(record, fields);
}

/** Waits until it is true, checking after each turn of the event loop. */
export async function untilTrue(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
