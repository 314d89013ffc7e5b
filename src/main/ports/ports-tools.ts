import type { NewToolSecret, ToolSecretRefusal, ToolSecretStatus } from '../../shared/keys/tool-secret';
import type { ToolFailure, ToolKind } from '../../shared/call/events/tool';
import type { AgentFunction } from '../../shared/tool/agent-function';
import type { McpFunction, McpTool } from '../../shared/tool/kinds/mcp-tool';
import type { Tool } from '../../shared/tool/tool';

/** What running a tool came to: what the model is told, or why there is nothing. */
export type ToolOutcome =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly failure: ToolFailure; readonly detail: string };

/** Runs tools that need no person. */
export interface ToolRunner {
  /** Why the arguments do not fit the function, in words the model can use; undefined: they do. Synchronous, and cheap. */
  check(fn: AgentFunction, argumentsJson: string): string | undefined;
  /** Resolves always, rejects never. `say`: takes a line for whoever tries the tool. */
  run(
    fn: AgentFunction,
    argumentsJson: string,
    signal: AbortSignal,
    say?: (line: string) => void,
  ): Promise<ToolOutcome>;
}

/** A function that the agent of a call has. */
export interface FunctionInCall {
  readonly name: string;
  readonly kind: ToolKind;
  /** False: switched off for this call. */
  readonly isOn: boolean;
}

/** What trying a tool came to. `log`: what happened on the way, in order. */
export interface Trial {
  readonly outcome: ToolOutcome;
  readonly tookMs: number;
  readonly log: readonly string[];
}

/** What an MCP server offers, or why it does not. `unusable`: tools of it that no agent could be given. */
export type McpListing =
  | { readonly ok: true; readonly functions: readonly McpFunction[]; readonly unusable: number }
  | { readonly ok: false; readonly detail: string };

export type SecretOutcome = { readonly ok: true } | { readonly ok: false; readonly code: ToolSecretRefusal };

/** What the operator may do with tools outside of calls. Resolve always, reject never. */
export interface ToolCommands {
  /** Runs a tool as a call would, once, without asking for approval: whoever tries it has given it. */
  tryOut(tool: Tool, functionName: string, argumentsJson: string): Promise<Trial>;
  listMcp(server: Pick<McpTool, 'url' | 'headers' | 'allowsLocal'>): Promise<McpListing>;
  /** Why a JSON Schema cannot be used for arguments; undefined: it can. */
  schemaFault(schema: Readonly<Record<string, unknown>>): string | undefined;
  secrets(): readonly ToolSecretStatus[];
  /** One of that name is replaced. */
  setSecret(secret: NewToolSecret): Promise<SecretOutcome>;
  clearSecret(name: string): Promise<SecretOutcome>;
}
