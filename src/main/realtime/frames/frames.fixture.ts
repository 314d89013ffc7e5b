import { readFileSync } from 'node:fs';

/** Frames as the live service sends them, one a line. */
function frames(name: string): readonly string[] {
  const text = readFileSync(new URL(`./${name}.jsonl`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

/** A session set up, a caller's words and the agent's spoken answer. */
export const AUDIO_TURN = frames('audio-turn');
/** A response that calls a function, and the client's output accepted. */
export const TOOL_TURN = frames('tool-turn');
/** The caller speaks over the answer; its response is cancelled. */
export const BARGE_IN = frames('barge-in');
