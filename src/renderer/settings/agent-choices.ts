/** Models that hold a conversation in real time, the best first. Others can be typed in. */
export const MODELS: readonly string[] = [
  'gpt-realtime-2.1',
  'gpt-realtime-2.1-mini',
  'gpt-realtime-2',
  'gpt-realtime-1.5',
];
