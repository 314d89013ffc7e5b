import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import type { McpTool } from '../../shared/tool/tool';
import { loadClips } from '../../simulator/clips/clips';
import { systemClock } from '../../simulator/clock';
import type { Dialogue } from '../../simulator/realtime/dialogue/dialogue';
import { openMcpShop, type McpShop } from '../../simulator/realtime/mcp/mcp-shop.fixture';
import { startRealtimeSimulator, type RealtimeSimulator } from '../../simulator/realtime/realtime-simulator';
import type { ModelEvent, ModelLeg } from '../ports/ports';
import type { ReadToolSecret } from '../ports/ports-keys';
import { createRealtimeConnector } from './connector';
import { Inbox } from './inbox.fixture';

const clips = loadClips(path.resolve('resources/clips'));
const KEY = 'sk-simulated';
const CANARY = 'canary-of-the-shop';

const fn = (name: string, isTrusted?: boolean) => ({
  name,
  description: '',
  parameters: { type: 'object' },
  ...(isTrusted === undefined ? {} : { isTrusted }),
});

interface Opened {
  readonly shop: McpShop;
  readonly simulator: RealtimeSimulator;
  readonly leg: ModelLeg;
  readonly events: Inbox<ModelEvent>;
}

const opened: Opened[] = [];
afterEach(async () => {
  for (const { shop, simulator, leg } of opened.splice(0)) {
    leg.close();
    await simulator.close();
    await shop.close();
  }
});

/** A session with the shop in it, whose model says `dialogue`. */
async function connect(
  dialogue: Dialogue,
  given: Partial<McpTool> = {},
  readSecret: ReadToolSecret = () => ({ ok: true, value: CANARY }),
): Promise<Opened> {
  const shop = await openMcpShop();
  const simulator = await startRealtimeSimulator({
    clips,
    keys: [KEY],
    dialogue: () => dialogue,
    pace: { thinkingMs: 5, timesRealTime: 200, transcriptionMs: 5, lateDeltaMs: 1 },
  });
  const tool: McpTool = {
    kind: 'mcp',
    name: 'shop',
    description: '',
    timeoutMs: 8000,
    url: shop.url,
    headers: [{ name: 'Authorization', value: 'Bearer {{secret:shop}}' }],
    functions: [fn('find', true), fn('cancel'), fn('fail', true)],
    approval: { when: 'always', waitMs: 60_000 },
    askedBy: 'service',
    ...given,
  };
  const clock = { ...systemClock, wallMs: () => 0 };
  const secrets = { openAiKey: () => KEY };
  const events = new Inbox<ModelEvent>();
  const connector = createRealtimeConnector({ url: simulator.url, clock, secrets, readSecret });
  const leg = connector.connect({ ...DEFAULT_AGENT, tools: [tool] }, (event) => events.push(event));
  const all = { shop, simulator, leg, events };
  opened.push(all);
  await events.find(({ type }) => type === 'ready');
  return all;
}

const calls =
  (name: string): Dialogue =>
  ({ context }) =>
    context.length === 0 ? [{ call: name, arguments: { id: 'A17' } }] : [{ say: 'Done.' }];

const errorsOf = ({ simulator }: Opened) => simulator.sessions[0]?.log.entries.filter(({ type }) => type === 'error');
const listed = ({ simulator }: Opened) =>
  simulator.sessions[0]?.log.until(({ type }) => type === 'mcp_list_tools.completed');

