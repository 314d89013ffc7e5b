import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import type { RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadClips } from '../clips/clips';
import { startRealtimeSimulator, type RealtimeSimulator } from './realtime-simulator';
import { SHOP_LINES } from './dialogue/shop-dialogue';

const clips = loadClips(fileURLToPath(new URL('../../../resources/clips', import.meta.url)));
const PACE = { thinkingMs: 10, timesRealTime: 20, lateDeltaMs: 2, transcriptionMs: 10 };
const SILENT_MS = 700;
const FRAME_BYTES = 160;

const open: (() => Promise<void> | void)[] = [];

async function startSimulator(): Promise<RealtimeSimulator> {
  const simulator = await startRealtimeSimulator({ clips, pace: PACE, keys: ['sk-vendor'] });
  open.push(() => simulator.close());
  return simulator;
}

function framesOf(name: string): readonly Buffer[] {
  const silence = Buffer.alloc(SILENT_MS * 8, 0xff);
  const audio = Buffer.concat([silence, clips.audio(name), silence]);
  return Array.from({ length: Math.ceil(audio.length / FRAME_BYTES) }, (_, at) =>
    audio.subarray(at * FRAME_BYTES, (at + 1) * FRAME_BYTES),
  );
}

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Opens the vendor's WebSocket client without TLS: the package opens TLS sockets only, and loopback needs none. */
function openVendorSocket(url: string, apiKey: string): OpenAIRealtimeWS {
  const { host, port, hostname } = new URL(url);
  const options = { createConnection: () => connect(Number(port), hostname) };
  const client = new OpenAI({ apiKey, baseURL: `https://${host}/v1` });
  return new OpenAIRealtimeWS({ model: 'gpt-realtime-2.1', options }, client);
}

