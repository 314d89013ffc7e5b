import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_AGENT } from '../../src/shared/agent/agent';
import type { Recorded } from '../../src/shared/call/events';
import type { OpenAiOutcome } from '../../src/shared/keys/key-check';
import type { LineTestNews } from '../../src/shared/line/line-test';
import { startTwilioSimulator, type TwilioSimulator } from '../../src/simulator/twilio/twilio-simulator';
import { systemClock } from '../../src/main/app/clock';
import { Lines } from '../../src/main/lines/lines';
import { createReachability } from '../../src/main/lines/reachability';
import { startMeddlingProxy, type MeddlingProxy } from './meddling-proxy.fixture';
import { openPhoneSide, type PhoneSide } from '../../src/main/app/phone-side';
import { CallRegistry } from '../../src/main/calls/call-registry';
import type { Clock, Journal } from '../../src/main/ports/ports';
import { openSavedRoutings } from '../../src/main/store/settings/saved-routings';
import { webhookUrl } from '../../src/main/twilio/webhooks/public-urls';
import { createLineTestCaller } from '../../src/main/twilio/line-test/line-test-caller';
import { createTelephony } from '../../src/main/twilio/telephony';

export const LINE = '+14155550134';

/** Lines with a real path from the proxy to the bridge, and a simulated carrier. */
export interface LineTestRig {
  readonly simulator: TwilioSimulator;
  readonly proxy: MeddlingProxy;
  readonly side: PhoneSide;
  readonly lines: Lines;
  readonly recorded: Recorded[];
  /** Number of legs requested from the real model: none, whatever is tested. */
  readonly modelLegs: () => number;
  model: OpenAiOutcome;
  /** Runs a line test; returns each step and its outcome: `number … model passed`. */
  test(signal?: AbortSignal): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Starts everything with the line live. `clock` is for the test's own time limits. */
export async function startLineTestRig(clock: Clock = systemClock): Promise<LineTestRig> {
  const simulator = await startTwilioSimulator({ numbers: [{ phoneNumber: LINE }] });
  const { sid: accountSid, authToken } = simulator.account;
  const secrets = { openAiKey: () => undefined, twilio: () => ({ accountSid, authToken }) };
  const ignore = (): void => undefined;
  const log = { info: ignore, warn: ignore, error: ignore };
  const recorded: Recorded[] = [];
  const journal: Journal = {
    record: (callId: string | null, event: unknown) => {
      recorded.push({ seq: recorded.length + 1, at: 0, callId, event } as Recorded);
      return recorded[recorded.length - 1] as Recorded;
    },
    subscribe: () => ignore,
  };
  const telephony = createTelephony(secrets, clock, simulator.apiUrl);
  const reach: { base: URL | undefined } = { base: undefined };
  const publicBase = () => reach.base;
  let legs = 0;
  const models = {
    connect: () => {
      legs += 1;
      throw new Error('no line test talks to the model');
    },
  };
  const side = await openPhoneSide({
    registry: new CallRegistry(),
    journal,
    clock: systemClock,
    log,
    secrets,
    models,
    tools: { check: () => undefined, run: () => Promise.reject(new Error('no line test runs a tool')) },
    ownPorts: new Set(),
    telephony,
    transcriber: undefined,
    operatorReturnMs: () => 8000,
    port: 0,
    publicBase,
    agentFor: () => DEFAULT_AGENT,
    agentOf: () => undefined,
    isLive: () => false,
    practice: false,
  });
  const proxy = await startMeddlingProxy(side.port);
  reach.base = new URL(`http://127.0.0.1:${String(proxy.port)}/phone`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-line-test-'));
  const facts: Pick<LineTestRig, 'model'> = { model: 'ok' };
  const lines = new Lines({
    telephony,
    savedRoutings: await openSavedRoutings({ folder, clock: systemClock, log }),
    journal,
    clock: systemClock,
    log,
    publicBase,
    webhooks: (base) => ({ voice: webhookUrl(base, '/twiml'), status: webhookUrl(base, '/status') }),
    proveReachable: createReachability({ offerNonce: () => side.listener.offerNonce(), clock: systemClock }),
    isListening: () => side.listener.isListening(),
    accountId: () => accountSid,
    agentNameFor: () => 'Front desk',
    caller: createLineTestCaller({ secrets, clock, answerer: side.lineTests }),
    checkModel: () => Promise.resolve({ service: 'openai', outcome: facts.model, model: DEFAULT_AGENT.model }),
  });
  await lines.goLive(LINE, { takesOverOtherRouting: false });

  return Object.assign(facts, {
    simulator,
    proxy,
    side,
    lines,
    recorded,
    modelLegs: () => legs,
    test: async (signal = new AbortController().signal) => {
      const words: string[] = [];
      await lines.test(LINE, (news) => words.push(wordOf(news)), signal);
      return words;
    },
    close: async () => {
      await lines.stop();
      await side.stop();
      await proxy.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

function wordOf(news: LineTestNews): string {
  if (news.type === 'began') return news.step;
  if (news.type === 'passed') return 'passed';
  const { failure } = news;
  return failure.of === 'model'
    ? `failed ${failure.outcome}`
    : `failed ${[failure.problem, failure.code].join(' ').trim()}`;
}
