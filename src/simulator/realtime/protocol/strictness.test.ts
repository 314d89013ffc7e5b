import type { JsonSchema } from '../../../shared/tool/parameters';
import { schemaForService } from '../../../shared/tool/schema/for-service';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { loadClips } from '../../clips/clips';
import { openRawClient, type RawClient } from '../call.fixture';
import { startRealtimeSimulator, type RealtimeSimulator, type RealtimeSimulatorOptions } from '../realtime-simulator';

const clips = loadClips(fileURLToPath(new URL('../../../../resources/clips', import.meta.url)));
const simulators: RealtimeSimulator[] = [];

async function start(options: Partial<RealtimeSimulatorOptions> = {}): Promise<RealtimeSimulator> {
  const simulator = await startRealtimeSimulator({ clips, ...options });
  simulators.push(simulator);
  return simulator;
}

async function connect(options: Partial<RealtimeSimulatorOptions> = {}): Promise<RawClient> {
  const { url } = await start(options);
  return openRawClient(`${url}?model=gpt-realtime-2.1`);
}

async function refusalOf(client: RawClient, event: unknown): Promise<unknown> {
  const since = client.events.length;
  client.send(event);
  return (await client.until('error', since))['error'];
}

async function statusOf(url: string, headers: Record<string, string> = { Authorization: 'Bearer sk-x' }) {
  const socket = new WebSocket(url, { headers });
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    NodeJS.ReadableStream & { statusCode: number },
  ];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, error: (JSON.parse(body) as { error: { code: string } }).error.code };
}

const update = (session: object): object => ({ type: 'session.update', event_id: 'cfg_1', session });
const realtime = (session: object): object => update({ type: 'realtime', ...session });

afterEach(async () => {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.close()));
});

const within = (a: object): object => ({ type: 'object', properties: { a } });
const FIT = { type: 'function', name: 'fit', parameters: within({ type: 'array', items: { type: 'string' } }) };

/** Parameters that the service refuses; what the product makes of them is taken. */
const UNFIT_PARAMETERS: readonly (readonly [what: string, parameters: object])[] = [
  ['have no type', { properties: { a: {} } }],
  ['are a text', { type: 'string' }],
  ['have no properties', { type: 'object' }],
  ['are alternatives', { ...within({}), anyOf: [{ required: ['a'] }, {}] }],
  ['are one of some values', { ...within({}), enum: [{}] }],
  ['are a reference', { $ref: '#/$defs/a', $defs: { a: within({}) } }],
  ['hold a list without items', within({ type: 'array' })],
  ['hold an object without properties', within({ anyOf: [{ type: ['object', 'null'] }] })],
  ['hold a tuple of draft-07', within({ type: 'array', items: [{ type: 'string' }] })],
  ['hold a limit of draft-04', within({ minimum: 1, exclusiveMinimum: true })],
  ['say inside that they are required', within({ type: 'string', required: true })],
];

describe('the handshake', () => {
  it('refuses what the API refuses, over HTTP', async () => {
    const { url } = await start({ keys: ['sk-right'] });
    const right = { Authorization: 'Bearer sk-right' };
    expect(await statusOf(`${url}?model=gpt-realtime-2.1`, {})).toEqual({ status: 401, error: 'missing_api_key' });
    expect(await statusOf(`${url}?model=gpt-realtime-2.1`)).toEqual({ status: 401, error: 'invalid_api_key' });
    expect(await statusOf(url, right)).toEqual({ status: 400, error: 'missing_required_parameter' });
    expect(await statusOf(`${url}s?model=x`, right)).toEqual({ status: 404, error: 'not_found' });
  });

  it('refuses with 401, 429 and 503 on demand', async () => {
    const statuses = [401, 429, 503] as const;
    const { url } = await start({ faults: (session) => ({ refusesUpgrade: statuses[session % 3] ?? 401 }) });
    for (const status of statuses) expect((await statusOf(`${url}?model=gpt-realtime-2.1`)).status).toBe(status);
  });

  it('lets the beta in, says that it is over, and closes with 4000', async () => {
    const { url } = await start();
    const client = await openRawClient(`${url}?model=gpt-realtime-2.1`, { headers: { 'OpenAI-Beta': 'realtime=v1' } });
    expect(await client.closed).toEqual({ code: 4000, reason: 'invalid_request_error.beta_api_shape_disabled' });
    expect(client.events).toMatchObject([{ type: 'error', error: { code: 'beta_api_shape_disabled', param: null } }]);
  });

  it('has no dead model', async () => {
    const { url } = await start();
    const client = await openRawClient(`${url}?model=gpt-4o-realtime-preview-2024-12-17`);
    expect((await client.closed).code).toBe(4000);
    expect(client.events).toMatchObject([{ type: 'error', error: { code: 'model_not_found' } }]);
  });

  it('echoes the subprotocol and takes the key from it', async () => {
    const { url } = await start({ keys: ['sk-browser'] });
    const socket = new WebSocket(`${url}?model=gpt-realtime-2.1`, ['realtime', 'openai-insecure-api-key.sk-browser']);
    await once(socket, 'open');
    expect(socket.protocol).toBe('realtime');
  });

  it('begins with defaults that are no telephone', async () => {
    const client = await connect();
    const { session } = await client.until('session.created');
    expect(session).toMatchObject({
      type: 'realtime',
      object: 'realtime.session',
      model: 'gpt-realtime-2.1',
      output_modalities: ['audio'],
      audio: {
        input: {
          format: { type: 'audio/pcm', rate: 24_000 },
          transcription: null,
          noise_reduction: null,
          turn_detection: { type: 'server_vad', threshold: 0.5, prefix_padding_ms: 300, silence_duration_ms: 200 },
        },
        output: { format: { type: 'audio/pcm', rate: 24_000 }, voice: 'alloy', speed: 1 },
      },
    });
  });
});

