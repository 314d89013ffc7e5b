import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from './commands';
import { isComplaint } from './complaint';

const TYPES = [
  'session.update',
  'input_audio_buffer.append',
  'conversation.item.create',
  'conversation.item.truncate',
  'response.create',
  'response.cancel',
];

describe('parseCommand', () => {
  it('takes or refuses anything that JSON can hold, and says why', () => {
    const fields = fc.dictionary(
      fc.constantFrom('session', 'item', 'response', 'audio', 'item_id', 'x'),
      fc.jsonValue(),
    );
    const event = fc.oneof(
      fc.jsonValue(),
      fc.tuple(fc.constantFrom(...TYPES), fields).map(([type, rest]) => ({ ...rest, type })),
    );
    fc.assert(
      fc.property(event, (raw) => {
        const parsed = parseCommand(raw);
        if (isComplaint(parsed)) expect(parsed.message.length).toBeGreaterThan(5);
        else expect(parsed.type).toBe((raw as { type: string }).type);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives back a session.update as it was', () => {
    const update = {
      type: 'session.update',
      event_id: 'cfg_1',
      session: {
        type: 'realtime',
        output_modalities: ['audio'],
        instructions: 'x',
        audio: {
          input: {
            format: { type: 'audio/pcmu' },
            noise_reduction: null,
            transcription: { model: 'gpt-transcribe', languages: ['en'] },
            turn_detection: {
              type: 'server_vad',
              threshold: 0.5,
              prefix_padding_ms: 300,
              silence_duration_ms: 500,
              create_response: true,
              interrupt_response: true,
              idle_timeout_ms: null,
            },
          },
          output: { format: { type: 'audio/pcmu' }, voice: 'marin', speed: 1 },
        },
        tools: [{ type: 'function', name: 'lookup_order', description: 'x', parameters: { type: 'object' } }],
        tool_choice: 'auto',
        max_output_tokens: 'inf',
        truncation: { type: 'retention_ratio', retention_ratio: 0.8, token_limits: { post_instructions: 8000 } },
        tracing: null,
        reasoning: { effort: 'low' },
        parallel_tool_calls: true,
        include: [],
      },
    };
    expect(parseCommand(update)).toEqual(update);
  });
});
