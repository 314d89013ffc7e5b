import { describe, expect, it } from 'vitest';
import { DEFAULT_AGENT, type Agent } from '../../shared/agent/agent';
import { TURN_TAKING_PRESETS } from '../../shared/agent/turn-taking';
import { sessionConfig, sessionUpdate } from './session-config';

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
          transcription: { model: 'gpt-transcribe', languages: ['en'] },
          turn_detection: {
            type: 'server_vad',
            threshold: 0.5,
            prefix_padding_ms: 300,
            silence_duration_ms: 500,
            idle_timeout_ms: null,
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
      truncation: {
        type: 'retention_ratio',
        retention_ratio: 0.8,
        token_limits: { post_instructions: 32_000 },
      },
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

describe('turn-taking', () => {
  const detection = (turnTaking: Agent['turnTaking']) =>
    sessionConfig({ ...DEFAULT_AGENT, turnTaking }).audio?.input?.turn_detection;

  it('by meaning is semantic, with no field of the other way', () => {
    expect(detection(TURN_TAKING_PRESETS.patient)).toEqual({
      type: 'semantic_vad',
      eagerness: 'low',
      create_response: true,
      interrupt_response: true,
    });
  });

  it('lets nobody interrupt where the agent says so, and asks a silent caller again', () => {
    const turnTaking = { ...TURN_TAKING_PRESETS.quick, callerInterrupts: false, idleTimeoutMs: 9000 } as const;
    expect(detection(turnTaking as Agent['turnTaking'])).toMatchObject({
      type: 'server_vad',
      silence_duration_ms: 250,
      idle_timeout_ms: 9000,
      create_response: true,
      interrupt_response: false,
    });
  });
});

describe('noise reduction', () => {
  it('is asked for with its strength, or not at all', () => {
    const input = (noiseReduction: Agent['noiseReduction']) =>
      sessionConfig({ ...DEFAULT_AGENT, noiseReduction }).audio?.input;
    expect(input(null)).not.toHaveProperty('noise_reduction');
    const far = { microphone: 'far', strength: 0.4 } as const;
    expect(input(far)?.noise_reduction).toEqual({ type: 'far_field', strength: 0.4 });
  });

  it('changes in a call, to none as well', () => {
    const update = (noiseReduction: Agent['noiseReduction']) => sessionUpdate({ noiseReduction }, true).audio?.input;
    expect(update({ microphone: 'near', strength: 1 })).toEqual({
      noise_reduction: { type: 'near_field', strength: 1 },
    });
    expect(update(null)).toEqual({ noise_reduction: null });
  });
});

describe('words to expect', () => {
  const transcription = (transcriptionModel: string) =>
    sessionConfig({ ...DEFAULT_AGENT, transcriptionModel, expectedWords: ['Kestrel', 'A17'] }).audio?.input
      ?.transcription;

  it.each([
    ['gpt-transcribe', { languages: ['en'], keywords: ['Kestrel', 'A17'] }],
    ['gpt-live-transcribe', { languages: ['en'], keywords: ['Kestrel', 'A17'] }],
    ['whisper-1', { language: 'en', prompt: 'Kestrel, A17' }],
    ['gpt-4o-mini-transcribe', { language: 'en', prompt: 'Kestrel, A17' }],
    ['gpt-4o-transcribe-diarize', { language: 'en' }],
    ['gpt-realtime-whisper', { language: 'en' }],
  ])('reach %s in its own way', (model, told) => {
    expect(transcription(model)).toEqual({ model, ...told });
  });

  it('leave out what would have the service refuse the whole session', () => {
    const agent = { ...DEFAULT_AGENT, language: 'nn', expectedWords: ['Acme <Pro>', 'Kestrel'] };
    expect(sessionConfig(agent).audio?.input?.transcription).toEqual({
      model: 'gpt-transcribe',
      keywords: ['Kestrel'],
    });
  });
});

describe('sessionUpdate', () => {
  it('holds what changes and nothing else', () => {
    expect(sessionUpdate({ instructions: '' }, true)).toEqual({ type: 'realtime', instructions: '' });
    expect(sessionUpdate({ tools: [] }, true)).toEqual({ type: 'realtime', tools: [] });
    const none = { transcriptionModel: '', language: '', expectedWords: [] };
    expect(sessionUpdate({ transcription: none }, true)).toEqual({
      type: 'realtime',
      audio: { input: { transcription: null } },
    });
  });

  it('can let the model listen without answering', () => {
    const turnTaking = { ...TURN_TAKING_PRESETS.balanced, idleTimeoutMs: 5000 } as Agent['turnTaking'];
    const update = sessionUpdate({ turnTaking }, false);
    expect(update.audio?.input?.turn_detection).toMatchObject({
      idle_timeout_ms: null,
      create_response: false,
      interrupt_response: false,
    });
  });
});
