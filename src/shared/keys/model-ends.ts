/** Announced ends of models, by the beginning of their name; OpenAI's deprecations as of 2026-11-30. */
const ENDS: readonly (readonly [name: RegExp, endsOn: string])[] = [
  [/^(?:gpt-realtime(?:-mini)?(?:-20\d\d-\d\d-\d\d)?|gpt-4o(?:-mini)?-realtime.*|gpt-audio.*)$/, '2027-01-20'],
  [/^(?:whisper-1|gpt-4o-(?:mini-)?transcribe.*)$/, '2027-02-26'],
];

/** Day on which its service ends a model, as `2027-01-20`; null: none is known. */
export function endOf(model: string): string | null {
  return ENDS.find(([name]) => name.test(model))?.[1] ?? null;
}

/** Sentence about the announced end of a model. `endsOn`: as `2027-01-20`. */
export function endSentence(model: string, endsOn: string): string {
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(endsOn));
  return `OpenAI ends ${model} on ${day}. Choose another model before that day.`;
}
