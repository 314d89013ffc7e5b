import { fileURLToPath } from 'node:url';
import { TwilioRealtimeTransportLayer } from '@openai/agents-extensions';
import { RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadClips } from './clips/clips';
import { ManualClock } from './clock';
import { SHOP_LINES } from './realtime/dialogue/shop-dialogue';
import { startRealtimeSimulator } from './realtime/realtime-simulator';
import { runScenario, type Scenario } from './scenarios/scenario-runner';
import { settleSockets } from './settled-sockets.fixture';
import { startProduct } from './twilio/product.fixture';
import { startTwilioSimulator } from './twilio/twilio-simulator';
import { connectTo } from './twilio/twilio-simulator.fixture';

const LINE = '+14155550134';
const KEY = 'sk-proof';
const FRAME_MS = 20;
const GREETING = 'Hello, you have reached the front desk. How can I help you?';

const clips = loadClips(fileURLToPath(new URL('../../resources/clips', import.meta.url)));
const open: { close(): Promise<void> | void }[] = [];

const story: Scenario = {
  id: 'proof',
  title: 'An order, with one interruption',
  callers: [
    {
      voice: 'anna',
      from: '+12125550187',
      dialsAfterMs: 0,
      steps: [
        { do: 'listen', leastHeardMs: 2000 },
        { do: 'say', phrase: 'order' },
        { do: 'listen' },
        { do: 'say', phrase: 'number' },
        { do: 'interrupt', afterHeardMs: 3000, phrase: 'interrupt-one' },
        { do: 'listen', leastHeardMs: 2000 },
        { do: 'say', phrase: 'thanks' },
        { do: 'listen' },
        { do: 'hang-up' },
      ],
    },
  ],
};

/** Runs the clock by itself and lets all sockets settle between two frames, so that a slow machine causes no gaps. */
function run(clock: ManualClock): { close(): void } {
  const state = { isRunning: true };
  void (async () => {
    while (state.isRunning) {
      await settleSockets();
      clock.advance(FRAME_MS);
    }
  })();
  return { close: () => void (state.isRunning = false) };
}

afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.close();
});

describe('the simulators', () => {
  it('carry a conversation through a bridge that nobody here wrote', async () => {
    const clock = new ManualClock();
    open.push(run(clock));
    const model = await startRealtimeSimulator({ clips, clock, keys: [KEY] });
    const carrier = await startTwilioSimulator({ clock, numbers: [{ phoneNumber: LINE }] });
    const errors: unknown[] = [];
    const lookups: unknown[] = [];
    const lookup = tool({
      name: 'lookup_order',
      description: 'Finds an order.',
      parameters: z.object({ order_id: z.string() }),
      execute: async (args) => {
        lookups.push(args);
        return '{"status":"shipped"}';
      },
    });
    const bridge = await startProduct({
      authToken: carrier.account.authToken,
      reply: (webhook) => (webhook.path === '/voice' ? connectTo(webhook, '/media') : '<Response/>'),
      onStream: ({ socket }) => {
        const url = `${model.url}?model=gpt-realtime-2.1`;
        const transport = new TwilioRealtimeTransportLayer({ twilioWebSocket: socket, url });
        const agent = new RealtimeAgent({ name: 'Front desk', instructions: 'You answer the phone.', tools: [lookup] });
        const session = new RealtimeSession(agent, {
          transport,
          model: 'gpt-realtime-2.1',
          config: {
            audio: {
              input: {
                transcription: { model: 'gpt-transcribe' },
                turnDetection: {
                  type: 'server_vad',
                  silenceDurationMs: 500,
                  createResponse: true,
                  interruptResponse: true,
                },
              },
              output: { voice: 'marin' },
            },
          },
        });
        open.push({ close: () => session.close() });
        session.on('error', (error) => errors.push(error));
        session.connect({ apiKey: KEY }).then(
          () => {
            const response = { input: [], instructions: `Say exactly: ${GREETING}` };
            transport.sendEvent({ type: 'response.create', response });
          },
          (error: unknown) => errors.push(error),
        );
      },
    });
    open.push(model, carrier, bridge);
    for (const number of carrier.numbers.values()) number.voice_url = `${bridge.url}/voice`;

    const [caller] = await runScenario(story, { dial: carrier.dial, to: LINE, clips, clock });
    expect(caller).toMatchObject({ outcome: 'finished', ended: { endedBy: 'caller', codes: [], violations: [] } });

    const [session] = model.sessions;
    expect(session?.heard).toEqual(
      ['order', 'number', 'interrupt-one', 'thanks'].map((phrase) => clips.text(`anna-${phrase}`)),
    );
    const said = session?.log.entries.filter(({ type }) => type === 'response.output_audio_transcript.done');
    expect(said?.map(({ event }) => event['transcript'])).toEqual([
      GREETING,
      SHOP_LINES.askNumber,
      SHOP_LINES.shipped,
      SHOP_LINES.blue,
      SHOP_LINES.goodbye,
    ]);
    expect(lookups).toEqual([{ order_id: 'A17' }]);

    const cut = session?.log.entries.filter(({ type }) => type === 'conversation.item.truncated');
    expect(cut).toHaveLength(1);
    const clears = caller?.call.heard().clears.filter(({ droppedBytes }) => droppedBytes > 0);
    expect(clears).toHaveLength(1);
    const heard = caller?.call.heard().bytes ?? Buffer.alloc(0);
    for (const name of ['greeting', 'ask-number', 'blue', 'goodbye']) {
      expect(heard.includes(clips.audio(`agent-${name}`)), name).toBe(true);
    }
    expect(heard.includes(clips.audio('agent-shipped').subarray(0, 2500 * 8))).toBe(true);
    expect(heard.includes(clips.audio('agent-shipped'))).toBe(false);
    expect(session?.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
    expect(errors).toEqual([]);
  });
});
