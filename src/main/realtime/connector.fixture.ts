import { DEFAULT_AGENT } from '../../shared/agent/agent';
import { ManualClock } from '../ports/manual-clock.fixture';
import type { ModelEvent, ModelLeg } from '../ports/ports';
import { createRealtimeConnector } from './connector';
import { Inbox } from './inbox.fixture';
import type { ScriptedPeer, ScriptedServer } from './scripted-server.fixture';

export const KEY = 'sk-proj-Test_0123456789';

type Failed = Extract<ModelEvent, { type: 'failed' }>;

/** A leg under test with its events and a clock that moves only when told to. */
export interface TestLeg {
  readonly leg: ModelLeg;
  readonly clock: ManualClock;
  readonly events: Inbox<ModelEvent>;
  readonly event: (type: ModelEvent['type']) => Promise<ModelEvent>;
  readonly failed: () => Promise<Failed>;
  /** Reports to `see` about the service, in order: the model, its state and the reason. */
  readonly seen: readonly (readonly unknown[])[];
  /** Used shares of the rate limit, each with its model. */
  readonly rates: Inbox<readonly [model: string, share: number]>;
}

/** Dials `url` with the default agent. */
export function connectTo(url: string, key: string | undefined = KEY): TestLeg {
  return connectWith(url, key);
}

/** Dials without a key. */
export function connectWithoutKey(url: string): TestLeg {
  return connectWith(url, undefined);
}

/** Dials and sets up the session; resolves with the ready leg and its peer. */
export async function ready(
  server: ScriptedServer,
  fastPath = true,
): Promise<TestLeg & { readonly peer: ScriptedPeer }> {
  const connected = connectWith(await server.listen(), KEY, fastPath);
  const peer = await server.peers.find(() => true);
  peer.open();
  await peer.frame('session.update');
  peer.confirm();
  await connected.event('ready');
  return { ...connected, peer };
}

function connectWith(url: string, key: string | undefined, fastPath = true): TestLeg {
  const clock = new ManualClock();
  const events = new Inbox<ModelEvent>();
  const seen: unknown[][] = [];
  const rates = new Inbox<readonly [model: string, share: number]>();
  const secrets = { openAiKey: () => key };
  const connector = createRealtimeConnector({
    url,
    clock,
    secrets,
    fastPath,
    see: (...what) => seen.push(what),
    seeRate: (...what) => rates.push(what),
  });
  const leg = connector.connect(DEFAULT_AGENT, (event) => events.push(event));
  return {
    leg,
    clock,
    events,
    event: (type) => events.find((event) => event.type === type),
    seen,
    rates,
    failed: async () => (await events.find((event) => event.type === 'failed')) as Failed,
  };
}