describe('the openai package', () => {
  it('holds a conversation with a tool call and an interruption', async () => {
    const { url, sessions } = await startSimulator();
    const realtime = openVendorSocket(url, 'sk-vendor');
    open.push(() => realtime.close());
    const events: RealtimeServerEvent[] = [];
    const waiting = new Set<() => void>();
    realtime.on('event', (event) => {
      events.push(event);
      for (const wake of waiting) wake();
    });
    realtime.on('error', () => undefined);
    const until = <T extends RealtimeServerEvent['type']>(type: T, since = 0) =>
      new Promise<Extract<RealtimeServerEvent, { type: T }>>((resolve) => {
        const look = (): void => {
          const found = events
            .slice(since)
            .find((event): event is Extract<RealtimeServerEvent, { type: T }> => event.type === type);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    const say = (name: string): void => {
      for (const frame of framesOf(name)) {
        realtime.send({ type: 'input_audio_buffer.append', audio: frame.toString('base64') });
      }
    };
    const heardFrom = (since: number): number =>
      events.slice(since).reduce((bytes, event) => {
        return event.type === 'response.output_audio.delta' ? bytes + Buffer.byteLength(event.delta, 'base64') : bytes;
      }, 0);

    await until('session.created');
    realtime.send({
      type: 'session.update',
      session: {
        type: 'realtime',
        instructions: 'You answer the phone.',
        audio: {
          input: {
            format: { type: 'audio/pcmu' },
            transcription: { model: 'gpt-transcribe', languages: ['en'] },
            turn_detection: { type: 'server_vad', silence_duration_ms: 500 },
          },
          output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
        },
        tools: [
          {
            type: 'function',
            name: 'lookup_order',
            description: 'Finds an order.',
            parameters: { type: 'object', properties: {} },
          },
        ],
      },
    });
    await until('session.updated');

    let since = events.length;
    say('anna-order');
    const transcript = await until('conversation.item.input_audio_transcription.completed', since);
    expect(transcript.transcript).toBe(clips.text('anna-order'));
    expect((await until('response.output_audio_transcript.done', since)).transcript).toBe(SHOP_LINES.askNumber);
    expect((await until('response.done', since)).response.status).toBe('completed');
    expect(heardFrom(since)).toBe(clips.audio('agent-ask-number').length);

    since = events.length;
    say('anna-number');
    const { item } = await until('response.output_item.done', since);
    if (item.type !== 'function_call') throw new Error(`A ${item.type} came in place of a call.`);
    expect(item).toMatchObject({ name: 'lookup_order', arguments: '{"order_id":"A17"}', status: 'completed' });
    await until('response.done', since);

    since = events.length;
    const output = {
      type: 'function_call_output',
      call_id: item.call_id ?? '',
      output: '{"status":"shipped"}',
    } as const;
    realtime.send({ type: 'conversation.item.create', item: output });
    realtime.send({ type: 'response.create' });
    const first = await until('response.output_audio.delta', since);
    say('anna-interrupt-one');
    const cut = await until('response.done', since);
    expect(cut.response.status_details).toMatchObject({ type: 'cancelled', reason: 'turn_detected' });
    expect(heardFrom(since)).toBeLessThan(clips.audio('agent-shipped').length);
    realtime.send({ type: 'conversation.item.truncate', item_id: first.item_id, content_index: 0, audio_end_ms: 50 });
    await until('conversation.item.truncated', since);

    since = events.length;
    expect((await until('response.output_audio_transcript.done', since)).transcript).toBe(SHOP_LINES.blue);
    expect(events.filter(({ type }) => type === 'error')).toEqual([]);
    expect(sessions[0]?.heard).toEqual(
      ['order', 'number', 'interrupt-one'].map((phrase) => clips.text(`anna-${phrase}`)),
    );
  });

  it('is told why it is refused', async () => {
    const { url } = await startSimulator();
    const realtime = openVendorSocket(url, 'sk-wrong');
    const refused = new Promise<Error>((resolve) => realtime.on('error', resolve));
    expect((await refused).message).toContain('401');
  });
});

describe('@openai/agents-realtime', () => {
  it('holds a conversation with a tool call and an interruption', async () => {
    const { url, sessions } = await startSimulator();
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
    const agent = new RealtimeAgent({ name: 'Front desk', instructions: 'You answer the phone.', tools: [lookup] });
    const transport = new OpenAIRealtimeWebSocket({ url: `${url}?model=gpt-realtime-2.1` });
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
    open.push(() => session.close());
    const errors: unknown[] = [];
    let interruptions = 0;
    session.on('error', (error) => errors.push(error));
    session.on('audio_interrupted', () => (interruptions += 1));
    await session.connect({ apiKey: 'sk-vendor' });
    const wire = sessions[0];
    if (!wire) throw new Error('No session was opened.');
    await wire.log.until(
      ({ type, event }) => type === 'session.updated' && JSON.stringify(event).includes('lookup_order'),
    );

    const said = (text: string) =>
      wire.log.until(
        ({ type, event }) => type === 'response.output_audio_transcript.done' && event['transcript'] === text,
      );
    const say = (name: string): void => {
      for (const frame of framesOf(name)) session.sendAudio(new Uint8Array(frame).buffer);
    };
    say('ben-order');
    await said(SHOP_LINES.askNumber);
    say('ben-number');
    await wire.log.until(({ type, from }) => from === 'client' && type === 'response.create');
    await wire.log.until(
      ({ type, event }) => type === 'response.output_audio_transcript.delta' && event['delta'] === 'warehouse ',
    );
    say('ben-interrupt-two');
    await said(SHOP_LINES.oneMore);
    await wire.log.until(({ type }) => type === 'conversation.item.truncated');
    await expect
      .poll(() =>
        session.history.flatMap((item) => (item.type === 'message' && item.role === 'user' ? item.content : [])),
      )
      .toMatchObject(
        ['order', 'number', 'interrupt-two'].map((phrase) => ({ transcript: clips.text(`ben-${phrase}`) })),
      );

    expect(lookups).toEqual([{ order_id: 'A17' }]);
    expect(interruptions).toBeGreaterThan(0);
    expect(errors).toEqual([]);
    expect(wire.log.entries.filter(({ type }) => type === 'error')).toEqual([]);
    expect(
      wire.log.entries.filter(({ type }) => type === 'response.done').map(({ event }) => event['response']),
    ).toContainEqual(expect.objectContaining({ status: 'cancelled' }));
  });
});
