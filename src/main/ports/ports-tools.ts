import type { ToolFailure, ToolKind } from '../../shared/call/events/tool';
import type { NewToolSecret, ToolSecretRefusal, ToolSecretStatus } from '../../shared/keys/tool-secret';
import type { AgentFunction } from '../../shared/tool/agent-function';
import type { McpFunction, McpTool, Tool } from '../../shared/tool/tool';
import type { Dispose } from './ports';

/**
 * Result of running a tool: the output the model is given, or the reason there is none. `secret`: text of the output that no event
 * of the call may hold.
 */
export type ToolOutcome =
  | { readonly ok: true; readonly output: string; readonly secret?: string }
  | { readonly ok: false; readonly failure: ToolFailure; readonly detail: string };

/** Runner of the tools that need no person. */
export interface ToolRunner {
  /**
   * Validates arguments against the function's schema; returns a message for the model, or undefined when they fit.
   * Synchronous and cheap.
   */
  check(fn: AgentFunction, argumentsJson: string): string | undefined;
  /** Runs a tool; never rejects. `say` takes log lines for a person who tries the tool. */
  run(
    fn: AgentFunction,
    argumentsJson: string,
    signal: AbortSignal,
    say?: (line: string) => void,
  ): Promise<ToolOutcome>;
}

/** End of the keys that the caller was asked for: all of them, the ending key, or a pause. */
export type KeysEnd = 'count' | 'key' | 'pause';

/** Keys that a tool asks the caller for. */
export interface AskedKeys {
  readonly most: number;
  /** Null: no key ends them. */
  readonly endKey: string | null;
  /** True if no event may have them. */
  readonly isSecret: boolean;
  /** Acts when the caller has had time enough for one key. */
  readonly afterPause: (act: () => void) => Dispose;
  readonly onKeys: (keys: string, end: KeysEnd) => void;
}

/** Keypad of the caller's phone. */
export interface CallerKeypad {
  /**
   * Asks for keys; those that were pressed just now count. Returns how to give up, which leaves the keys as a turn unless they
   * are secret. Undefined: somebody asks already.
   */
  ask(asked: AskedKeys): Dispose | undefined;
}

/** A function of a call's agent. */
export interface FunctionInCall {
  readonly name: string;
  readonly kind: ToolKind;
  /** False: switched off for this call. */
  readonly isOn: boolean;
}

/** Result of trying a tool. `log`: its log lines, in order. */
export interface Trial {
  readonly outcome: ToolOutcome;
  readonly tookMs: number;
  readonly log: readonly string[];
}

/** Tool of a server that no agent can be given. `name`: empty where it has none. */
export interface UnusableFunction {
  readonly name: string;
  readonly reason: string;
}

/** Functions a server offers, and those of its tools that no agent can be given. */
export interface McpOffer {
  readonly functions: readonly McpFunction[];
  readonly unusable: readonly UnusableFunction[];
}

/** Functions an MCP server lists, or the reason there are none. */
export type McpListing = ({ readonly ok: true } & McpOffer) | { readonly ok: false; readonly detail: string };

export type SecretOutcome = { readonly ok: true } | { readonly ok: false; readonly code: ToolSecretRefusal };

/** Operator commands on tools outside of calls. Never reject. */
export interface ToolCommands {
  /** Runs a tool once, as a call would. Asks for no approval, since the person who tries it has given it. */
  tryOut(tool: Tool, functionName: string, argumentsJson: string): Promise<Trial>;
  listMcp(server: Pick<McpTool, 'url' | 'headers' | 'allowsLocal'>): Promise<McpListing>;
  /** Returns the reason a JSON Schema cannot describe arguments; undefined: it can. */
  schemaFault(schema: Readonly<Record<string, unknown>>): string | undefined;
  secrets(): readonly ToolSecretStatus[];
  /** Adds a secret, or replaces the one of that name. */
  setSecret(secret: NewToolSecret): Promise<SecretOutcome>;
  clearSecret(name: string): Promise<SecretOutcome>;
}
