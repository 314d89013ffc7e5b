import { Lines } from '../../src/main/lines/lines';
import { createReachability } from '../../src/main/lines/reachability';
import { createKeptJournal } from './kept-journal.fixture';
import { systemClock } from '../../src/main/app/clock';
import { startPublicListener } from '../../src/main/server/public/public-listener';
import { openSavedRoutings } from '../../src/main/store/settings/saved-routings';
import { webhookUrl } from '../../src/main/twilio/webhooks/public-urls';
import { createTelephony } from '../../src/main/twilio/telephony';

/** Parameters of a child run that is killed on the way. */
export interface ChildOrder {
  readonly folder: string;
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly number: string;
  /** Point at which to die by SIGKILL: a step of going live begins, or an answer of the carrier or the disk arrives. */
  readonly dieAt: string;
}

void run(JSON.parse(process.argv[2] ?? '{}') as ChildOrder);

async function run({ folder, apiUrl, accountSid, authToken, number, dieAt }: ChildOrder): Promise<void> {
  const reached = (point: string): void => {
    if (point === dieAt) process.kill(process.pid, 'SIGKILL');
  };
  const secrets = { openAiKey: () => undefined, twilio: () => ({ accountSid, authToken }) };
  const ignore = (): void => undefined;
  const log = { info: ignore, warn: ignore, error: ignore };
  const clock = systemClock;
  const refuse = { status: 403, reason: 'test' } as const;
  const webhooks = { answer: () => refuse, admit: () => ({ admitted: false as const, ...refuse }) };
  let base: URL | undefined;
  const listener = await startPublicListener({ port: 0, publicBase: () => base, secrets, clock, log, webhooks });
  base = new URL(`http://127.0.0.1:${listener.port}`);
  const telephony = createTelephony(secrets, clock, apiUrl);
  const savedRoutings = await openSavedRoutings({ folder, clock, log });
  let phase = 'going live';
  const lines = new Lines({
    telephony: {
      ...telephony,
      async route(id, routing) {
        const after = await telephony.route(id, routing);
        reached(`${phase}: routed`);
        return after;
      },
    },
    savedRoutings: {
      ...savedRoutings,
      async save(line, saved) {
        await savedRoutings.save(line, saved);
        reached(`${phase}: saved`);
      },
    },
    journal: createKeptJournal(({ state, step }) => reached(step === undefined ? state : `${state}: ${step}`)),
    clock,
    log,
    publicBase: () => base,
    webhooks: (at) => ({ voice: webhookUrl(at, '/twiml'), status: webhookUrl(at, '/status') }),
    proveReachable: createReachability({ offerNonce: () => listener.offerNonce(), clock }),
    isListening: () => listener.isListening(),
    accountId: () => accountSid,
    agentNameFor: () => '',
    caller: { call: () => Promise.reject(new Error('nobody tests a line here')) },
    checkModel: () => Promise.reject(new Error('nobody tests a line here')),
  });
  await lines.goLive(number, { takesOverOtherRouting: true });
  phase = 'going off';
  const stopping = lines.stop();
  reached('stop begins');
  await stopping;
  reached('stop ended');
}
