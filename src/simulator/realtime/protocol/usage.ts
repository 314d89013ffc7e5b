import type { RealtimeResponseUsage } from 'openai/resources/realtime/realtime';
import type { Entry } from './conversation';

const CHARACTERS_PER_TOKEN = 4;
const CALLER_MS_PER_TOKEN = 100;
const MODEL_MS_PER_TOKEN = 50;
const TOKENS_PER_CACHE_BLOCK = 64;

interface Tokens {
  readonly text: number;
  readonly audio: number;
}

const NOTHING: Tokens = { text: 0, audio: 0 };

const sumOf = ({ text, audio }: Tokens): number => text + audio;
const cachedOf = (tokens: number): number => Math.floor(tokens / TOKENS_PER_CACHE_BLOCK) * TOKENS_PER_CACHE_BLOCK;

/** Milliseconds of model audio that a number of output tokens pays for. */
export function audioMsOf(tokens: number | 'inf'): number {
  return tokens === 'inf' ? Infinity : tokens * MODEL_MS_PER_TOKEN;
}

/** Tokens of a text, estimated at four characters each. */
function textTokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** Tokens of caller audio, at 100 ms each. */
function callerAudioTokensOf(ms: number): number {
  return Math.ceil(ms / CALLER_MS_PER_TOKEN);
}

/** Usage of the transcription of a caller's turn. */
export function transcriptionUsage({ text, audioMs }: Pick<Entry, 'text' | 'audioMs'>) {
  const audioTokens = callerAudioTokensOf(audioMs);
  const textTokens = textTokensOf(text);
  return {
    type: 'tokens',
    total_tokens: audioTokens + textTokens,
    input_tokens: audioTokens,
    input_token_details: { text_tokens: 0, audio_tokens: audioTokens },
    output_tokens: textTokens,
  } as const;
}

function tokensOf(entries: readonly Entry[]): Tokens {
  let { text, audio } = NOTHING;
  for (const { item, text: said, audioMs } of entries) {
    const byModel = 'role' in item && item.role === 'assistant';
    if (audioMs === 0) text += textTokensOf(said);
    else audio += byModel ? Math.ceil(audioMs / MODEL_MS_PER_TOKEN) : callerAudioTokensOf(audioMs);
  }
  return { text, audio };
}

/** Bills the responses of one session: the whole conversation is input again each time, most of it cached. */
export class Meter {
  #before: Tokens = NOTHING;

  /** Usage of a response that read `prompt` and `input` and produced `output`. */
  bill(prompt: string, input: readonly Entry[], output: readonly Entry[]): RealtimeResponseUsage {
    const heard = tokensOf(input);
    const read: Tokens = { text: heard.text + textTokensOf(prompt), audio: heard.audio };
    const audio = tokensOf(output).audio;
    const text = output.reduce((sum, entry) => sum + textTokensOf(entry.text), 0);
    const cached = {
      text_tokens: cachedOf(Math.min(read.text, this.#before.text)),
      audio_tokens: cachedOf(Math.min(read.audio, this.#before.audio)),
    };
    this.#before = read;
    return {
      total_tokens: sumOf(read) + text + audio,
      input_tokens: sumOf(read),
      output_tokens: text + audio,
      input_token_details: {
        text_tokens: read.text,
        audio_tokens: read.audio,
        image_tokens: 0,
        cached_tokens: cached.text_tokens + cached.audio_tokens,
        cached_tokens_details: { ...cached, image_tokens: 0 },
      },
      output_token_details: { text_tokens: text, audio_tokens: audio },
    };
  }
}

/** Usage of a response that was cancelled before it produced anything. */
export const NO_USAGE: RealtimeResponseUsage = {
  total_tokens: 0,
  input_tokens: 0,
  output_tokens: 0,
  input_token_details: {
    text_tokens: 0,
    audio_tokens: 0,
    image_tokens: 0,
    cached_tokens: 0,
    cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
  },
  output_token_details: { text_tokens: 0, audio_tokens: 0 },
};
