import { describe, expect, it } from 'vitest';
import { translate, type ModelFact } from './translate';
import { parseFrame } from './wire';

function wire(event: object): ModelFact | null {
  const parsed = parseFrame(JSON.stringify(event));
  if (parsed.kind !== 'known') throw new Error(parsed.kind);
  return translate(parsed.event);
}

describe('what the caller said', () => {
  const transcription = (end: string, more: object) =>
    wire({ type: `conversation.item.input_audio_transcription.${end}`, item_id: 'c1', content_index: 0, ...more });

  it('3b.18 is told piece by piece, whole, or that it could not be understood', () => {
    expect(transcription('delta', { delta: 'Where is ' })).toEqual({
      type: 'callerTranscriptDelta',
      itemId: 'c1',
      delta: 'Where is ',
    });
    expect(transcription('completed', { transcript: 'Where is my order?' })).toEqual({
      type: 'callerTranscript',
      itemId: 'c1',
      text: 'Where is my order?',
    });
    const heard = { transcript: 'Hola', usage: { type: 'duration', seconds: 2.5 }, languages: [{ code: 'es' }] };
    expect(transcription('completed', heard)).toEqual({
      type: 'callerTranscript',
      itemId: 'c1',
      text: 'Hola',
      seconds: 2.5,
      languages: ['es'],
    });
    expect(transcription('failed', { error: { type: 'server_error', code: 'audio_unintelligible' } })).toEqual({
      type: 'callerTranscriptFailed',
      itemId: 'c1',
      detail: 'audio_unintelligible',
    });
  });
});

describe('a caller who says nothing', () => {
  it('is told by how long, and by the item that stands for the silence', () => {
    const at = { audio_start_ms: 4000, audio_end_ms: 12_020, item_id: 'silence' };
    expect(wire({ type: 'input_audio_buffer.timeout_triggered', ...at })).toEqual({
      type: 'callerIdle',
      itemId: 'silence',
      silentMs: 8020,
    });
  });
});

describe('what the agent says', () => {
  it.each([0, 1, 2])('3b.19 is taken wherever in its response it stands: output %i', (output_index) => {
    const at = { response_id: 'r1', item_id: 'a1', output_index, content_index: 0 };
    const item = { id: 'a1', type: 'message', role: 'assistant', status: 'in_progress', content: [] };
    expect(
      [
        { type: 'response.output_item.added', response_id: 'r1', output_index, item },
        { type: 'response.output_audio_transcript.delta', ...at, delta: 'It left' },
        { type: 'response.output_audio.delta', ...at, delta: '////' },
        { type: 'response.output_audio_transcript.done', ...at, transcript: 'It left on Tuesday.' },
      ].map((event) => wire(event)?.type),
    ).toEqual(['agentTurn', 'agentTranscriptDelta', 'audio', 'agentTranscript']);
  });
});
