import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import type { Tool } from '../../shared/tool/tool';
import { loadClips } from '../clips/clips';
import { startRealtimeSimulator } from '../realtime/realtime-simulator';
import { runScenario, type Scenario } from '../scenarios/scenario-runner';
import { interruptingScenario, orderScenario, refundScenario } from '../scenarios/scenarios';
import type { NumberRecord } from '../twilio/rest/phone-numbers';
import { startTwilioSimulator } from '../twilio/twilio-simulator';
import { answerDemoCall, demoPerson } from './demo-people';

const FRONT_DESK_NUMBER = '+14155550134';
const LONDON_NUMBER = '+442079460100';
const SIMULATED_KEY = 'sk-simulated';
const FIRST_CALL_AFTER_MS = 1500;
const CALL_EVERY_MS = 2500;
const CALL_AGAIN_AFTER_MS = 12_000;

const STORIES: readonly { readonly scenario: Scenario; readonly to: string }[] = [
  { scenario: orderScenario, to: FRONT_DESK_NUMBER },
  { scenario: interruptingScenario, to: LONDON_NUMBER },
  { scenario: refundScenario, to: FRONT_DESK_NUMBER },
];

/** The simulated carrier: its account and its numbers, which can be pointed anywhere. */
export interface DemoCarrier {
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly numbers: readonly NumberRecord[];
}

/** A carrier, a model service and a shop, all simulated on this machine, with callers who ring again and again. */
export interface Demo {
  readonly agent: Agent;
  readonly numbers: readonly string[];
  readonly realtimeUrl: string;
  readonly openAiKey: string;
  readonly carrier: DemoCarrier;
  /** Starts the callers, who ring until the demo is closed. */
  ring(): void;
  close(): Promise<void>;
}

/** Starts the demonstration's servers. `resourcesFolder` holds the app's `clips` folder. */
export async function startDemo(resourcesFolder: string): Promise<Demo> {
  const clips = loadClips(path.join(resourcesFolder, 'clips'));
  const numbers = [...new Set(STORIES.map(({ to }) => to))];
  const [model, carrier, orderDesk] = await Promise.all([
    startRealtimeSimulator({ clips, keys: [SIMULATED_KEY] }),
    startTwilioSimulator({
      numbers: numbers.map((phoneNumber) => ({ phoneNumber })),
      pace: 'real',
      called: demoPerson(clips),
    }),
    startOrderDesk(),
  ]);
  const closing = new AbortController();
  let stories: Promise<unknown> = Promise.resolve();
  const called = new Set<Promise<void>>();
  carrier.onPlacedCall((call) => {
    const over = answerDemoCall(call, clips).finally(() => called.delete(over));
    called.add(over);
  });

  return {
    agent: demoAgent(orderDesk.url),
    numbers,
    realtimeUrl: model.url,
    openAiKey: SIMULATED_KEY,
    carrier: {
      apiUrl: carrier.apiUrl,
      accountSid: carrier.account.sid,
      authToken: carrier.account.authToken,
      numbers: [...carrier.numbers.values()],
    },
    ring() {
      const { signal } = closing;
      stories = Promise.all(
        STORIES.map(async ({ scenario, to }, index) => {
          await pause(FIRST_CALL_AFTER_MS + index * CALL_EVERY_MS, signal);
          while (!signal.aborted) {
            await runScenario(scenario, { dial: carrier.dial, to, clips, signal });
            await pause(CALL_AGAIN_AFTER_MS, signal);
          }
        }),
      );
    },
    async close() {
      closing.abort();
      await stories;
      await carrier.close();
      await Promise.all(called);
      await Promise.all([model.close(), orderDesk.close()]);
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

const LOOKUP_MS = 400;

const ORDERS: Readonly<Record<string, unknown>> = {
  A17: { status: 'shipped', left_warehouse: 'Tuesday', arrives: 'tomorrow' },
};

/** A shop's order desk: `GET /orders?order_id=A17` tells where an order is. */
interface OrderDesk {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the order desk on a free port of this machine. */
async function startOrderDesk(): Promise<OrderDesk> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const order = ORDERS[url.searchParams.get('order_id') ?? ''];
    const body = JSON.stringify(order ?? { error: 'not_found' });
    setTimeout(() => {
      response.writeHead(url.pathname === '/orders' ? 200 : 404, { 'content-type': 'application/json' }).end(body);
    }, LOOKUP_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The order desk has no port');
  return {
    url: `http://127.0.0.1:${address.port}/orders`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function orderTools(orderDeskUrl: string): readonly Tool[] {
  return [
    {
      kind: 'http',
      name: 'lookup_order',
      description: 'Where an order is now.',
      method: 'GET',
      url: orderDeskUrl,
      allowsLocal: true,
      parameters: {
        type: 'object',
        properties: { order_id: { type: 'string', description: 'A letter and two digits, such as A17' } },
        required: ['order_id'],
        additionalProperties: false,
      },
      timeoutMs: 8000,
    },
    {
      kind: 'operator',
      name: 'refund_order',
      description: 'Ask a colleague to pay an order back. Tell the caller that it is being checked.',
      parameters: {
        type: 'object',
        properties: {
          order_id: { type: 'string' },
          amount: { type: 'number', description: 'USD' },
          reason: { type: 'string' },
        },
        required: ['order_id', 'amount', 'reason'],
        additionalProperties: false,
      },
      timeoutMs: 180_000,
    },
  ];
}

/** The agent of the demonstration: the default one, with a shop's tools. */
function demoAgent(orderDeskUrl: string): Agent {
  return { ...DEFAULT_AGENT, tools: [...orderTools(orderDeskUrl), ...DEFAULT_AGENT.tools] };
}
