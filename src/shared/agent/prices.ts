/** A number for each kind of token: used ones, or their price. */
interface Tokens {
  readonly textIn: number;
  readonly textCached: number;
  readonly textOut: number;
  readonly audioIn: number;
  readonly audioCached: number;
  readonly audioOut: number;
}

/** Day on which OpenAI's price list was read; a price may have changed since. */
export const PRICES_OF = '2026-11-22';

/** USD per million tokens. */
const PRICES: Readonly<Record<string, Tokens>> = {
  'gpt-realtime-2.1': { textIn: 4, textCached: 0.4, textOut: 24, audioIn: 32, audioCached: 0.4, audioOut: 64 },
  'gpt-realtime-2': { textIn: 4, textCached: 0.4, textOut: 24, audioIn: 32, audioCached: 0.4, audioOut: 64 },
  'gpt-realtime-2.1-mini': { textIn: 0.6, textCached: 0.06, textOut: 2.4, audioIn: 10, audioCached: 0.3, audioOut: 20 },
  'gpt-realtime-1.5': { textIn: 4, textCached: 0.4, textOut: 16, audioIn: 32, audioCached: 0.4, audioOut: 64 },
};

/** USD per minute of speech. */
const TRANSCRIPTION_PRICES: Readonly<Record<string, number>> = {
  'gpt-transcribe': 0.0045,
  'gpt-live-transcribe': 0.017,
  'gpt-realtime-whisper': 0.017,
};

/** True for a model whose responses have a known price. */
export function isPriced(model: string): boolean {
  return PRICES[model] !== undefined;
}

/** Cost of a response in USD; undefined for a model without a known price. Cached tokens are part of the input. */
export function responseCostUsd(model: string, usage: Tokens): number | undefined {
  const price = PRICES[model];
  if (price === undefined) return undefined;
  const micro =
    Math.max(0, usage.textIn - usage.textCached) * price.textIn +
    usage.textCached * price.textCached +
    usage.textOut * price.textOut +
    Math.max(0, usage.audioIn - usage.audioCached) * price.audioIn +
    usage.audioCached * price.audioCached +
    usage.audioOut * price.audioOut;
  return micro / 1_000_000;
}

/** Cost of a transcription in USD; undefined for a model without a known price. */
export function transcriptionCostUsd(model: string, seconds: number): number | undefined {
  const price = TRANSCRIPTION_PRICES[model];
  return price === undefined ? undefined : (price * seconds) / 60;
}
