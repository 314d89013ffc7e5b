/** One item of the model's context: a message, a function call, or a tool's output. */
export type ContextItem =
  | { readonly by: 'caller' | 'agent' | 'system'; readonly text: string }
  | { readonly by: 'call'; readonly name: string; readonly arguments: string }
  | { readonly by: 'tool'; readonly name: string; readonly output: string };

/** The input of one answer: instructions, tools and context. */
export interface Moment {
  readonly instructions: string;
  /** Names of the functions the model may call; empty if it may call none. */
  readonly tools: readonly string[];
  readonly context: readonly ContextItem[];
}

/** One item of an answer. `audio` is µ-law, played in place of synthesised speech. */
export type Utterance =
  | { readonly say: string; readonly audio?: Buffer }
  | { readonly call: string; readonly arguments: Readonly<Record<string, unknown>> };

/** Decides what the simulated model answers, item by item. Pure: the whole conversation is in the moment. */
export type Dialogue = (moment: Moment) => readonly Utterance[];
