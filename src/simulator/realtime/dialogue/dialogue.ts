/** One thing that happened, as the model remembers it. */
export type ContextItem =
  | { readonly by: 'caller' | 'agent' | 'system'; readonly text: string }
  | { readonly by: 'call'; readonly name: string; readonly arguments: string }
  | { readonly by: 'tool'; readonly name: string; readonly output: string };

/** All a model has to decide on an answer. */
export interface Moment {
  readonly instructions: string;
  /** Names of the functions it may call; empty if it may call none. */
  readonly tools: readonly string[];
  readonly context: readonly ContextItem[];
}

/** One item of an answer. `audio`: µ-law to play in place of the spoken text. */
export type Utterance =
  | { readonly say: string; readonly audio?: Buffer }
  | { readonly call: string; readonly arguments: Readonly<Record<string, unknown>> };

/** Decides what to answer, item by item. Pure: the conversation is in the moment. */
export type Dialogue = (moment: Moment) => readonly Utterance[];