describe('session.update', () => {
  it('merges what is there, clears what is null, and answers with all of it', async () => {
    const client = await connect();
    client.send(
      realtime({
        instructions: 'Be kind.',
        audio: {
          input: { format: { type: 'audio/pcmu' }, transcription: { model: 'gpt-transcribe', languages: ['en'] } },
          output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
        },
        reasoning: { effort: 'low' },
      }),
    );
    await client.until('session.updated');
    client.send(realtime({ audio: { input: { turn_detection: { type: 'server_vad', silence_duration_ms: 700 } } } }));
    const { session } = await client.until('session.updated', client.events.length);
    expect(session).toMatchObject({
      instructions: 'Be kind.',
      reasoning: { effort: 'low' },
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          transcription: { model: 'gpt-transcribe', languages: ['en'] },
          turn_detection: { threshold: 0.5, silence_duration_ms: 700, create_response: true, interrupt_response: true },
        },
        output: { format: { type: 'audio/pcmu' }, voice: 'marin', speed: 1 },
      },
    });
    client.send(realtime({ audio: { input: { turn_detection: null, transcription: null } } }));
    const cleared = await client.until('session.updated', client.events.length);
    expect(cleared['session']).toMatchObject({ audio: { input: { turn_detection: null, transcription: null } } });
  });

  it.each<readonly [string, object, string, string]>([
    ['no type', update({ instructions: 'x', voice: 'alloy' }), 'missing_required_parameter', 'session.type'],
    ['a flat format', realtime({ input_audio_format: 'g711_ulaw' }), 'unknown_parameter', 'session.input_audio_format'],
    ['a flat voice', realtime({ voice: 'marin' }), 'unknown_parameter', 'session.voice'],
    ['temperature', realtime({ temperature: 0.8 }), 'unknown_parameter', 'session.temperature'],
    [
      'both modalities',
      realtime({ output_modalities: ['text', 'audio'] }),
      'invalid_value',
      'session.output_modalities',
    ],
    ['beta modalities', realtime({ modalities: ['audio'] }), 'unknown_parameter', 'session.modalities'],
    [
      'pcm without a rate',
      realtime({ audio: { output: { format: { type: 'audio/pcm' } } } }),
      'missing_required_parameter',
      'session.audio.output.format.rate',
    ],
    ['another model', realtime({ model: 'gpt-realtime-1.5' }), 'invalid_value', 'session.model'],
    [
      'a voice that is none of Realtime',
      realtime({ audio: { output: { voice: 'onyx' } } }),
      'invalid_value',
      'session.audio.output.voice',
    ],
    [
      'a nested function tool',
      realtime({ tools: [{ type: 'function', function: { name: 'x' } }] }),
      'missing_required_parameter',
      'session.tools[0].name',
    ],
    ...UNFIT_PARAMETERS.map(
      ([what, parameters]) =>
        [
          `a function whose parameters ${what}`,
          realtime({ tools: [FIT, { type: 'function', name: 'x', parameters }] }),
          'invalid_function_parameters',
          'session.tools[1].parameters',
        ] as const,
    ),
  ])('refuses %s and changes nothing', async (_what, event, code, param) => {
    const client = await connect();
    expect(await refusalOf(client, event)).toMatchObject({
      type: 'invalid_request_error',
      code,
      param,
      event_id: 'cfg_1',
    });
    client.send(realtime({}));
    const { session } = await client.until('session.updated');
    expect(session).toEqual((await client.until('session.created'))['session']);
  });

  it.each(UNFIT_PARAMETERS)('takes what the product sends of parameters that %s', async (_what, parameters) => {
    const client = await connect();
    const sent = schemaForService(parameters as JsonSchema);
    client.send(realtime({ tools: [FIT, { type: 'function', name: 'x', parameters: sent }] }));
    expect((await client.until('session.updated'))['session']).toMatchObject({ tools: [FIT, { parameters: sent }] });
  });

  it('knows the exact words for an unknown parameter', async () => {
    const client = await connect();
    expect(await refusalOf(client, realtime({ input_audio_format: 'g711_ulaw' }))).toEqual({
      type: 'invalid_request_error',
      code: 'unknown_parameter',
      message: "Unknown parameter: 'session.input_audio_format'.",
      param: 'session.input_audio_format',
      event_id: 'cfg_1',
    });
  });
});

