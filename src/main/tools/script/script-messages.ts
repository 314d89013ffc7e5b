/** Data to start a script's thread with. */
export interface ScriptThreadData {
  readonly code: string;
  readonly argumentsJson: string;
  readonly memoryBytes: number;
  /** Time limit from the moment the sandbox is ready, in ms. */
  readonly limitMs: number;
}

/** A script's request, not yet trusted. */
export interface ScriptFetch {
  readonly url: string;
  /** The script's options as JSON. */
  readonly options: string;
}

/** Messages from a script's thread. */
export type FromScriptThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'fetch'; readonly id: number; readonly request: ScriptFetch }
  | { readonly kind: 'answered'; readonly output: string }
  | { readonly kind: 'failed'; readonly why: ScriptFailure; readonly detail: string };

/** Reason a script has no answer. `threw`: an error of its own. */
export type ScriptFailure = 'threw' | 'out-of-time' | 'out-of-memory' | 'too-large' | 'never-ends';

/** Messages to a script's thread: a request was answered (JSON of status, headers and text) or refused. */
export type ToScriptThread =
  | { readonly kind: 'fetched'; readonly id: number; readonly ok: true; readonly answer: string }
  | { readonly kind: 'fetched'; readonly id: number; readonly ok: false; readonly reason: string };