describe('an MCP server that the model service asks', () => {
  it('is in the session with what the agent may use of it, and is let in with its secret', async () => {
    const all = await connect(calls('shop.find'));
    await listed(all);
    expect(all.simulator.sessions[0]?.config.tools).toEqual([
      {
        type: 'mcp',
        server_label: 'shop',
        server_url: all.shop.url,
        headers: { authorization: `Bearer ${CANARY}` },
        allowed_tools: ['find', 'cancel', 'fail'],
        require_approval: { always: { tool_names: ['cancel'] }, never: { tool_names: ['find', 'fail'] } },
      },
    ]);
    expect(new Set(all.shop.authorizations)).toEqual(new Set([`Bearer ${CANARY}`]));
  });

  it.each([
    [undefined, 'never'],
    [{ when: 'always', waitMs: 60_000 } as const, 'always'],
  ])('with the approval %j asks: %s', async (approval, wanted) => {
    const all = await connect(calls('shop.find'), { approval, functions: [fn('find')] });
    expect(all.simulator.sessions[0]?.config.tools).toMatchObject([{ require_approval: wanted }]);
  });

  it('is left out when its secret may not go through the service, and somebody is told', async () => {
    const origins: string[] = [];
    const all = await connect(calls('shop.find'), {}, (_name, origin) => {
      origins.push(origin);
      return { ok: false, why: 'elsewhere' };
    });
    expect(all.simulator.sessions[0]?.config.tools).toEqual([]);
    expect(await all.events.find(({ type }) => type === 'complaint')).toMatchObject({ code: 'mcp_secret_missing' });
    expect(new Set(origins)).toEqual(
      new Set([new URL(all.simulator.url.replace('ws', 'http')).origin, new URL(all.shop.url).origin]),
    );
  });

  it.each([
    ['find', { ok: true, output: 'find: A17' }],
    ['fail', { ok: false, failure: 'failed', detail: 'fail: A17' }],
  ] as const)('runs %s without asking us, and we see it run and end', async (name, outcome) => {
    const all = await connect(calls(`shop.${name}`));
    await listed(all);
    all.leg.createResponse({});
    const ended = await all.events.find(({ type }) => type === 'toolEnded');
    const called = all.events.all.flatMap((each) => (each.type === 'toolCalled' ? [each] : []));
    expect(called[0]).toMatchObject({ name: `shop_${name}`, arguments: '{"id":"A17"}', service: 'runs' });
    expect(new Set(called.map(({ toolCallId }) => toolCallId)).size).toBe(1);
    expect(ended).toMatchObject({ toolCallId: called[0]?.toolCallId, outcome });
    expect(errorsOf(all)).toEqual([]);
  });

  it('asks before it runs what needs approval: what is permitted runs once, under the id of the request', async () => {
    const all = await connect(calls('shop.cancel'));
    await listed(all);
    all.leg.createResponse({});
    const called = await all.events.find((each) => each.type === 'toolCalled');
    if (called.type !== 'toolCalled') throw new Error('unreachable');
    expect(called).toMatchObject({ name: 'shop_cancel', arguments: '{"id":"A17"}', service: 'asks' });
    expect(all.shop.calls).toEqual([]);
    all.leg.permitTool(called.toolCallId, true, '');
    expect(await all.events.find(({ type }) => type === 'toolEnded')).toEqual({
      type: 'toolEnded',
      toolCallId: called.toolCallId,
      outcome: { ok: true, output: 'cancel: A17' },
    });
    expect(all.shop.calls).toEqual(['cancel {"id":"A17"}']);
    all.leg.createResponse({});
    await all.events.find((each) => each.type === 'agentTranscript' && each.text === 'Done.');
    expect(errorsOf(all)).toEqual([]);
  });

  it('runs nothing that is forbidden, nor anything twice', async () => {
    const all = await connect(calls('shop.cancel'));
    await listed(all);
    all.leg.createResponse({});
    const called = await all.events.find((each) => each.type === 'toolCalled');
    if (called.type !== 'toolCalled') throw new Error('unreachable');
    all.leg.permitTool(called.toolCallId, false, 'Not today');
    all.leg.permitTool(called.toolCallId, true, '');
    const log = all.simulator.sessions[0]?.log;
    const refused = await log?.until(({ type }) => type === 'error');
    expect(refused?.event).toMatchObject({ error: { message: expect.stringContaining('not found') as string } });
    expect(all.shop.calls).toEqual([]);
  });

  it('that is not there is no reason to end the call', async () => {
    const all = await connect(calls('shop.find'), { url: 'http://127.0.0.1:9/mcp' });
    expect(await all.events.find(({ type }) => type === 'complaint')).toMatchObject({ code: 'mcp_list_tools_failed' });
    expect(all.events.all.map(({ type }) => type)).not.toContain('failed');
  });
});
