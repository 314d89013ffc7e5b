import { fileURLToPath } from 'node:url';
import { RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime';
import { TwilioRealtimeTransportLayer } from '@openai/agents-extensions';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadClips } from '../clips/clips';
import { fasterClock, systemClock } from '../clock';
import { startRealtimeSimulator, type RealtimeSimulator } from '../realtime/realtime-simulator';
import type { ReceivedStream } from '../twilio/product.fixture';
import { startRig, type Rig } from '../twilio/twilio-simulator.fixture';
import type { Scenario } from './scenario';
import { runScenario, type CallerResult } from './scenario-runner';
import { interruptingScenario, orderScenario } from './scenarios';

const LINE = '+14155550134';
const clips = loadClips(fileURLToPath(new URL('../../../resources/clips', import.meta.url)));
const running: (Rig | RealtimeSimulator)[] = [];

afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part.close();
});

interface Conversation {
  readonly results: readonly CallerResult[];
  readonly lookups: unknown[];
  readonly errors: unknown[];
  readonly model: RealtimeSimulator;
}

/** A caller, our Twilio, OpenAI's own bridge and our model; four times as fast as life. */
async function converse(scenario: Scenario): Promise<Conversation> {
  const clock = fasterClock(systemClock, 4);
  const model = await startRealtimeSimulator({
    clips,
    keys: ['sk-vendor'],
    pace: { thinkingMs: 50, timesRealTime: 40 },
  });
  running.push(model);
  const lookups: unknown[] = [];
  const errors: unknown[] = [];
  const answer = async (stream: ReceivedStream): Promise<void> => {
    const lookup = tool({
      name: 'lookup_order',
      description: 'Finds an order.',
      parameters: z.object({ order_id: z.string() }),
      execute: async (args) => {
        lookups.push(args);
        return '{"status":"shipped"}';
      },
    });
    const agent = new RealtimeAgent({ name: 'Front desk', instructions: 'You answer the phone.', tools: [lookup] });
    const transport = new TwilioRealtimeTransportLayer({
      twilioWebSocket: stream.socket,
      url: `${model.url}?model=gpt-realtime-2.1`,
    });
    const session = new RealtimeSession(agent, {
      transport,
      model: 'gpt-realtime-2.1',
      config: {
        outputModalities: ['audio'],
        audio: {
          input: {
            format: { type: 'audio/pcmu' },
            transcription: { model: 'gpt-transcribe' },
            turnDetection: {
              type: 'server_vad',
              silenceDurationMs: 500,
              createResponse: true,
              interruptResponse: true,
            },
          },
          output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
        },
      },
    });
    session.on('error', (error) => errors.push(error));
    await session.connect({ apiKey: 'sk-vendor' });
    transport.sendEvent({ type: 'response.create' });
  };
  const rig = await startRig({
    simulator: { clock, numbers: [{ phoneNumber: LINE }] },
    onStream: (stream) => void answer(stream).catch((error: unknown) => errors.push(error)),
  });
  running.push(rig);
  const results = await runScenario(scenario, { dial: rig.simulator.dial, to: LINE, clips, clock });
  return { results, lookups, errors, model };
}

describe("OpenAI's Twilio bridge", () => {
  it('leads an order question with a tool call to its end', { timeout: 30_000 }, async () => {
    const { results, lookups, errors } = await converse(orderScenario);
    expect(errors).toEqual([]);
    expect(results).toMatchObject([
      { outcome: 'finished', ended: { status: 'completed', codes: [], violations: [], endedBy: 'caller' } },
    ]);
    expect(lookups).toEqual([{ order_id: 'A17' }]);
    const [result] = results;
    const marks = result?.call.marks() ?? [];
    expect(marks.length).toBeGreaterThan(10);
    expect(marks.filter(({ echo }) => echo === undefined)).toEqual([]);
    const spokenMs = ['agent-greeting', 'agent-ask-number', 'agent-shipped', 'agent-goodbye'].reduce(
      (sum, name) => sum + clips.audio(name).length / 8,
      0,
    );
    expect(result?.call.heard().heardMs).toBe(spokenMs);
  });

  it('is interrupted twice and truncates', { timeout: 30_000 }, async () => {
    const { results, errors, model } = await converse(interruptingScenario);
    expect(errors).toEqual([]);
    expect(results).toMatchObject([{ outcome: 'finished', ended: { codes: [], violations: [] } }]);
    const cuts = results[0]?.call.heard().clears.filter(({ droppedBytes }) => droppedBytes > 0);
    expect(cuts).toHaveLength(2);
    const truncations = model.sessions[0]?.log.entries.filter(({ type }) => type === 'conversation.item.truncated');
    expect(truncations).toHaveLength(2);
  });
});
