import { fileURLToPath } from 'node:url';
import { OpenAIRealtimeWebSocket } from '@openai/agents-realtime';
import { expect, it } from 'vitest';
import { loadClips } from '../../clips/clips';
import { openMcpShop } from './mcp-shop.fixture';
import { startRealtimeSimulator } from '../realtime-simulator';

const clips = loadClips(fileURLToPath(new URL('../../../../resources/clips', import.meta.url)));

it('the vendor’s own client lists an MCP server, approves a call of it, and has its result', async () => {
  const shop = await openMcpShop();
  const simulator = await startRealtimeSimulator({
    clips,
    keys: ['sk-vendor'],
    pace: { thinkingMs: 5 },
    dialogue: () => () => [{ call: 'shop.cancel', arguments: { id: 'A17' } }],
  });
  const transport = new OpenAIRealtimeWebSocket({ url: `${simulator.url}?model=gpt-realtime-2.1` });
  try {
    const listed = new Promise((resolve) => transport.on('mcp_tools_listed', resolve));
    const asked = new Promise<unknown>((resolve) => {
      transport.on('mcp_approval_request', (request) => {
        resolve(request);
        transport.sendMcpResponse(request, true);
      });
    });
    const completed = new Promise((resolve) => transport.on('mcp_tool_call_completed', resolve));
    await transport.connect({
      apiKey: 'sk-vendor',
      model: 'gpt-realtime-2.1',
      initialSessionConfig: {
        tools: [
          {
            type: 'mcp',
            server_label: 'shop',
            server_url: shop.url,
            allowed_tools: ['cancel'],
            require_approval: 'always',
          },
        ],
      },
    });
    expect(await listed).toMatchObject({ serverLabel: 'shop', tools: [{ name: 'cancel' }] });
    transport.sendEvent({ type: 'response.create' });
    expect(await asked).toMatchObject({ serverLabel: 'shop', name: 'cancel', arguments: { id: 'A17' } });
    expect(await completed).toMatchObject({ name: 'cancel', output: 'cancel: A17' });
    expect(shop.calls).toEqual(['cancel {"id":"A17"}']);
    expect(simulator.sessions[0]?.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
  } finally {
    transport.close();
    await simulator.close();
    await shop.close();
  }
});
