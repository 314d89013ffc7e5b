import type { Entry } from '../protocol/conversation';
import type { SessionContext } from '../responses/session-context';
import { callerAudioTokensOf, textTokensOf } from '../protocol/usage';
import type { UserItem } from '../protocol/wire';

const LATE_MS = 8000;
const DELTA_MS = 5;

/** Transcribes a committed turn asynchronously: after the commit, and perhaps after the answer. */
export function transcribe(session: SessionContext, item: UserItem, entry: Entry): void {
  const { emit, timers, faults, pace } = session;
  if (faults.transcription === 'never') return;
  const at = { item_id: item.id, content_index: 0 };
  const words = entry.text.match(/\S+\s*/g) ?? [];
  const middle = Math.ceil(words.length / 2);

  timers.after(faults.transcription === 'late' ? LATE_MS : pace.transcriptionMs, () => {
    if (faults.transcription === 'fails') {
      const error = {
        type: 'server_error',
        code: 'transcription_failed',
        message: 'The simulated transcription failed.',
      };
      emit('conversation.item.input_audio_transcription.failed', { ...at, error });
      return;
    }
    for (const delta of [words.slice(0, middle).join(''), words.slice(middle).join('')]) {
      if (delta !== '') emit('conversation.item.input_audio_transcription.delta', { ...at, delta });
    }
    timers.after(DELTA_MS, () => {
      const audioTokens = callerAudioTokensOf(entry.audioMs);
      const textTokens = textTokensOf(entry.text);
      const transcribed: UserItem = { ...item, content: [{ type: 'input_audio', transcript: entry.text }] };
      session.conversation.update({ ...entry, item: transcribed });
      emit('conversation.item.input_audio_transcription.completed', {
        ...at,
        transcript: entry.text,
        usage: {
          type: 'tokens',
          total_tokens: audioTokens + textTokens,
          input_tokens: audioTokens,
          input_token_details: { text_tokens: 0, audio_tokens: audioTokens },
          output_tokens: textTokens,
        },
      });
    });
  });
}
