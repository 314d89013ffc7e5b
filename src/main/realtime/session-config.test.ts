import { describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../shared/agent/agent';
import { isConfirmed, sessionConfig } from './session-config';
import type { RealtimeServerEvent } from './wire';

type Session = Extract<RealtimeServerEvent, { type: 'session.updated' }>['session'];

/** Keys of the beta protocol, each of which makes the service refuse the whole update. */
const BETA_KEYS = [
  'modalities',
  'voice',
  'speed',
  'temperature',
  'input_audio_format',
  'output_audio_format',
  'input_audio_transcription',
  'input_audio_noise_reduction',
  'turn_detection',
  'max_response_output_tokens',
];

describe('sessionConfig', () => {
  it('is a telephone session in the words of the GA protocol', () => {
    expect(sessionConfig(DEFAULT_AGENT)).toEqual({
      type: 'realtime',
      output_modalities: ['audio'],
      instructions: DEFAULT_AGENT.instructions,
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          transcription: { model: 'gpt-transcribe', language: 'en' },
          turn_detection: {
            type: 'server_vad',
            threshold: 0.5,
            prefix_padding_ms: 300,
            silence_duration_ms: 500,
            create_response: true,
            interrupt_response: true,
          },
        },
        output: { format: { type: 'audio/pcmu' }, voice: 'marin' },
      },
      tools: [
        {
          type: 'function',
          name: 'end_call',
          description: DEFAULT_AGENT.tools[0]?.description,
          parameters: { type: 'object', properties: {}, additionalProperties: false },
        },
      ],
      tool_choice: 'auto',
      reasoning: { effort: 'low' },
    });
    for (const key of BETA_KEYS) expect(sessionConfig(DEFAULT_AGENT)).not.toHaveProperty(key);
  });

  it('tells the model nothing of where a tool leads or who answers it', () => {
    const tool = {
      kind: 'http',
      name: 'lookup',
      description: 'Looks up.',
      parameters: { type: 'object' },
      timeoutMs: 5000,
      method: 'GET',
      url: 'https://shop.example/?key=secret',
    } as const;
    expect(JSON.stringify(sessionConfig({ ...DEFAULT_AGENT, tools: [tool] }))).not.toMatch(/secret|kind|5000/);
  });

  it.each([
    ['gpt-realtime-2.1', true],
    ['gpt-realtime-2.1-mini', true],
    ['gpt-realtime-2', true],
    ['gpt-realtime-1.5', false],
    ['gpt-realtime', false],
    ['gpt-realtime-mini', false],
    ['gpt-realtime-2025-08-28', false],
  ])('%s takes reasoning: %s', (model, takes) => {
    expect('reasoning' in sessionConfig({ ...DEFAULT_AGENT, model })).toBe(takes);
  });

  it('asks for no transcription and no language where there is none', () => {
    expect(sessionConfig({ ...DEFAULT_AGENT, language: '' }).audio?.input?.transcription).toEqual({
      model: 'gpt-transcribe',
    });
    expect(sessionConfig({ ...DEFAULT_AGENT, transcriptionModel: '' }).audio?.input).not.toHaveProperty(
      'transcription',
    );
  });
});

describe('isConfirmed', () => {
  const session = (input: object, output: object): Session => ({
    type: 'realtime',
    audio: { input: { format: input }, output: { format: output } },
  });
  const pcmu = { type: 'audio/pcmu' };

  it('takes µ-law both ways and nothing else', () => {
    expect(isConfirmed(session(pcmu, pcmu))).toBe(true);
    expect(isConfirmed(session(pcmu, { type: 'audio/pcm', rate: 24000 }))).toBe(false);
    expect(isConfirmed(session({ type: 'audio/pcma' }, pcmu))).toBe(false);
    expect(isConfirmed({ type: 'realtime' })).toBe(false);
  });
});
