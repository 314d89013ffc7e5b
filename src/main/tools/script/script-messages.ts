/** What a script's thread is started with. */
export interface ScriptThreadData {
  readonly code: string;
  readonly argumentsJson: string;
  readonly memoryBytes: number;
  /** From the moment the sandbox is ready. */
  readonly limitMs: number;
}

/** A request of a script, not yet trusted. */
export interface ScriptFetch {
  readonly url: string;
  /** JSON of what the script gave as options. */
  readonly options: string;
}

/** What a script's thread tells. */
export type FromScriptThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'fetch'; readonly id: number; readonly request: ScriptFetch }
  | { readonly kind: 'answered'; readonly output: string }
  | { readonly kind: 'failed'; readonly why: ScriptFailure; readonly detail: string };

/** Why a script has no answer. `threw`: its own error. */
export type ScriptFailure = 'threw' | 'out-of-time' | 'out-of-memory' | 'too-large' | 'never-ends';

/** What a script's thread is told: a request is answered (JSON of status, headers and text) or refused. */
export type ToScriptThread =
  | { readonly kind: 'fetched'; readonly id: number; readonly ok: true; readonly answer: string }
  | { readonly kind: 'fetched'; readonly id: number; readonly ok: false; readonly reason: string };

/** What a script may answer with; characters. */
export const MAX_SCRIPT_ANSWER_CHARS = 65_536;