describe('other events', () => {
  it.each([
    ['an unknown type', { type: 'response.stop' }, 'invalid_value', 'type'],
    ['no type', { event_id: 'x' }, 'missing_required_parameter', 'type'],
    ['a frame that is not JSON', '{"type":', 'invalid_event', null],
    [
      'a beta response',
      { type: 'response.create', response: { modalities: ['audio'] } },
      'unknown_parameter',
      'response.modalities',
    ],
    ['a commit of nothing', { type: 'input_audio_buffer.commit' }, 'input_audio_buffer_commit_empty', null],
    ['a cancel of nothing', { type: 'response.cancel' }, 'response_cancel_not_active', null],
    [
      'an unknown item',
      { type: 'conversation.item.retrieve', item_id: 'item_x' },
      'item_retrieve_invalid_item_id',
      null,
    ],
    [
      'deleting an unknown item',
      { type: 'conversation.item.delete', item_id: 'item_x' },
      'item_delete_invalid_item_id',
      null,
    ],
    [
      'an output without a call',
      { type: 'conversation.item.create', item: { type: 'function_call_output', call_id: 'call_x', output: '' } },
      'invalid_tool_call_id',
      null,
    ],
    [
      "the model's own audio put back",
      {
        type: 'conversation.item.create',
        item: { type: 'message', role: 'assistant', content: [{ type: 'output_audio', audio: 'AAAA' }] },
      },
      'missing_required_parameter',
      'item.content[0].text',
    ],
    ['an append that is no base64', { type: 'input_audio_buffer.append', audio: '***' }, 'invalid_value', 'audio'],
    ['a frame of the WebRTC dialect', { type: 'output_audio_buffer.clear' }, 'invalid_value', 'type'],
  ])('refuses %s, and stays open', async (_what, event, code, param) => {
    const client = await connect();
    expect(await refusalOf(client, event)).toMatchObject({ type: 'invalid_request_error', code, param });
    client.send(realtime({}));
    await client.until('session.updated');
  });

  it('puts items where they are told to', async () => {
    const client = await connect();
    const add = (id: string, previous?: string): void =>
      client.send({
        type: 'conversation.item.create',
        ...(previous === undefined ? {} : { previous_item_id: previous }),
        item: { id, type: 'message', role: 'user', content: [{ type: 'input_text', text: id }] },
      });
    add('b');
    add('d');
    add('a', 'root');
    add('c', 'b');
    await client.until((event) => event.type === 'conversation.item.done' && event['previous_item_id'] === 'b');
    const places = client.events.filter(({ type }) => type === 'conversation.item.added');
    expect(places.map((event) => event['previous_item_id'])).toEqual([null, 'b', null, 'b']);
    const again = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'again' }] };
    const create = (event: object): object => ({ type: 'conversation.item.create', ...event });
    expect(await refusalOf(client, create({ item: { id: 'a', ...again } }))).toMatchObject({
      code: 'item_create_duplicate_item_id',
    });
    expect(await refusalOf(client, create({ previous_item_id: 'zz', item: again }))).toMatchObject({
      code: 'item_create_invalid_previous_item_id',
    });
  });
});

describe('transcription settings', () => {
  const transcription = (settings: object): object => realtime({ audio: { input: { transcription: settings } } });

  it.each([
    [{ model: 'gpt-transcribe', language: 'en' }, 'language'],
    [{ model: 'gpt-transcribe', languages: ['nn'] }, 'languages'],
    [{ model: 'gpt-live-transcribe', keywords: ['Acme <Pro>'] }, 'keywords'],
    [{ model: 'gpt-live-transcribe', keywords: ['two\nlines'] }, 'keywords'],
    [{ model: 'gpt-4o-transcribe', keywords: ['Acme'] }, 'keywords'],
    [{ model: 'whisper-1', languages: ['en'] }, 'languages'],
    [{ model: 'gpt-realtime-whisper', prompt: 'Acme' }, 'prompt'],
  ])('%j are refused as a whole over %s', async (settings, field) => {
    const client = await connect();
    expect(await refusalOf(client, transcription(settings))).toMatchObject({
      param: `session.audio.input.transcription.${field}`,
    });
  });
});
