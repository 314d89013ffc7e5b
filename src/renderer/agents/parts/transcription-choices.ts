/** Models that write down what is said, the best first. Others can be typed in. */
export const TRANSCRIPTION_MODELS: readonly string[] = [
  'gpt-transcribe',
  'gpt-live-transcribe',
  'gpt-realtime-whisper',
  'gpt-4o-transcribe',
  'gpt-4o-mini-transcribe',
  'whisper-1',
];

/** Whether a model can be told which words to expect. */
export function takesExpectedWords(model: string): boolean {
  return /^(?:gpt-transcribe|gpt-live-transcribe|whisper-1|gpt-4o-(?:mini-)?transcribe(?!-diarize).*)$/.test(model);
}
