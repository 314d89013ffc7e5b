import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { RealtimeMcpListTools } from 'openai/resources/realtime/realtime';
import { complaint, type Complaint } from '../protocol/complaint';
import type { Conversation } from '../protocol/conversation';
import type { Identifiers } from '../protocol/identifiers';
import type { SessionConfig } from '../protocol/session-config';
import type { Emit, McpCallItem } from '../protocol/wire';
import type { Timers } from '../timers';

/** An MCP server as configured in a session's `tools`. */
type McpServer = Extract<NonNullable<SessionConfig['tools']>[number], { type: 'mcp' }>;

/** Result of an MCP tool call, in the shape the call's item carries. */
export interface McpResult {
  readonly output: string | null;
  readonly error: { readonly type: 'tool_execution_error'; readonly message: string } | null;
}

/** One tool of one server. */
export interface McpTarget {
  readonly server: McpServer;
  readonly name: string;
}

interface Request extends McpTarget {
  readonly id: string;
  readonly argumentsJson: string;
}

/** Parts of a session that its MCP servers use. */
interface McpParts {
  readonly emit: Emit;
  readonly timers: Timers;
  readonly ids: Identifiers;
  readonly conversation: Conversation;
  config(): SessionConfig;
}

/** Time limit of each request to a server; ms. */
const TIMEOUT_MS = 10_000;

/** The MCP servers of one session: listed when the session names them, called when the model uses their tools. */
export class McpServers {
  readonly #parts: McpParts;
  readonly #listed = new Map<string, readonly string[]>();
  readonly #requests = new Map<string, Request>();

  constructor(parts: McpParts) {
    this.#parts = parts;
  }

  /** Names of all listed tools as the dialogue knows them: `label.name`. */
  get names(): readonly string[] {
    return this.#servers().flatMap(({ server_label: label }) =>
      (this.#listed.get(label) ?? []).map((name) => `${label}.${name}`),
    );
  }

  /** Finds the server and tool that a name such as `label.name` stands for. */
  target(called: string): McpTarget | undefined {
    const server = this.#servers().find(({ server_label: label }) => called.startsWith(`${label}.`));
    return server && { server, name: called.slice(server.server_label.length + 1) };
  }

  /** Lists the tools of servers that were not listed yet. */
  configured(): void {
    for (const server of this.#servers()) if (!this.#listed.has(server.server_label)) this.#list(server);
  }

  needsApproval({ server, name }: McpTarget): boolean {
    const policy = server.require_approval ?? 'always';
    if (typeof policy === 'string') return policy === 'always';
    return policy.never?.tool_names?.includes(name) !== true;
  }

  /** Keeps an approval request until the client decides. */
  asked(request: Request): void {
    this.#requests.set(request.id, request);
  }

  call(target: McpTarget, argumentsJson: string): Promise<McpResult> {
    return callMcpTool(target.server, target.name, argumentsJson);
  }

  /**
   * Finds an approval request and returns the function that takes the client's decision. An approved call runs outside of
   * any response.
   */
  decision(requestId: string): ((approve: boolean) => void) | Complaint {
    const request = this.#requests.get(requestId);
    if (request === undefined)
      return complaint('invalid_value', `Approval request '${requestId}' not found.`, 'item.approval_request_id');
    return (approve) => {
      this.#requests.delete(requestId);
      if (approve) this.#run(request);
    };
  }

  #run(request: Request): void {
    const { emit, ids, conversation, timers } = this.#parts;
    const item: McpCallItem = {
      id: ids.next('mcp'),
      type: 'mcp_call',
      server_label: request.server.server_label,
      name: request.name,
      arguments: request.argumentsJson,
      approval_request_id: request.id,
      output: null,
      error: null,
    };
    const previous = conversation.append({ item, text: '', audioMs: 0 });
    emit('conversation.item.added', { previous_item_id: previous, item });
    emit('response.mcp_call.in_progress', { item_id: item.id, output_index: 0 });
    void this.call(request, request.argumentsJson).then((result) =>
      timers.after(0, () => {
        const done = { ...item, ...result };
        conversation.update({ item: done, text: result.output ?? '', audioMs: 0 });
        const kind = result.error === null ? 'response.mcp_call.completed' : 'response.mcp_call.failed';
        emit(kind, { item_id: item.id, output_index: 0 });
        emit('conversation.item.done', { previous_item_id: previous, item: done });
      }),
    );
  }

  #list(server: McpServer): void {
    const { emit, ids, conversation, timers } = this.#parts;
    this.#listed.set(server.server_label, []);
    const item = {
      id: ids.next('mcpl'),
      type: 'mcp_list_tools',
      server_label: server.server_label,
      tools: [],
    } as const;
    const shown = { ...item, tools: [] };
    const previous = conversation.append({ item: shown, text: '', audioMs: 0 });
    emit('conversation.item.added', { previous_item_id: previous, item: shown });
    emit('mcp_list_tools.in_progress', { item_id: item.id });
    listMcpTools(server).then(
      (tools) =>
        timers.after(0, () => {
          this.#listed.set(
            server.server_label,
            tools.map(({ name }) => name),
          );
          conversation.update({ item: { ...shown, tools }, text: '', audioMs: 0 });
          emit('mcp_list_tools.completed', { item_id: item.id });
          emit('conversation.item.done', { previous_item_id: previous, item: { ...shown, tools } });
        }),
      () => timers.after(0, () => emit('mcp_list_tools.failed', { item_id: item.id })),
    );
  }

  #servers(): readonly McpServer[] {
    return this.#parts.config().tools.filter((tool): tool is McpServer => tool.type === 'mcp');
  }
}

/** Lists a server's tools that the session allows. Rejects when the server cannot be asked. */
function listMcpTools(server: McpServer): Promise<RealtimeMcpListTools['tools']> {
  return withServer(server, async (client) => {
    const { tools } = await client.listTools(undefined, { timeout: TIMEOUT_MS });
    return tools
      .filter(({ name }) => server.allowed_tools?.includes(name) !== false)
      .map(({ name, description = null, inputSchema }) => ({ name, description, input_schema: inputSchema }));
  });
}

/** Calls one tool of a server. Always resolves. */
async function callMcpTool(server: McpServer, name: string, argumentsJson: string): Promise<McpResult> {
  try {
    const args = JSON.parse(argumentsJson) as Record<string, unknown>;
    const { content, isError } = await withServer(server, (client) =>
      client.callTool({ name, arguments: args }, undefined, { timeout: TIMEOUT_MS }),
    );
    const parts = Array.isArray(content) ? (content as readonly { readonly text?: string }[]) : [];
    const text = parts.map((part) => part.text ?? '').join('\n');
    return isError === true ? failed(text) : { output: text, error: null };
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'The server could not be asked.');
  }
}

function failed(message: string): McpResult {
  return { output: null, error: { type: 'tool_execution_error', message } };
}

async function withServer<T>(server: McpServer, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ name: 'realtime-simulator', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(server.server_url), {
    requestInit: { headers: { ...server.headers } },
  });
  try {
    await client.connect(transport, { timeout: TIMEOUT_MS });
    return await work(client);
  } finally {
    await client.close().catch(() => undefined);
  }
}
