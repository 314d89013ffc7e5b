import type { Dialogue } from './dialogue';
import { watermark } from './watermark';

/**
 * Answers every turn with a watermark, whose length cycles through `answersMs`. `session` (0 to 255) and the number of the
 * answer (0 to 15) can be read back from any part of it.
 */
export function watermarkDialogue(session: number, answersMs: readonly number[]): Dialogue {
  let answers = 0;
  return () => {
    const answer = answers;
    answers += 1;
    const ms = answersMs[answer % answersMs.length] ?? 1000;
    return [{ say: `Answer ${answer + 1} of ${ms} ms.`, audio: watermark(session, answer, ms) }];
  };
}
